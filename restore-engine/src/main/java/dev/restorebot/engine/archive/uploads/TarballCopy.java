package dev.restorebot.engine.archive.uploads;

import dev.restorebot.engine.archive.BlockInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a new tar, while it is read, from a folder of another tar: plain relative names, numbers
 * for owners, and nothing that was not checked. Ends with an {@link IOException} where the other is
 * damaged; see {@link TarballInput#problem}. Closing it does not close the other.
 */
public final class TarballCopy extends BlockInput {
  private static final int PIECE = 1 << 16;
  private static final int BLOCK = 512;

  private final TarballInput source;
  private final TarballFolder folder;
  private final Buffer made = new Buffer();
  private final TarArchiveOutputStream tar;
  private final byte[] piece = new byte[PIECE];
  private boolean inEntry;
  private Optional<Tarball> whole = Optional.empty();

  /** Copies what is below that folder. */
  public TarballCopy(TarballInput source, TarballFolder folder) {
    this.source = source;
    this.folder = folder;
    this.tar = new TarArchiveOutputStream(made, BLOCK, "ISO-8859-1"); // a character is a byte
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
  }

  /** Returns the archive once all of it was read. */
  public Optional<Tarball> whole() {
    return whole;
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    while (made.isEmpty()) {
      if (whole.isPresent()) {
        return -1;
      }
      more();
    }
    return made.take(target, off, len);
  }

  private void more() throws IOException {
    if (inEntry) {
      int n = source.content().read(piece, 0, piece.length);
      if (n >= 0) {
        tar.write(piece, 0, n);
      } else {
        tar.closeArchiveEntry();
        inEntry = false;
      }
      return;
    }
    Optional<TarballEntry> next = source.next();
    if (next.isEmpty()) {
      tar.finish();
      whole = Optional.of(source.finish());
      return;
    }
    Optional<TarballEntry> mine = folder.below(next.get());
    if (mine.isPresent()) {
      tar.putArchiveEntry(header(mine.get()));
      inEntry = true;
    }
  }

  private static TarArchiveEntry header(TarballEntry entry) {
    TarArchiveEntry header = new TarArchiveEntry(name(entry), flag(entry), true);
    header.setSize(entry.size());
    header.setMode(entry.mode());
    header.setUserId(entry.uid());
    header.setGroupId(entry.gid());
    header.setUserName("");
    header.setGroupName("");
    header.setLastModifiedTime(FileTime.from(entry.modified(), TimeUnit.SECONDS));
    header.setLinkName(entry.target());
    return header;
  }

  private static String name(TarballEntry entry) {
    boolean isFolder = entry.kind() == TarballEntry.Kind.FOLDER;
    String name = entry.raw().isEmpty() ? "." : entry.raw();
    return isFolder ? name + "/" : name;
  }

  private static byte flag(TarballEntry entry) {
    return switch (entry.kind()) {
      case FILE -> TarArchiveEntry.LF_NORMAL;
      case FOLDER -> TarArchiveEntry.LF_DIR;
      case SYMBOLIC_LINK -> TarArchiveEntry.LF_SYMLINK;
      case HARD_LINK -> TarArchiveEntry.LF_LINK;
    };
  }

  /** The bytes that were made and not yet taken; at most one piece and a header. */
  private static final class Buffer extends ByteArrayOutputStream {
    private int taken;

    boolean isEmpty() {
      return taken == count;
    }

    int take(byte[] target, int off, int len) {
      int n = Math.min(len, count - taken);
      System.arraycopy(buf, taken, target, off, n);
      taken += n;
      if (taken == count) {
        reset();
        taken = 0;
      }
      return n;
    }
  }
}
