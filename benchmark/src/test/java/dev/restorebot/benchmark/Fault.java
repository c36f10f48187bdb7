package dev.restorebot.benchmark;

/** What goes wrong in a round. */
enum Fault {
  NONE,
  /** The file ends too early. */
  CUT_OFF,
  /** Somebody cancels the test while it restores. */
  CANCELLED;

  /** Each in its turn. */
  static Fault ofRound(int round) {
    return values()[round % values().length];
  }
}
