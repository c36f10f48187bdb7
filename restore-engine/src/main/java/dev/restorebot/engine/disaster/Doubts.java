package dev.restorebot.engine.disaster;

import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.Quoted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds what speaks against restoring a backup: its newest test failed, or it is of another
 * database. Such a request is refused, unless its reason begins with "in spite of".
 */
public final class Doubts {
  /** The beginning of a reason that overrides the doubts. */
  public static final String IN_SPITE_OF = "in spite of";

  private Doubts() {}

  /** Returns what speaks against it, in sentences; empty for nothing. */
  static List<String> of(BackupFacts backup, String database, Instant now) {
    List<String> doubts = new ArrayList<>();
    backup
        .failed()
        .ifPresent(
            test ->
                doubts.add(
                    "Its last test restore, "
                        + Durations.minutes(Duration.between(test.at(), now))
                        + " ago, FAILED: "
                        + Quoted.inLine(test.words())));
    other(backup, database)
        .ifPresent(
            name ->
                doubts.add(
                    "It is a backup of the database "
                        + Quoted.inLine(name)
                        + ", not of "
                        + database
                        + "."));
    return List.copyOf(doubts);
  }

  /**
   * Refuses a request with doubts that its reason does not override. For a backup of another
   * database, the reason names that one.
   *
   * @throws ProblemException with the doubts and how to override them
   */
  static void require(BackupFacts backup, String database, Instant now, String reason)
      throws ProblemException {
    List<String> doubts = of(backup, database, now);
    if (doubts.isEmpty() || overridden(other(backup, database), reason)) {
      return;
    }
    throw Preflight.problem(
        "The backup "
            + backup.name()
            + " should not replace production's database. "
            + String.join(" ", doubts),
        "Choose another backup. To request it all the same, begin the reason with `"
            + IN_SPITE_OF
            + "`"
            + other(backup, database)
                .map(name -> " and name the database " + Quoted.inLine(name) + " in it")
                .orElse("")
            + ", and say why.");
  }

  private static boolean overridden(Optional<String> other, String reason) {
    String said = reason.strip().toLowerCase(Locale.ROOT);
    return said.matches("(?s)" + IN_SPITE_OF + "\\s+\\S.*")
        && other.map(name -> said.contains(name.toLowerCase(Locale.ROOT))).orElse(true);
  }

  private static Optional<String> other(BackupFacts backup, String database) {
    return backup.database().filter(name -> !BackupsOfDatabase.same(name, database));
  }
}
