package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.Texts;
import java.util.OptionalLong;

/**
 * Finds the dump whose beginning was read as rows: the dump before it was cut off within a COPY.
 * Rows that only look like a header are none: that dump's own COPY must follow, which ends the
 * rows, and its last line must not be among them.
 */
final class DumpInRows {
  private static final int KEPT = 1 << 12;
  private static final String PROGRAM = "-- Dumped by pg_dump version ";

  private enum Phase {
    NONE,
    HEADER,
    PROGRAM,
    COPY
  }

  private final byte[] kept = new byte[KEPT];
  private Phase phase = Phase.NONE;
  private long headerRow;
  private int length;
  private boolean wanted;

  /** A row starts with that byte. */
  void start(byte first) {
    wanted = first == '-' || (first == 'C' && phase == Phase.PROGRAM);
    length = 0;
  }

  /** The next bytes of the row. */
  void add(byte[] buffer, int from, int to) {
    if (wanted) {
      int taken = Math.min(to - from, KEPT - length);
      System.arraycopy(buffer, from, kept, length, taken);
      length += taken;
    }
  }

  /** The row ended; that many rows were before it. */
  void end(long row) {
    boolean negativeNumber = length > 1 && kept[0] == '-' && kept[1] != '-';
    if (!wanted || negativeNumber) {
      return;
    }
    String line = Texts.decode(kept, 0, length).stripTrailing();
    if (line.equals(DumpBoundaries.COMPLETE)) {
      phase = Phase.NONE;
    } else if (line.equals(DumpBoundaries.HEADER) && phase == Phase.NONE) {
      phase = Phase.HEADER;
      headerRow = row;
    } else if (line.startsWith(PROGRAM) && phase == Phase.HEADER) {
      phase = Phase.PROGRAM;
    } else if (phase == Phase.PROGRAM && isCopy(line)) {
      phase = Phase.COPY;
    }
  }

  /** Returns the number of rows before its header, once the rows have ended. */
  OptionalLong found() {
    return phase == Phase.COPY ? OptionalLong.of(headerRow) : OptionalLong.empty();
  }

  private boolean isCopy(String line) {
    return line.startsWith("COPY ") && (length == KEPT || line.endsWith(" FROM stdin;"));
  }
}
