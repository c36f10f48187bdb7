package dev.restorebot.engine.load;

import java.io.IOException;
import java.util.Optional;

/**
 * Cuts the rows of a COPY into blocks at line ends. A COPY of several blocks whose lines cannot be
 * told is loaded by one session alone.
 */
final class RowBlocks implements PlainTarget.Rows {
  /** Starts a COPY over one session, when everything before it is loaded. */
  interface Alone {
    PlainTarget.Rows copy(String statement) throws IOException;
  }

  private final RowQueue queue;
  private final RowCopy copy;
  private final Alone alone;
  private byte[] block;
  private int length;
  private long line = 1;
  private boolean split;
  private boolean follows;
  private Optional<PlainTarget.Rows> single = Optional.empty();

  RowBlocks(RowQueue queue, RowCopy copy, int size, Alone alone) {
    this.queue = queue;
    this.copy = copy;
    this.alone = alone;
    this.block = queue.array(size);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int from = offset;
    while (single.isEmpty() && from < offset + count) {
      if (length == block.length) {
        full();
        continue;
      }
      int taken = Math.min(block.length - length, offset + count - from);
      System.arraycopy(bytes, from, block, length, taken);
      length += taken;
      from += taken;
    }
    if (single.isPresent()) {
      single.get().write(bytes, from, offset + count - from);
    }
  }

  private void full() throws IOException {
    if (!split) {
      split = !hasReturn(block, length) && lineEnd() > 0;
    }
    if (split) {
      int end = lineEnd();
      pass(end == 0 ? length : end, false);
    } else {
      single = Optional.of(alone.copy(copy.statement));
      single.get().write(block, 0, length);
    }
  }

  /** Passes the first bytes on, and keeps the others. */
  private void pass(int count, boolean isWhole) {
    byte[] full = block;
    block = queue.array(full.length);
    System.arraycopy(full, count, block, 0, length - count);
    long lines = 0;
    for (int i = 0; i < count; i++) {
      lines += full[i] == '\n' ? 1 : 0;
    }
    // A carriage return in the first line of a session's COPY would be a line end to the server.
    boolean bound = follows || (split && hasReturn(full, count));
    queue.put(new RowBlock(copy, full, count, line, lines, isWhole, bound));
    follows = count > 0 && full[count - 1] != '\n';
    line += lines;
    length -= count;
  }

  private int lineEnd() {
    int end = length;
    while (end > 0 && block[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static boolean hasReturn(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\r') {
        return true;
      }
    }
    return false;
  }

  @Override
  public void end(long dumpLine) throws IOException {
    if (single.isPresent()) {
      single.get().end(dumpLine);
      return;
    }
    if (!split || length > 0) {
      pass(length, !split);
    }
    queue.giveBack(block);
    queue.read(copy, dumpLine);
  }
}
