package dev.restorebot.engine.backup;

import java.io.IOException;
import java.util.Optional;

/** Asks remotes for facts about the backups in them. */
public interface Remotes {
  /**
   * Returns whether whatever lies there is encrypted by the remote itself, as by rclone's {@code
   * crypt}.
   *
   * @throws IOException when that cannot be found out
   */
  boolean encrypts(Backup remote) throws IOException;

  /**
   * Returns whether two files are equal by a checksum of all their bytes; empty when the remote has
   * none.
   *
   * @throws IOException when that cannot be found out
   */
  Optional<Compared> compare(Backup local, Backup remote) throws IOException;

  /**
   * A comparison.
   *
   * @param equal whether the checksums are equal
   * @param checksum which one, such as {@code MD5}
   */
  record Compared(boolean equal, String checksum) {}
}
