package dev.restorebot.engine.sandbox.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.restorebot.engine.docker.ChosenImage;
import dev.restorebot.engine.docker.ContainerScripts;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.docker.Labels;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.ServerTuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plan by which a sandbox's container is made.
 *
 * <p>It runs as a user of the image from the start ({@code postgres}, or {@code nobody} where there
 * is none), so it needs no capability at all and gets none. A hostile backup that breaks out of
 * PostgreSQL is a user without rights in a container without a way out.
 *
 * <p>Process 1 is Docker's own init, not PostgreSQL: PostgreSQL would take an orphan of one of our
 * programs that was ended for a crashed process of its own, and restart the whole server.
 *
 * @param cpus limit of CPUs
 * @param memoryBytes limit of memory
 */
record ContainerPlan(DockerSettings settings, int cpus, long memoryBytes) {
  static final ExposedPort PORT = ExposedPort.tcp(5432);

  /** The options of initdb, whoever calls it. */
  static final String INITDB = "--encoding=UTF8 --auth-local=trust";

  /** The variables of a container with the superuser's password and the data's folder. */
  static final String PASSWORD = "POSTGRES_PASSWORD";

  static final String DATA = "PGDATA";

  /** The data's folder under the volume's mount. */
  static final String DATA_FOLDER = "/pgdata";

  private static final String PREPARED = "/restore-bot-prepared";

  /** Returns where the server's files are. */
  static String dataFolder(ChosenImage image) {
    return image.dataMount() + DATA_FOLDER;
  }

  /**
   * Creates it, stopped.
   *
   * @param prepared the volume whose data folder is copied; empty to call initdb
   */
  void create(
      DockerConnection docker,
      String name,
      String network,
      ChosenImage image,
      Secret password,
      Optional<String> prepared,
      Map<String, String> labels) {
    docker
        .client()
        .createContainerCmd(image.name())
        .withName(name)
        .withUser(image.user())
        .withEnv(
            PASSWORD + "=" + password.value(),
            "RESTORE_BOT_VERIFIER=" + password.verifier(),
            "POSTGRES_INITDB_ARGS=--no-sync " + INITDB,
            DATA + "=" + dataFolder(image),
            "RESTORE_BOT_PREPARED=" + PREPARED + DATA_FOLDER,
            "TZ=UTC") // else initdb compares all time zones with the machine's
        .withEntrypoint("sh", "-c", ContainerScripts.INITIALISE, "sh")
        .withCmd(arguments(image))
        .withExposedPorts(PORT)
        .withStopSignal("SIGINT")
        .withLabels(labels)
        .withHostConfig(host(labels.get(Labels.VOLUME), prepared, network, image))
        .exec();
  }

  private List<String> arguments(ChosenImage image) {
    List<String> arguments = new ArrayList<>(image.entrypoint());
    arguments.add("postgres");
    ServerTuning.settings(memoryBytes, cpus)
        .forEach((key, value) -> arguments.addAll(List.of("-c", key + "=" + value)));
    arguments.addAll(settings.serverArguments());
    return arguments;
  }

  private HostConfig host(
      String volume, Optional<String> prepared, String network, ChosenImage image) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(
        new Mount().withType(MountType.VOLUME).withSource(volume).withTarget(image.dataMount()));
    prepared.ifPresent(
        name ->
            mounts.add(
                new Mount()
                    .withType(MountType.VOLUME)
                    .withSource(name)
                    .withTarget(PREPARED)
                    .withReadOnly(true)
                    .withVolumeOptions(
                        // Docker makes one that was removed meanwhile.
                        new VolumeOptions()
                            .withNoCopy(true)
                            .withLabels(Map.of(Labels.PREPARED, name)))));
    return HostConfig.newHostConfig()
        .withInit(true)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withMemory(memoryBytes)
        .withMemorySwap(memoryBytes)
        .withNanoCPUs(cpus * 1_000_000_000L)
        .withPidsLimit(settings.pidsLimit())
        .withShmSize(settings.shmBytes())
        .withNetworkMode(network)
        // The engine's resolver would ask the host's name servers on behalf of the container.
        .withDns(DockerConnection.LOOPBACK)
        .withPortBindings(new PortBinding(Ports.Binding.bindIp(DockerConnection.LOOPBACK), PORT))
        .withLogConfig(
            new LogConfig(
                LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "20m", "max-file", "1")))
        .withMounts(mounts);
  }
}
