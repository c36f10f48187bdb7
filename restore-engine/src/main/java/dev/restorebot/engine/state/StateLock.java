package dev.restorebot.engine.state;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to use a state folder, which one process has at a time.
 *
 * <p>The operating system drops the lock when the process dies, however it dies, so a lock is never
 * stale. The file {@code restore-bot.lock} stays and holds the last owner's process id.
 */
public final class StateLock implements AutoCloseable {
  /** Beyond the process id, because Windows lets nobody read what is locked. */
  private static final long LOCKED_BYTE = 1L << 30;

  /**
   * Folders locked by this process. On Unix a process that closes any channel of a file loses its
   * locks on it, so a second attempt must not even open the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private StateLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks the folder, which is made when missing. The caller closes the lock last of all.
   *
   * @throws IOException when another process has it, which the message names when it is known
   */
  public static StateLock acquire(Path folder) throws IOException {
    try {
      PrivateFiles.createFolder(folder);
    } catch (FileSystemException e) {
      throw new IOException(
          "The state folder "
              + folder
              + " cannot be created. Let the user who runs restore-bot write there, or set"
              + " state-dir to another folder.",
          e);
    }
    Path real = folder.toRealPath();
    if (!HELD.add(real)) {
      throw taken(real, " (this process, " + ProcessHandle.current().pid() + ")");
    }
    try {
      return new StateLock(real, lock(real));
    } catch (IOException | RuntimeException e) {
      HELD.remove(real);
      throw e;
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel = FileChannel.open(folder.resolve("restore-bot.lock"), CREATE, READ, WRITE);
    try {
      if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
        throw taken(folder, owner(channel));
      }
      channel.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(20);
    channel.read(buffer, 0);
    String pid =
        new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
    return pid.matches("\\d+") ? " (process " + pid + ")" : "";
  }

  private static IOException taken(Path folder, String owner) {
    return new IOException(
        "another restore-bot"
            + owner
            + " is using the state folder "
            + folder
            + "; stop it, or give this one its own state-dir");
  }

  @Override
  public void close() throws IOException {
    if (HELD.contains(folder) && channel.isOpen()) {
      channel.close();
      HELD.remove(folder);
    }
  }

  @Override
  public String toString() {
    return "lock of " + folder;
  }
}
