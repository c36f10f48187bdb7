package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ContainerEnvironment;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.RememberedTarget;
import dev.restorebot.engine.disaster.ResolvedProject;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the container, image, command and volume of a server that does not run: by its container,
 * or by the project's files when it has none.
 */
final class StoppedServers {
  /** The official image's data folder, until its version 17. */
  private static final String USUAL_PGDATA = "/var/lib/postgresql/data";

  private final DockerAccess docker;
  private final ServerImage images;
  private final TargetSettings settings;
  private final ResolvedProject resolved;
  private final Optional<RememberedTarget> memory;

  /**
   * Finds the server of that target.
   *
   * @param memory what it told when it last ran
   */
  StoppedServers(
      DockerAccess docker,
      ServerImage images,
      TargetSettings settings,
      ResolvedProject resolved,
      Optional<RememberedTarget> memory) {
    this.docker = docker;
    this.images = images;
    this.settings = settings;
    this.resolved = resolved;
    this.memory = memory;
  }

  /** The server as it was, and the volume that its data is or was on. */
  record Found(DatabaseServer server, DataMounts.Found mount, boolean missing) {}

  /** Finds it by its container. */
  Found ofContainer(InspectContainerResponse container) throws ProblemException {
    String[] environment = container.getConfig().getEnv();
    ContainerEnvironment values =
        ContainerEnvironment.of(environment == null ? List.of() : List.of(environment));
    String pgdata = pgdata(values);
    DataMounts.Found mount =
        new DataMounts(docker)
            .find(
                container,
                pgdata,
                settings.project(),
                Optional.of(resolved),
                settings.databaseService());
    String image = container.getConfig().getImage();
    if (!container.getImageId().equals(images.require(image).getId())) {
      throw TargetRefusals.otherImage(settings.databaseService(), image);
    }
    String[] command = container.getConfig().getCmd();
    return new Found(
        new DatabaseServer(
            settings.databaseService(),
            container.getName().replaceFirst("^/", ""),
            image,
            container.getImageId(),
            command == null ? List.of() : List.of(command),
            values,
            mount.mount(),
            pgdata,
            List.copyOf(container.getNetworkSettings().getNetworks().keySet())),
        mount,
        !exists(container.getImageId(), mount.volume()));
  }

  /** Finds it by the definition of its service. */
  Found ofFiles(ResolvedProject.Service service) throws ProblemException {
    // Compose's own name for an image that it builds.
    String name =
        service.image().isEmpty()
            ? settings.project() + "-" + settings.databaseService()
            : service.image();
    InspectImageResponse image = images.require(name);
    ContainerConfig config = image.getConfig();
    List<String> environment = new ArrayList<>();
    if (config != null && config.getEnv() != null) {
      environment.addAll(List.of(config.getEnv()));
    }
    environment.addAll(service.environment());
    ContainerEnvironment values = ContainerEnvironment.of(environment);
    String pgdata = pgdata(values);
    DataMounts.Found mount = mount(service, pgdata);
    boolean missing = !exists(image.getId(), mount.volume());
    if (!missing && mount.kind() != DataVolume.Kind.FOLDER) {
      new DataMounts(docker).requirePlain(mount.volume());
    }
    List<String> command = service.command();
    if (command.isEmpty() && config != null && config.getCmd() != null) {
      command = List.of(config.getCmd());
    }
    return new Found(
        new DatabaseServer(
            settings.databaseService(),
            settings.project() + "-" + settings.databaseService() + "-1",
            name,
            image.getId(),
            command,
            values,
            mount.mount(),
            pgdata,
            List.of()),
        mount,
        missing);
  }

  private String pgdata(ContainerEnvironment values) {
    return memory
        .map(known -> known.target().server().pgdata())
        .or(() -> values.get("PGDATA"))
        .orElse(USUAL_PGDATA);
  }

  private DataMounts.Found mount(ResolvedProject.Service service, String pgdata)
      throws ProblemException {
    Optional<ResolvedProject.Mount> mount = service.at(pgdata);
    if (mount.isEmpty()) {
      throw TargetRefusals.unknownVolume(pgdata);
    }
    DataMounts.requireWhole(
        pgdata, service.mounts().stream().map(ResolvedProject.Mount::path).toList());
    String key = mount.get().source();
    if (mount.get().type().equals("bind")) {
      return new DataMounts.Found(key, "", mount.get().path(), DataVolume.Kind.FOLDER);
    }
    if (!mount.get().type().equals("volume")) {
      throw TargetRefusals.unsuitable(
          "The database's files are on a mount of the type " + mount.get().type() + ".",
          "Move the data to a named volume or a folder first.");
    }
    if (key.isEmpty()) {
      throw TargetRefusals.unknownVolume(pgdata);
    }
    return DataMounts.named(
        resolved.volumes().getOrDefault(key, key),
        key,
        mount.get().path(),
        Optional.of(resolved),
        settings.databaseService());
  }

  private boolean exists(String image, String storage) throws ProblemException {
    return new VolumeTool(docker, image, "plan").exists(storage);
  }
}
