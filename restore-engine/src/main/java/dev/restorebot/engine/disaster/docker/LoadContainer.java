package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.InitdbArguments;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.ServerTuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The container that fills a new volume: production's image, but neither its entrypoint, whose
 * set-up scripts would make what the backup makes, nor its networks. Runs as the image's user
 * {@code postgres} without any capability. All that makes loading fast is on its command line and
 * so ends with it.
 */
record LoadContainer(DockerAccess docker, DockerSettings settings, DisasterPlan plan) {
  static final String LOOPBACK = "127.0.0.1";
  private static final ExposedPort PORT = ExposedPort.tcp(5432);
  private static final String SCRIPT =
      """
      set -eu
      data=$1; user=$2; shift 2
      args=
      while [ "$1" != -- ]; do args="$args $1"; shift; done
      shift
      if [ ! -s "$data/PG_VERSION" ]; then
        mkdir -p "$data"
        # shellcheck disable=SC2086 # none of them has a space
        printf '%s\\n' "$RESTORE_BOT_PASSWORD" | initdb --username="$user" --pwfile=/dev/stdin \\
          --auth-local=trust --auth-host=scram-sha-256 --no-sync $args --pgdata="$data"
        echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
      fi
      unset RESTORE_BOT_PASSWORD
      exec postgres -D "$data" "$@"
      """;

  String name() {
    return "restore-bot-disaster-" + plan.id().replaceAll("[^A-Za-z0-9_.-]", "-");
  }

  /** Creates and starts it; says where it listens. */
  Endpoint start(Secret password) throws ProblemException {
    String network = docker.isolatedNetwork();
    try {
      create(network, password);
      docker.client().startContainerCmd(name()).exec();
      Ports.Binding[] bound =
          docker
              .client()
              .inspectContainerCmd(name())
              .exec()
              .getNetworkSettings()
              .getPorts()
              .getBindings()
              .get(PORT);
      if (bound == null || bound.length == 0) {
        docker.requireRunning(name());
        throw new IllegalStateException("no port was published");
      }
      int port = Integer.parseInt(bound[0].getHostPortSpec());
      return new Endpoint(LOOPBACK, port, plan.target().cluster().superuser(), password);
    } catch (RuntimeException e) {
      throw docker.problem("start the server that fills the new volume", e);
    }
  }

  int cpus() {
    Info host = docker.client().infoCmd().exec();
    int there = host.getNCPU() == null ? 1 : Math.max(1, host.getNCPU());
    return Math.min(there, Math.max(1, settings.cpus().orElse(there)));
  }

  private long memory() {
    Long there = docker.client().infoCmd().exec().getMemTotal();
    return Math.min(there == null ? Long.MAX_VALUE : there, settings.memoryBytes());
  }

  private void create(String network, Secret password) {
    DatabaseServer server = plan.target().server();
    int cpus = cpus();
    long memory = memory();
    List<String> words =
        new ArrayList<>(List.of("sh", server.pgdata(), plan.target().cluster().superuser()));
    words.addAll(InitdbArguments.of(plan.target().cluster()));
    words.add("--");
    ServerTuning.settings(memory, cpus)
        .forEach((key, value) -> words.addAll(List.of("-c", key + "=" + value)));
    words.addAll(List.of("-c", "listen_addresses=*", "-c", "logging_collector=off"));
    if (!plan.target().cluster().preload().isEmpty()) {
      words.addAll(List.of("-c", "shared_preload_libraries=" + plan.target().cluster().preload()));
    }
    docker
        .client()
        .createContainerCmd(server.imageId())
        .withName(name())
        .withUser("postgres")
        .withEnv("RESTORE_BOT_PASSWORD=" + password.value(), "TZ=UTC")
        .withEntrypoint("sh", "-c", SCRIPT)
        .withCmd(words)
        .withExposedPorts(PORT)
        .withStopSignal("SIGINT")
        .withLabels(Map.of(ComposeLabels.DISASTER, plan.id(), ComposeLabels.ROLE, "filling"))
        .withHostConfig(
            HostConfig.newHostConfig()
                .withInit(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withMemory(memory)
                .withMemorySwap(memory)
                .withPidsLimit(settings.pidsLimit())
                .withShmSize(settings.shmBytes())
                .withNetworkMode(network)
                .withDns(LOOPBACK)
                .withPortBindings(new PortBinding(Ports.Binding.bindIp(LOOPBACK), PORT))
                .withMounts(List.of(StorageMounts.of(plan.newVolume(), server.dataMount(), false))))
        .exec();
  }
}
