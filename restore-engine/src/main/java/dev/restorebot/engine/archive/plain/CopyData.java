package dev.restorebot.engine.archive.plain;

import java.util.OptionalLong;

/** The rows after {@code COPY … FROM stdin;}, up to the line {@code \.}. */
final class CopyData {
  /** The longest line that may be the end: backslash, dot, carriage return. */
  private static final int LONGEST_END = 3;

  /** The line so far, as long as it may still be the end. */
  private final byte[] start = new byte[LONGEST_END];

  private int startLength;
  private final DumpInRows dump = new DumpInRows();
  private boolean row;
  private long rows;
  private long bytes;
  private boolean ended;
  private boolean zeroByte;

  /** Takes bytes up to the end of the data, and returns the index after what it took. */
  int accept(byte[] buffer, int from, int end) {
    int i = from;
    while (i < end) {
      if (startLength == 0 && !row) {
        row = buffer[i] != '\\';
        dump.start(buffer[i]);
      }
      if (row) {
        i = row(buffer, i, end);
        continue;
      }
      byte b = buffer[i++];
      if (b == '\n') {
        if (isEnd()) {
          ended = true;
          return i;
        }
        endRow(startLength + 1L);
      } else if (startLength == LONGEST_END) {
        row = true;
        bytes += startLength + 1L;
      } else {
        start[startLength++] = b;
        zeroByte |= b == 0;
      }
    }
    return i;
  }

  /** The stream ended. Whether the data is complete: its last line needs no line end. */
  boolean finish() {
    ended |= !row && isEnd();
    return ended;
  }

  boolean hasEnded() {
    return ended;
  }

  boolean hasZeroByte() {
    return zeroByte;
  }

  long rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  /** Returns the row, from 0, that is the header of another dump, whose COPY ended these rows. */
  OptionalLong headerRow() {
    return dump.found();
  }

  private int row(byte[] buffer, int from, int end) {
    int i = from;
    while (i < end) {
      byte b = buffer[i];
      if (b <= '\n' && b >= 0) {
        if (b == '\n') {
          dump.add(buffer, from, i);
          dump.end(rows);
          endRow(i + 1L - from);
          return i + 1;
        }
        zeroByte |= b == 0;
      }
      i++;
    }
    dump.add(buffer, from, i);
    bytes += i - from;
    return i;
  }

  private void endRow(long length) {
    bytes += length;
    rows++;
    row = false;
    startLength = 0;
  }

  private boolean isEnd() {
    return startLength >= 2
        && start[0] == '\\'
        && start[1] == '.'
        && (startLength == 2 || start[2] == '\r');
  }
}
