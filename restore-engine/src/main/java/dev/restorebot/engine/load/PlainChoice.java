package dev.restorebot.engine.load;

/** The way in which plain SQL is loaded. */
public enum PlainChoice {
  /** In parallel where that is faster or psql is missing, else with psql. */
  AUTO,
  /** With psql, where the sandbox has it. */
  PSQL,
  /** In parallel, where pg_dump wrote the file. */
  PARALLEL
}
