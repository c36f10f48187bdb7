package dev.restorebot.benchmark;

/** A way with a backup: one line of the tables. */
record Entry(Backup backup, String way, Way runs) {
  String name() {
    return name(backup.name(), way);
  }

  static String name(String backup, String way) {
    return backup + ", " + way;
  }
}
