package dev.restorebot.engine.disaster.rehearsal;

import java.util.Optional;
import java.util.Set;

/**
 * The restored volumes that a rehearsal's services get.
 *
 * @param service the service of the database
 * @param path where its data is mounted
 * @param volume the restored volume, by its name in Docker
 * @param uploads the restored uploads, when the target has some and the backup too
 * @param missed production's other volumes that hold files, by their names in Docker
 */
public record RehearsedStorage(
    String service, String path, String volume, Optional<Uploads> uploads, Set<String> missed) {
  public RehearsedStorage {
    missed = Set.copyOf(missed);
  }

  /**
   * Restored uploads.
   *
   * @param key the volume's name in the project's files
   * @param volume the restored volume, by its name in Docker
   */
  public record Uploads(String key, String volume) {}
}
