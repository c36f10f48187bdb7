package dev.restorebot.engine.load;

import java.util.Arrays;

/** Maps a line of one session's part of a COPY to the line of the whole. Lines count from 1. */
final class RowLines {
  private long[] ofPart = new long[8];
  private long[] ofCopy = new long[8];
  private int size;
  private long next = 1;

  /** Adds the lines of a block, the first of which is that line of the whole. */
  void add(long first, long count) {
    if (size == ofPart.length) {
      ofPart = Arrays.copyOf(ofPart, size * 2);
      ofCopy = Arrays.copyOf(ofCopy, size * 2);
    }
    ofPart[size] = next;
    ofCopy[size] = first;
    size++;
    next += count;
  }

  /** Returns the line of the whole. */
  long ofCopy(long line) {
    int found = Arrays.binarySearch(ofPart, 0, size, line);
    int at = found;
    if (found < 0) {
      at = -found - 2;
    } else {
      while (at + 1 < size && ofPart[at + 1] == line) {
        at++; // blocks without a line end have no line of their own
      }
    }
    return at < 0 ? line : ofCopy[at] + line - ofPart[at];
  }
}
