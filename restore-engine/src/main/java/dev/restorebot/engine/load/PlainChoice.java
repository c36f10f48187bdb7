package dev.restorebot.engine.load;

/** The way in which plain SQL is loaded. */
public enum PlainChoice {
  /** By what was measured: with psql where the sandbox has it, else with one session of ours. */
  AUTO,
  /** With psql, where the sandbox has it. */
  PSQL,
  /** With several sessions of ours, where pg_dump wrote the file. */
  PARALLEL
}
