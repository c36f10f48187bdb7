package dev.restorebot.engine.disaster;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A project's files as Compose resolves them: with all variables, includes and overrides applied.
 * Holds secrets of its services' environments; never stored.
 *
 * @param services its services by name
 * @param volumes the names in Docker of its volumes, by their names in the files
 * @param described the volumes, by their names in the files, that these give a driver, options or
 *     labels: Compose refuses another file that makes one of them external
 */
public record ResolvedProject(
    Map<String, Service> services, Map<String, String> volumes, Set<String> described) {
  public ResolvedProject {
    services = Map.copyOf(services);
    volumes = Map.copyOf(volumes);
    described = Set.copyOf(described);
  }

  /**
   * A service of the project.
   *
   * @param image its image by name; empty when the files build it
   * @param command what the image is started with; empty for the image's own
   * @param environment its environment, as lines like {@code NAME=value}
   * @param mounts what is mounted in it
   * @param secretFiles the files of this machine that it gets as secrets, by their path in it
   */
  public record Service(
      String image,
      List<String> command,
      List<String> environment,
      List<Mount> mounts,
      Map<String, String> secretFiles) {
    public Service {
      command = List.copyOf(command);
      environment = List.copyOf(environment);
      mounts = List.copyOf(mounts);
      secretFiles = Map.copyOf(secretFiles);
    }

    /** The mount that holds that folder: the deepest one at or above it. */
    public Optional<Mount> at(String folder) {
      return mounts.stream()
          .filter(m -> folder.equals(m.path()) || folder.startsWith(m.path() + "/"))
          .max(Comparator.comparingInt(m -> m.path().length()));
    }

    @Override
    public String toString() {
      return "service of " + image; // its environment holds passwords
    }
  }

  /**
   * A mount.
   *
   * @param type {@code volume}, {@code bind} or another of Compose's
   * @param source the volume's name in the files, or the folder; empty for an anonymous volume
   * @param path where it is mounted
   */
  public record Mount(String type, String source, String path) {}
}
