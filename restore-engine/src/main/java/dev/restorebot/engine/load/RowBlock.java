package dev.restorebot.engine.load;

/**
 * Rows of a COPY in one piece.
 *
 * @param copy the COPY
 * @param bytes whole lines, but for a line that is longer than a block
 * @param length the number of bytes
 * @param first its first line, counted in the COPY from 1
 * @param lines how many lines end in it
 * @param isWhole whether it is all of the COPY
 * @param follows whether the session that took the block before has to take it
 */
record RowBlock(
    RowCopy copy,
    byte[] bytes,
    int length,
    long first,
    long lines,
    boolean isWhole,
    boolean follows) {}
