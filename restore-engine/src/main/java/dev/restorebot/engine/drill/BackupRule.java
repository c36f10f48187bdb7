package dev.restorebot.engine.drill;

/** The rule by which a drill chooses one of its database's backups. */
public enum BackupRule {
  /** The one that was taken last. */
  NEWEST,
  /** The newest that no test restore has passed yet; the newest when all have. */
  NEWEST_UNVERIFIED,
  /** Any of those that are there. */
  RANDOM
}
