package dev.restorebot.engine.verify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The thoroughness of a verification; each level includes the ones before it. */
public enum Level {
  /** Checks what the backup itself says, and that it is recent. */
  QUICK,
  /** Besides, what the last run found, the catalog's health and the configured queries. */
  STANDARD,
  /** Besides, every foreign key, every B-tree and every row once more. */
  DEEP;

  /** The level of that name, in any case. */
  public static Optional<Level> of(String name) {
    return Arrays.stream(values()).filter(level -> level.name().equalsIgnoreCase(name)).findFirst();
  }

  /** Its name in lower case, as settings, commands and reports have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether a run at this level includes what begins at that one. */
  boolean includes(Level from) {
    return compareTo(from) >= 0;
  }
}
