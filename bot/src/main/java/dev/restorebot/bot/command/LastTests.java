package dev.restorebot.bot.command;

import dev.restorebot.bot.thread.Humane;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.advice.Tests;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.job.Tested;
import java.time.Instant;

/** What the newest test of each backup said, in words. */
record LastTests(Tests tests) {
  static LastTests of(RestoreEngine engine) {
    return new LastTests(new Tests(engine.tested()));
  }

  /** {@code passed 2 h ago}, or {@code never}. */
  String shown(Backup backup, Instant now) {
    return tests
        .of(backup)
        .map(test -> word(test) + " " + Humane.age(test.at(), now))
        .orElse("never");
  }

  private static String word(Tested test) {
    return switch (test.outcome()) {
      case PASSED -> "passed";
      case FAILED -> "FAILED";
      case COULD_NOT_VERIFY -> "could not verify";
    };
  }
}
