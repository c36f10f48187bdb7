package dev.restorebot.engine.load;

/** The way in which plain SQL is loaded. */
public enum PlainChoice {
  /**
   * With psql, or with one session of ours where psql is missing. A test restore loads a large dump
   * with several, as measured.
   */
  AUTO,
  /** With psql, where the sandbox has it. */
  PSQL,
  /** With several sessions of ours, where pg_dump wrote the file. */
  PARALLEL
}
