package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import java.io.IOException;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Goes from file to file in a tar. Unlike commons-compress' own stream it insists on the two blocks
 * of zeros at the end: a tar that was cut off between two files lacks them.
 */
public final class TarMembers {
  static final int BLOCK = 512;

  private final PeekInput in;
  private final ArchiveMessages messages;

  public TarMembers(PeekInput in, ArchiveMessages messages) {
    this.in = in;
    this.messages = messages;
  }

  /** The next file; the one before must be finished. Nothing at the end of the tar. */
  public Optional<TarMember> next() throws IOException {
    Optional<byte[]> block = header();
    if (block.isEmpty()) {
      return Optional.empty();
    }
    try {
      TarArchiveEntry entry = new TarArchiveEntry(block.get());
      if (!entry.isFile() || entry.getSize() < 0) {
        throw Failures.io(messages.corrupt("there is something other than a plain file in it"));
      }
      return Optional.of(
          new TarMember(in, ArchiveMessages.clean(entry.getName()), entry.getSize(), messages));
    } catch (IllegalArgumentException e) {
      throw Failures.io(messages.corrupt("the header of a file in it is not valid"));
    }
  }

  /** The next header, whose checksum is right. Nothing at the end of the tar. */
  public Optional<byte[]> header() throws IOException {
    byte[] block = block();
    if (isZero(block)) {
      if (!isZero(block())) {
        throw Failures.io(messages.corrupt("the end mark of the tar is not valid"));
      }
      onlyZeros();
      return Optional.empty();
    }
    if (!hasValidChecksum(block)) {
      throw Failures.io(messages.corrupt("the header of a file in it has a wrong checksum"));
    }
    return Optional.of(block);
  }

  /** Returns whether a block is the header of a file. */
  static boolean hasValidChecksum(byte[] block) {
    try {
      return TarUtils.verifyCheckSum(block);
    } catch (IllegalArgumentException e) {
      return false; // the checksum is not even a number
    }
  }

  private byte[] block() throws IOException {
    byte[] block = in.readNBytes(BLOCK);
    if (block.length < BLOCK) {
      throw Failures.io(messages.truncated("before the end mark of the tar"));
    }
    return block;
  }

  private void onlyZeros() throws IOException {
    int b;
    while ((b = in.read()) >= 0) {
      if (b != 0) {
        throw Failures.io(messages.corrupt("there are bytes after its end"));
      }
    }
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
