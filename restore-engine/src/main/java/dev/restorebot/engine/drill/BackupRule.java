package dev.restorebot.engine.drill;

/** Which backup a drill takes, of those that belong to its database. */
public enum BackupRule {
  /** The one that was taken last. */
  NEWEST,
  /** The newest that no test restore has passed yet; the newest when all have. */
  NEWEST_UNVERIFIED,
  /** Any of those that are there. */
  RANDOM
}
