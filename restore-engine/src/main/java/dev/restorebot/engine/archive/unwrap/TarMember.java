package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BlockInput;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import java.io.IOException;

/** The content of one file in a tar. */
public final class TarMember extends BlockInput {
  private final PeekInput in;
  private final String name;
  private final long size;
  private final ArchiveMessages messages;
  private long left;

  public TarMember(PeekInput in, String name, long size, ArchiveMessages messages) {
    this.in = in;
    this.name = ArchiveMessages.clean(name);
    this.size = size;
    this.left = size;
    this.messages = messages;
  }

  public String name() {
    return name;
  }

  public long size() {
    return size;
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int n = in.read(target, off, (int) Math.min(len, left));
    if (n < 0) {
      throw cut();
    }
    left -= n;
    return n;
  }

  /** Skips what is left of it, and the padding to a full block. */
  public void finish() throws IOException {
    long padding = -size & (TarMembers.BLOCK - 1);
    if (in.skip(left) < left || in.skip(padding) < padding) {
      throw cut();
    }
    left = 0;
  }

  private IOException cut() {
    return Failures.io(messages.truncated("in the middle of " + name + ", a file in it"));
  }
}
