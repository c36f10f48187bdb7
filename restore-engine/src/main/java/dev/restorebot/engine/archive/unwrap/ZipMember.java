package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BlockInput;
import dev.restorebot.engine.archive.Failures;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/**
 * The only file of a zip (APPNOTE 6.3.10), with its CRC and its length. commons-compress' stream
 * checks neither, and does not look whether anything follows after the archive's end.
 */
final class ZipMember extends BlockInput {
  private final Archive archive;
  private final ArchiveMessages messages;
  private final ZipArchiveEntry entry;
  private final CRC32 crc = new CRC32();
  private long length;
  private boolean ended;

  ZipMember(InputStream stored, ArchiveMessages messages) throws IOException {
    this.archive = new Archive(stored);
    this.messages = messages;
    this.entry = nextFile();
    if (entry == null) {
      throw Failures.io(messages.empty("is a zip without a file in it"));
    }
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw Failures.io(messages.compressionUnsupported("the zip is encrypted with a password"));
    }
    if (!archive.canReadEntryData(entry)) {
      throw Failures.io(
          messages.compressionUnsupported("the zip was written with a method that is not known"));
    }
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    if (ended) {
      return -1;
    }
    int n = archive.read(target, off, len);
    if (n < 0) {
      ended = true;
      finish();
      return -1;
    }
    crc.update(target, off, n);
    length += n;
    return n;
  }

  private void finish() throws IOException {
    ZipArchiveEntry other = nextFile();
    if (other != null) {
      throw Failures.io(
          messages.notReadHere(
              "is a zip with several files ("
                  + ArchiveMessages.clean(entry.getName())
                  + ", "
                  + ArchiveMessages.clean(other.getName())
                  + ", …)",
              "Unpack it, and give the backup file, or the folder that pg_dump made."));
    }
    if (entry.getCrc() != crc.getValue()) {
      throw Failures.io(
          messages.corrupt("its zip checksum (CRC) does not match what was unpacked"));
    }
    if (entry.getSize() != length) {
      throw Failures.io(
          messages.corrupt("its zip directory gives a different length than was unpacked"));
    }
    boolean more = archive.more();
    if (!archive.tail.endsWithDirectory()) {
      throw Failures.io(
          more
              ? messages.corrupt("bytes that are not zip follow after its zip data")
              : messages.truncated("in the middle of its zip directory"));
    }
  }

  private ZipArchiveEntry nextFile() throws IOException {
    ZipArchiveEntry next;
    do {
      next = archive.getNextEntry();
    } while (next != null && (next.isDirectory() || SidecarFiles.test(next.getName())));
    return next;
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }

  /** Tells how its input ended. */
  private static final class Archive extends ZipArchiveInputStream {
    private final Tail tail;

    Archive(InputStream stored) {
      this(new Tail(stored));
    }

    private Archive(Tail tail) {
      super(tail);
      this.tail = tail;
    }

    /** Reads what it left unread; whether that was anything. */
    boolean more() throws IOException {
      byte[] scratch = new byte[Tail.LENGTH];
      boolean any = false;
      while (in.read(scratch) >= 0) {
        any = true;
      }
      return any;
    }
  }

  /** Keeps the last bytes: an archive ends with a record of fixed length and a comment. */
  private static final class Tail extends FilterInputStream {
    private static final int RECORD = 22;
    static final int LENGTH = RECORD + 0xffff;

    private final byte[] kept = new byte[2 * LENGTH];
    private int end;

    Tail(InputStream stored) {
      super(stored);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int off, int len) throws IOException {
      int n = in.read(target, off, len);
      int take = Math.min(n, LENGTH);
      if (take > 0) {
        if (end + take > kept.length) {
          int keep = LENGTH - take;
          System.arraycopy(kept, end - keep, kept, 0, keep);
          end = keep;
        }
        System.arraycopy(target, off + n - take, kept, end, take);
        end += take;
      }
      return n;
    }

    boolean endsWithDirectory() {
      for (int at = end - RECORD; at >= Math.max(0, end - LENGTH); at--) {
        boolean record =
            kept[at] == 'P' && kept[at + 1] == 'K' && kept[at + 2] == 5 && kept[at + 3] == 6;
        int comment = (kept[at + 20] & 0xff) | (kept[at + 21] & 0xff) << 8;
        if (record && at + RECORD + comment == end) {
          return true;
        }
      }
      return false;
    }
  }
}
