package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerMount;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.ResolvedProject;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the volume or the folder that a container's data really lies on. The container's own mounts
 * tell; the project's files tell only by which key they mean it.
 */
final class DataMounts {
  private final DockerAccess docker;

  DataMounts(DockerAccess docker) {
    this.docker = docker;
  }

  /** A volume or folder that can be swapped, and where it is mounted. */
  record Found(String volume, String key, String mount, DataVolume.Kind kind) {}

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

  /** The volume's name, or the folder's path. */
  static String storage(InspectContainerResponse.Mount mount) {
    String name = mount.getName();
    return name == null || name.isEmpty() ? String.valueOf(mount.getSource()) : name;
  }

  /**
   * Finds where that container's data lies.
   *
   * @param files the project's files; empty when they cannot be read
   * @param service the container's service
   */
  Found find(
      InspectContainerResponse container,
      String pgdata,
      String project,
      Optional<ResolvedProject> files,
      String service)
      throws ProblemException {
    InspectContainerResponse.Mount mount =
        at(container, pgdata).orElseThrow(() -> TargetRefusals.noMount(pgdata));
    requireWhole(
        pgdata,
        of(container).stream()
            .filter(m -> m.getDestination() != null)
            .map(m -> m.getDestination().getPath())
            .toList());
    String path = mount.getDestination().getPath();
    String storage = storage(mount);
    if (DataVolume.isFolder(storage)) {
      if (String.valueOf(mount.getMode()).matches("(?i)(.*,)?z(,.*)?")) {
        throw TargetRefusals.selinux(storage);
      }
      return new Found(storage, "", path, DataVolume.Kind.FOLDER);
    }
    String key =
        files
            .map(all -> all.services().get(service))
            .flatMap(found -> found.at(path))
            .filter(m -> m.path().equals(path) && m.type().equals("volume"))
            .map(ResolvedProject.Mount::source)
            .orElse("");
    if (key.isEmpty()) {
      key = key(storage, project);
    }
    if (key.isEmpty()) {
      if (!DataVolume.anonymous(storage)) {
        throw TargetRefusals.foreign(storage);
      }
      key = ours(service); // no file names it, so the service mounts another one there
    }
    requirePlain(storage);
    return named(storage, key, path, files, service);
  }

  /** A volume of that key; how it is swapped depends on what the files say of it. */
  static Found named(
      String volume, String key, String path, Optional<ResolvedProject> files, String service) {
    String ours = ours(service);
    return key.equals(ours) || files.filter(all -> all.described().contains(key)).isPresent()
        ? new Found(volume, ours, path, DataVolume.Kind.MOUNTED)
        : new Found(volume, key, path, DataVolume.Kind.NAMED);
  }

  private static String ours(String service) {
    return service + "_restored";
  }

  /** Refuses mounts of the server's own folders; a mounted file of settings stays mounted. */
  static void requireWhole(String pgdata, List<String> paths) throws ProblemException {
    for (String path : paths) {
      if (path.startsWith(pgdata + "/")) {
        String below = path.substring(pgdata.length() + 1);
        if (below.matches("(base|global|pg_\\w+)(/.*)?")) {
          throw TargetRefusals.inside(pgdata, path);
        }
      }
    }
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

  /** Other containers that have the volume or the folder too. */
  List<String> others(String storage, String container) throws ProblemException {
    return others(storage, container, "");
  }

  /** The same, without those that were made for that disaster restore. */
  List<String> others(String storage, String container, String disaster) throws ProblemException {
    try {
      var list = docker.client().listContainersCmd().withShowAll(true);
      if (!DataVolume.isFolder(storage)) {
        list.withFilter("volume", List.of(storage));
      }
      return list.exec().stream()
          .filter(c -> !c.getId().equals(container))
          .filter(c -> !DataVolume.isFolder(storage) || mounts(c, storage))
          .filter(
              c ->
                  disaster.isEmpty()
                      || c.getLabels() == null
                      || !disaster.equals(c.getLabels().get(ComposeLabels.DISASTER)))
          .map(c -> c.getNames()[0].substring(1))
          .sorted()
          .toList();
    } catch (RuntimeException e) {
      throw docker.problem("list who uses " + storage, e);
    }
  }

  private static boolean mounts(Container container, String folder) {
    return container.getMounts() != null
        && container.getMounts().stream()
            .map(ContainerMount::getSource)
            .anyMatch(source -> source != null && holds(folder, source));
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
