package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the volume that a container's data really lies on. The container's own mounts tell; a name
 * in the project's files does not, for Compose puts the project's name before it.
 */
final class DataMounts {
  private static final int ANONYMOUS_LENGTH = 64;

  private final DockerAccess docker;

  DataMounts(DockerAccess docker) {
    this.docker = docker;
  }

  /** A named volume that can be swapped, and where it is mounted. */
  record Found(String volume, String key, String mount) {}

  static List<InspectContainerResponse.Mount> of(InspectContainerResponse container) {
    return container.getMounts() == null ? List.of() : container.getMounts();
  }

  /** The mount that holds that folder: the deepest one at or above it. */
  static Optional<InspectContainerResponse.Mount> at(
      InspectContainerResponse container, String folder) {
    return of(container).stream()
        .filter(m -> m.getDestination() != null && holds(m.getDestination().getPath(), folder))
        .max(Comparator.comparingInt(m -> m.getDestination().getPath().length()));
  }

  Found find(InspectContainerResponse container, String pgdata, String project)
      throws ProblemException {
    Optional<InspectContainerResponse.Mount> mount = at(container, pgdata);
    if (mount.isEmpty()) {
      throw TargetRefusals.noMount(pgdata);
    }
    String name = mount.get().getName();
    if (name == null || name.isEmpty()) {
      throw TargetRefusals.bindMount(mount.get().getSource(), pgdata);
    }
    String key = key(name, project);
    if (key.isEmpty()) {
      boolean anonymous = name.length() == ANONYMOUS_LENGTH && name.matches("[0-9a-f]+");
      throw anonymous ? TargetRefusals.anonymous(name) : TargetRefusals.foreign(name);
    }
    requirePlain(name);
    return new Found(name, key, mount.get().getDestination().getPath());
  }

  /** Returns that volume's key in the project's files; empty when it has none. */
  String key(String volume, String project) throws ProblemException {
    Map<String, String> labels = inspect(volume).getLabels();
    return labels == null ? "" : key(labels, project);
  }

  /** Refuses a volume that a new one of this machine could not stand for. */
  void requirePlain(String name) throws ProblemException {
    InspectVolumeResponse volume = inspect(name);
    if (!"local".equals(volume.getDriver())) {
      throw TargetRefusals.driver(name, volume.getDriver());
    }
    if (volume.getOptions() != null && !volume.getOptions().isEmpty()) {
      throw TargetRefusals.driver(name, "local with the options " + volume.getOptions().keySet());
    }
  }

  /** Other containers that have the volume too. */
  List<String> others(String volume, String container) throws ProblemException {
    try {
      List<Container> users =
          docker
              .client()
              .listContainersCmd()
              .withShowAll(true)
              .withFilter("volume", List.of(volume))
              .exec();
      return users.stream()
          .filter(c -> !c.getId().equals(container))
          .map(c -> c.getNames()[0].substring(1))
          .sorted()
          .toList();
    } catch (RuntimeException e) {
      throw docker.problem("list who uses the volume " + volume, e);
    }
  }

  private InspectVolumeResponse inspect(String name) throws ProblemException {
    try {
      return docker.client().inspectVolumeCmd(name).exec();
    } catch (RuntimeException e) {
      throw docker.problem("inspect the volume " + name, e);
    }
  }

  /** By Compose's label; an earlier restore's volume is external to Compose and has ours. */
  private static String key(Map<String, String> labels, String project) {
    if (project.equals(labels.get(ComposeLabels.FOR_PROJECT))) {
      return labels.getOrDefault(ComposeLabels.VOLUME_KEY, "");
    }
    return labels.getOrDefault(ComposeLabels.VOLUME, "");
  }

  private static boolean holds(String mount, String folder) {
    return folder.equals(mount) || mount.equals("/") || folder.startsWith(mount + "/");
  }
}
