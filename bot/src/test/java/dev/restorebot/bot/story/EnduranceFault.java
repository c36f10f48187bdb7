package dev.restorebot.bot.story;

/** What goes wrong in a round of {@link EnduranceBenchmark}. */
enum EnduranceFault {
  NONE,
  /** The file ends too early. */
  CUT_OFF,
  /** Somebody cancels the test while it restores. */
  CANCELLED,
  /** The chat answers nothing while the test runs. */
  CHAT_AWAY,
  /** The disk of the state folder is full when a test is asked for. */
  DISK_FULL,
  /** Docker is ended and started while the test restores. */
  ENGINE_RESTARTED,
  /** The bot is killed while the test restores, and started again. */
  KILLED;

  private static final EnduranceFault[] USUAL = {CUT_OFF, CANCELLED, CHAT_AWAY, DISK_FULL};
  private static final int RESTARTED_EVERY = 50;
  private static final int KILLED_EVERY = 250;

  /** A fault in every second round; the bot lives for 250 rounds, so that a leak can be seen. */
  static EnduranceFault ofRound(int round, boolean ownEngine) {
    if (round % KILLED_EVERY == 0) {
      return KILLED;
    }
    if (ownEngine && round % RESTARTED_EVERY == 0) {
      return ENGINE_RESTARTED;
    }
    return round % 2 == 1 ? NONE : USUAL[round / 2 % USUAL.length];
  }
}
