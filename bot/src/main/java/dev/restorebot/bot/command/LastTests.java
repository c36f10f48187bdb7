package dev.restorebot.bot.command;

import dev.restorebot.bot.thread.Humane;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.job.Tested;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the newest test of each backup said. */
record LastTests(Map<String, Tested> byFile) {
  static LastTests of(RestoreEngine engine) {
    return new LastTests(
        engine.tested().stream().collect(Collectors.toMap(Tested::file, Function.identity())));
  }

  /** {@code passed 2 h ago}, or {@code never}. */
  String shown(Backup backup, Instant now) {
    return Optional.ofNullable(byFile.get(backup.file().toString()))
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
