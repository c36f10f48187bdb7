package dev.restorebot.engine.disaster;

import dev.restorebot.engine.audit.CanonicalHash;
import java.util.List;

/**
 * The volume that production's uploads really lie on.
 *
 * @param name its name in Docker, such as {@code zenops_uploads}
 * @param key its name in the project's files, such as {@code uploads}
 * @param mounts the services that have it, and where
 */
public record UploadsVolume(String name, String key, List<Mount> mounts) {
  public UploadsVolume {
    mounts = List.copyOf(mounts);
  }

  /** A service that has it at a path. */
  public record Mount(String service, String path) {}

  void addTo(CanonicalHash hash) {
    hash.add(name).add(key).add(mounts.size());
    mounts.forEach(mount -> hash.add(mount.service()).add(mount.path()));
  }

  /** The name without what earlier restores added to it. */
  public String base() {
    return DataVolume.base(name);
  }

  /** The services that have it, each once. */
  public List<String> services() {
    return mounts.stream().map(Mount::service).distinct().toList();
  }
}
