package dev.restorebot.engine.backup.rclone;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a small file into a remote. Backups are only read. */
public final class RcloneUpload {
  private RcloneUpload() {}

  /**
   * Puts a file of this machine into the remote's folder under that name.
   *
   * @throws IOException when rclone fails, with a message for people
   */
  public static void put(RcloneRemote remote, Path file, String name) throws IOException {
    new Rclone(remote).put(file, name);
  }

  /** Returns the place of a file in the remote without secret options. */
  public static String shown(RcloneRemote remote, String name) {
    String shown = remote.shown();
    return shown.endsWith(":") ? shown + name : shown + "/" + name;
  }
}
