package dev.restorebot.engine.archive.pgdump;

import java.util.OptionalLong;

/**
 * Looks at the data of one table as pg_dump lays it down uncompressed (dumpTableData_copy in
 * PostgreSQL's pg_dump.c): rows of one line each, then {@code \.} and two empty lines.
 */
final class CopyDataScanner {
  private static final byte[] TERMINATOR = {'\n', '\\', '.', '\n', '\n', '\n'};

  private final byte[] last = new byte[TERMINATOR.length];
  private long lines;
  private long bytes;

  void accept(byte[] buffer, int off, int len) {
    int end = off + len;
    long found = 0;
    for (int i = off; i < end; i++) {
      if (buffer[i] == '\n') {
        found++;
      }
    }
    lines += found;
    bytes += len;
    int keep = Math.min(len, last.length);
    System.arraycopy(last, keep, last, 0, last.length - keep);
    System.arraycopy(buffer, end - keep, last, last.length - keep, keep);
  }

  long bytes() {
    return bytes;
  }

  /** Returns whether the data ends as COPY data does. */
  boolean isComplete() {
    int skip = bytes == TERMINATOR.length - 1 ? 1 : 0;
    if (bytes < TERMINATOR.length - 1) {
      return false;
    }
    for (int i = skip; i < TERMINATOR.length; i++) {
      if (last[i] != TERMINATOR[i]) {
        return false;
      }
    }
    return true;
  }

  /** Rows, when the data is complete. */
  OptionalLong rows() {
    return isComplete() ? OptionalLong.of(lines - 3) : OptionalLong.empty();
  }
}
