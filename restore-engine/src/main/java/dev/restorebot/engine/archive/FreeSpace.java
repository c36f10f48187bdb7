package dev.restorebot.engine.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The room on the disk of a file or folder of this machine. Unlike {@link Files#getFileStore} it
 * needs no list of mounts, which in a chroot does not have the disk.
 */
public final class FreeSpace {
  private FreeSpace() {}

  /**
   * Returns the bytes that this process may still use there.
   *
   * @throws IOException when there is no such file or folder
   */
  public static long of(Path path) throws IOException {
    long free = path.toFile().getUsableSpace();
    if (free == 0 && !Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return free;
  }
}
