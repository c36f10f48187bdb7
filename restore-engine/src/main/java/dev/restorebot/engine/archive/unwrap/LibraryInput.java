package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BlockInput;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZInputStream;

/**
 * Takes off what a library unpacks, and is stricter than it: nothing may follow, and whatever the
 * library throws says whether the data is cut off, damaged or only unsupported. A failure to read
 * what is stored stays what it is.
 */
final class LibraryInput extends BlockInput {
  /** The most memory that xz's dictionary may take; {@code xz -9} needs 65 MiB. */
  private static final int XZ_KIBIBYTES = 256 << 10;

  private final String format;
  private final Stored stored;
  private final PeekInput source;
  private final ArchiveMessages messages;
  private final InputStream in;
  private boolean ended;

  /** Opens a library's stream. */
  @FunctionalInterface
  private interface Opener {
    InputStream open(InputStream stored) throws IOException;
  }

  private LibraryInput(String format, PeekInput source, ArchiveMessages messages, Opener opener)
      throws IOException {
    this.format = format;
    this.source = source;
    this.stored = new Stored(source);
    this.messages = messages;
    try {
      this.in = opener.open(stored);
    } catch (IOException | RuntimeException e) {
      throw translate(e);
    }
  }

  /** The .xz file format 1.1.0, several streams and padding allowed. */
  static InputStream xz(PeekInput stored, ArchiveMessages messages) throws IOException {
    return new LibraryInput("xz", stored, messages, in -> new XZInputStream(in, XZ_KIBIBYTES));
  }

  /** bzip2, several streams allowed, as pbzip2 writes them. */
  static InputStream bzip2(PeekInput stored, ArchiveMessages messages) throws IOException {
    return new LibraryInput(
        "bzip2", stored, messages, in -> new BZip2CompressorInputStream(in, true));
  }

  /** The LZ4 frame format 1.6, several frames allowed; or its legacy frame. */
  static InputStream lz4(PeekInput stored, ArchiveMessages messages) throws IOException {
    boolean legacy = LegacyLz4Input.isLegacy(stored.peek(LegacyLz4Input.MAGIC.length()));
    return new LibraryInput(
        "lz4",
        stored,
        messages,
        in -> legacy ? new LegacyLz4Input(in) : new FramedLZ4CompressorInputStream(in, true));
  }

  /** The only file of a zip. */
  static InputStream zip(PeekInput stored, ArchiveMessages messages) throws IOException {
    return new LibraryInput("zip", stored, messages, in -> new ZipMember(in, messages));
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    if (ended) {
      return -1;
    }
    int n;
    try {
      n = in.read(target, off, len);
    } catch (IOException | RuntimeException e) {
      throw translate(e);
    }
    if (n < 0) {
      ended = true;
      if (source.fill()) {
        throw Failures.io(
            messages.corrupt(
                "bytes that are not " + format + " follow after its " + format + " data"));
      }
    }
    return n;
  }

  private IOException translate(Exception e) {
    if (e instanceof CancellationException cancelled) {
      throw cancelled;
    }
    if (stored.failure.isPresent()) {
      return stored.failure.get();
    }
    if (Failures.find(e).isPresent() && e instanceof IOException told) {
      return told;
    }
    if (e instanceof MemoryLimitException) {
      return Failures.io(
          messages.compressionUnsupported(
              "its xz dictionary needs more memory than the "
                  + (XZ_KIBIBYTES >> 10)
                  + " MiB that are allowed"));
    }
    if (e instanceof UnsupportedOptionsException) {
      return Failures.io(
          messages.compressionUnsupported("it was written with options of xz that are not known"));
    }
    return Failures.io(
        endsEarly(e)
            ? messages.truncated("in the middle of its " + format + " data")
            : messages.corrupt("its " + format + " data cannot be unpacked"));
  }

  private static boolean endsEarly(Exception e) {
    String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return e instanceof EOFException
        || said.contains("end of stream")
        || said.contains("end of file")
        || said.contains("premature")
        || said.contains("truncated");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Reads the stored bytes and remembers why they could not be read. */
  private static final class Stored extends FilterInputStream {
    private Optional<IOException> failure = Optional.empty();

    Stored(PeekInput in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        failure = Optional.of(e);
        throw e;
      }
    }

    @Override
    public int read(byte[] target, int off, int len) throws IOException {
      try {
        return in.read(target, off, len);
      } catch (IOException e) {
        failure = Optional.of(e);
        throw e;
      }
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
