package dev.restorebot.engine.archive.unwrap;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import java.io.FilterInputStream;
import java.io.IOException;

/** Takes zstd off (RFC 8878), several frames allowed; says in words what zstd-jni says in codes. */
final class ZstdInput extends FilterInputStream {
  private static final String TRUNCATED = "Truncated source";

  private final ArchiveMessages messages;

  ZstdInput(PeekInput in, ArchiveMessages messages) throws IOException {
    super(new ZstdInputStreamNoFinalizer(in));
    this.messages = messages;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    try {
      return in.read(target, off, len);
    } catch (ZstdIOException e) {
      throw translate(e);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    try {
      return in.skip(count);
    } catch (ZstdIOException e) {
      throw translate(e);
    }
  }

  private IOException translate(ZstdIOException e) {
    if (TRUNCATED.equals(e.getMessage())) {
      return Failures.io(messages.truncated("in the middle of its zstd data"));
    }
    if (e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
      return Failures.io(
          messages.compressionUnsupported(
              "zstd --long or --ultra was used, which needs a window" + " larger than 128 MB"));
    }
    return Failures.io(messages.corrupt("its zstd data cannot be unpacked"));
  }
}
