package dev.restorebot.engine.archive.plain;

/**
 * Hears of what matters to someone who passes a plain dump on. Positions count the bytes of the
 * dump from 0, lines count from 1. Called by the thread that reads.
 */
public interface DumpListener {
  /**
   * A COPY whose data follow.
   *
   * @param position where its data start
   * @param line the line of its first row
   * @param statement its bytes, up to its semicolon; empty when they were too many to keep
   */
  void copyStarts(long position, long line, byte[] statement);

  /** The data of a COPY, their end mark included, ended before that position and line. */
  void copyEnds(long position, long line);

  /**
   * A statement ended before that position, in that line.
   *
   * @param copies whether it is a COPY whose data follow; {@link #copyStarts} is called for it too
   */
  void statementEnds(long position, long line, boolean copies);

  /** From that position on, the session acts as another role. */
  void changesRole(long position, String statement);

  /** The part of the file that was asked for goes on at that position, with that line. */
  void sectionStarts(long position, long line);

  /** The part of the file that was asked for stops before that position and line. */
  void sectionEnds(long position, long line);

  /**
   * A command of psql.
   *
   * @param start the position of its backslash
   * @param end the position behind its line
   * @param line the line that it is in
   * @param command its text, which starts with its backslash
   */
  void command(long start, long end, long line, String command);
}
