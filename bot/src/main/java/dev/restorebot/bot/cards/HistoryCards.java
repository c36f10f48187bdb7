package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.Sizes;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.TableRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the messages about the last drills and tests. */
public final class HistoryCards {
  public static final int LINES = 12;
  public static final int LOOKED_BACK = 200;

  private final Optional<String> database;
  private final List<Drill> drills;
  private final List<Tested> tests;

  /**
   * For one database, or for all.
   *
   * @param jobs newest first
   */
  public HistoryCards(Optional<String> database, List<Drill> drills, Stream<Job> jobs) {
    this.database = database;
    this.drills = List.copyOf(drills);
    this.tests =
        tested(jobs).stream()
            .filter(test -> database.isEmpty() || test.database().equals(database))
            .toList();
  }

  /** The test restores that have a report, in the same order. */
  static List<Tested> tested(Stream<Job> jobs) {
    return jobs.flatMap(job -> Tested.of(job).stream()).toList();
  }

  /**
   * A test restore with what lists show of its report, which can have megabytes.
   *
   * @param job the test, without its report
   * @param createdAt when the backup was made
   */
  record Tested(
      Job job,
      Outcome outcome,
      Optional<String> database,
      Optional<Instant> createdAt,
      long millis,
      long bytes,
      long rows) {
    /** Empty for a test that has no report. */
    static Optional<Tested> of(Job job) {
      return job.report().map(ReportJson::read).map(report -> of(job.withoutReport(), report));
    }

    private static Tested of(Job job, Report report) {
      return new Tested(
          job,
          report.outcome(),
          report.backup().database(),
          report.backup().createdAt(),
          report.timings().getOrDefault("total", 0L),
          report.backup().sizeBytes().orElse(0L),
          TableRows.total(report.tables()));
    }
  }

  /** The drills and the tests. */
  public Card card() {
    Card.Builder card =
        Card.of(Tone.INFO, "Drills and tests" + database.map(name -> " of " + name).orElse(""));
    if (drills.isEmpty()) {
      card.line("No drill has been due yet. To schedule drills, set `drills` in the settings.");
    } else {
      card.line("The last drills:");
      drills.forEach(drill -> card.line(String.join(" · ", filled(DrillCards.row(drill)))));
    }
    if (tests.isEmpty()) {
      return card.line("No test restore has been verified yet.").build();
    }
    return card.table(
            new TableView(
                "The last tests",
                List.of("When", "Backup", "Result", "Took", "Size", "Rows"),
                tests.stream().limit(LINES).map(HistoryCards::row).toList()))
        .build();
  }

  /** Time, size and rows over time; empty when there are fewer than two tests. */
  public Optional<Card> picture() {
    return HistoryChart.of(tests)
        .map(picture -> Card.of(Tone.INFO, "Restore time, size and rows").picture(picture).build());
  }

  private static List<String> filled(List<String> cells) {
    List<String> filled = new ArrayList<>(cells);
    filled.removeIf(String::isBlank);
    return filled;
  }

  private static List<String> row(Tested test) {
    return List.of(
        Humane.time(test.job().createdAt()),
        test.job().title(),
        test.outcome().name().replace('_', ' '),
        Durations.text(java.time.Duration.ofMillis(test.millis())),
        Sizes.text(test.bytes()),
        Humane.count(test.rows()));
  }
}
