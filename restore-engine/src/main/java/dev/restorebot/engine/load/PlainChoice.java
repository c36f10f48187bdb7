package dev.restorebot.engine.load;

/** The way in which plain SQL is loaded. */
public enum PlainChoice {
  /**
   * As measured: a large dump with several sessions of ours, any other with psql, or with one
   * session of ours where psql is missing. A disaster restore uses psql.
   */
  AUTO,
  /** With psql, where the sandbox has it. */
  PSQL,
  /** With several sessions of ours, where pg_dump wrote the file. */
  PARALLEL
}
