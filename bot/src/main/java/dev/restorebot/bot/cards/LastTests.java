package dev.restorebot.bot.cards;

import dev.restorebot.engine.advice.NewestTests;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.job.Tested;
import dev.restorebot.engine.testrestore.TestRestores;
import dev.restorebot.engine.verify.Outcome;
import java.time.Instant;

/** Describes the newest test of each backup in words. */
public record LastTests(NewestTests tests) {
  public static LastTests of(TestRestores engine) {
    return new LastTests(new NewestTests(engine.tested()));
  }

  /** {@code passed 2 h ago}, or {@code never}. */
  public String shown(Backup backup, Instant now) {
    return tests
        .of(backup)
        .map(test -> word(test) + " " + Humane.age(test.at(), now))
        .orElse("never");
  }

  /** Returns whether its newest test failed. */
  public boolean failed(Backup backup) {
    return tests.of(backup).filter(test -> test.outcome() == Outcome.FAILED).isPresent();
  }

  private static String word(Tested test) {
    return switch (test.outcome()) {
      case PASSED -> "passed";
      case FAILED -> "FAILED";
      case COULD_NOT_VERIFY -> "could not verify";
    };
  }
}
