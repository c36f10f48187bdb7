package dev.restorebot.engine.load;

/** Rows of a COPY in one piece. */
final class RowBlock {
  private final RowCopy copy;
  private final byte[] bytes;
  private final int length;
  private final long first;
  private final long lines;
  private final boolean whole;
  private final boolean follows;

  /**
   * Makes a block.
   *
   * @param bytes whole lines, but for a line that is longer than a block
   * @param length the number of bytes
   * @param first its first line, counted in the COPY from 1
   * @param lines how many lines end in it
   * @param whole whether it is all of the COPY
   * @param follows whether the session that took the block before has to take it
   */
  RowBlock(
      RowCopy copy,
      byte[] bytes,
      int length,
      long first,
      long lines,
      boolean whole,
      boolean follows) {
    this.copy = copy;
    this.bytes = bytes;
    this.length = length;
    this.first = first;
    this.lines = lines;
    this.whole = whole;
    this.follows = follows;
  }

  RowCopy copy() {
    return copy;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  long first() {
    return first;
  }

  long lines() {
    return lines;
  }

  boolean isWhole() {
    return whole;
  }

  boolean follows() {
    return follows;
  }
}
