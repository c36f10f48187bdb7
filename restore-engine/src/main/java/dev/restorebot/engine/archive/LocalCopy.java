package dev.restorebot.engine.archive;

import dev.restorebot.engine.state.TemporaryFiles;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of a remote backup as they were read the first time, on this machine's disk until they
 * have been loaded, so that the remote is read once.
 *
 * <p>The file has no name from the moment it is open: nobody else can open it, and it is gone when
 * this is closed or the process ends, however it ends. Bytes are stored as they come: what is
 * encrypted stays so. Where the disk is too small, there is no copy, and the remote is read again.
 * Not thread-safe while it is filled.
 */
public final class LocalCopy implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(LocalCopy.class);

  /** The sandbox beside it needs room for the unpacked data, too. */
  private static final int UNPACKED = 4;

  private static final long KEEP_FREE = 1L << 30;

  /** The place of a file's bytes in the copy: their first position and their number. */
  private record Slice(long from, long length) {}

  private final FileChannel channel;
  private final Map<String, Slice> slices = new LinkedHashMap<>();
  private boolean complete;
  private boolean abandoned;

  private LocalCopy(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes an empty copy for a backup of this size.
   *
   * @return the copy; empty for a backup on this machine, and where the disk has not five times its
   *     size and 1 GiB free
   */
  public static Optional<LocalCopy> of(Path backup, long size) {
    if (backup.getFileSystem().equals(FileSystems.getDefault())) {
      return Optional.empty();
    }
    try {
      Path file = TemporaryFiles.create("backup", ".copy");
      if (FreeSpace.of(file) - KEEP_FREE < size * (1 + UNPACKED)) {
        Files.delete(file);
        return Optional.empty();
      }
      return Optional.of(
          new LocalCopy(
              FileChannel.open(
                  file,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.DELETE_ON_CLOSE)));
    } catch (IOException e) {
      log.warn(
          "the remote backup is read twice, because no copy can be kept here ({})", e.toString());
      return Optional.empty();
    }
  }

  /** Returns true when it has all bytes of the backup: nobody needs the original any more. */
  public boolean isComplete() {
    return complete;
  }

  /** Stores nothing more and frees the disk: the bytes are kept elsewhere. */
  public void abandon() {
    abandoned = true;
    try {
      channel.truncate(0);
    } catch (IOException e) {
      log.warn("the copy of a remote backup takes disk until it is loaded", e);
    }
  }

  /** Begins anew, before the backup is read from its beginning. */
  public void begin() throws IOException {
    slices.clear();
    channel.truncate(0);
  }

  /** Everything was read and found in order. */
  public void finish() {
    complete = !abandoned;
  }

  /**
   * Returns a view of the original that stores what is read of it.
   *
   * @param name the file's name below the backup; empty for a backup that is one file
   */
  public InputStream storing(String name, InputStream original) throws IOException {
    long from = channel.size();
    return new FilterInputStream(original) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int off, int len) throws IOException {
        int n = in.read(target, off, len);
        if (n > 0) {
          store(ByteBuffer.wrap(target, off, n));
          slices.put(name, new Slice(from, channel.size() - from));
        } else {
          slices.putIfAbsent(name, new Slice(from, 0));
        }
        return n;
      }

      @Override
      public long skip(long count) throws IOException {
        return in.skip(count > 0 ? 0 : count);
      }

      @Override
      public boolean markSupported() {
        return false;
      }
    };
  }

  private void store(ByteBuffer bytes) throws IOException {
    if (abandoned) {
      return;
    }
    try {
      long at = channel.size();
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    } catch (IOException e) {
      log.warn("the remote backup is read twice: its copy cannot be written ({})", e.toString());
      abandon();
    }
  }

  /**
   * Opens a file as it was read.
   *
   * @param name as for {@link #storing}
   * @throws NoSuchFileException when no such file was read
   */
  public InputStream open(String name) throws IOException {
    Slice slice = slices.get(name);
    if (slice == null) {
      throw new NoSuchFileException(name);
    }
    return new Stored(slice);
  }

  /** Returns the names of the files that were read, in their order. */
  public List<String> names() {
    return List.copyOf(slices.keySet());
  }

  /** Returns the number of bytes of one of {@link #names}. */
  public long size(String name) {
    return slices.get(name).length();
  }

  /** Frees the disk. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.warn("the copy of a remote backup could not be closed", e);
    }
  }

  /** Reads one file of the copy, beside others. */
  private final class Stored extends BlockInput {
    private final long end;
    private long position;

    Stored(Slice slice) {
      this.position = slice.from();
      this.end = slice.from() + slice.length();
    }

    @Override
    public int read(byte[] target, int off, int len) throws IOException {
      int most = (int) Math.min(len, end - position);
      if (most == 0) {
        return len == 0 ? 0 : -1;
      }
      int n = channel.read(ByteBuffer.wrap(target, off, most), position);
      position += Math.max(0, n);
      return n;
    }
  }
}
