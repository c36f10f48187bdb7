package dev.restorebot.engine.drill;

import java.util.Locale;

/** The kinds of drills, by what they run. */
public enum DrillKind {
  /** A test restore of a backup. */
  TEST("test restore"),
  /** A rehearsal: the application itself on a restored backup. */
  REHEARSAL("rehearsal");

  private final String noun;

  DrillKind(String noun) {
    this.noun = noun;
  }

  /** Returns what a drill of this kind runs, in words. */
  public String noun() {
    return noun;
  }

  /** Returns what a drill of this kind is about. */
  String subject(String database) {
    return this == TEST ? database : database + " (" + word() + ")";
  }

  /** Returns its word in settings and commands. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
