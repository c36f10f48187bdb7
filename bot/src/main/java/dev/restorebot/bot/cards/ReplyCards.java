package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.SampleTable;
import dev.restorebot.engine.verify.TableRows;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Builds the replies in a job's thread. Pure. */
public final class ReplyCards {
  private static final int MOST_TABLES = 500;

  private ReplyCards() {}

  /** The whole backup was read. */
  public static Card read(BackupArchive archive, Instant now) {
    return backup(
        Card.of(
                Tone.INFO,
                "The whole backup can be read"
                    + (archive.encrypted() ? ", and the key is right" : ""))
            .stage("Read"),
        archive,
        now);
  }

  /** The facts of a backup. */
  public static Card backup(Card.Builder card, BackupArchive archive, Instant now) {
    return BackupFields.add(card, archive, now).build();
  }

  /** The sandbox was started. */
  public static Card sandbox(SandboxInfo sandbox) {
    Card.Builder card =
        Card.of(Tone.INFO, "Sandbox started")
            .stage("Sandbox")
            .field("Runtime", sandbox.runtime())
            .field("PostgreSQL", sandbox.serverVersion())
            .field(sandbox.runtime().equals("docker") ? "Image" : "Programs", sandbox.image())
            .field(
                sandbox.runtime().equals("docker") ? "Container" : "Folder", sandbox.container());
    if (sandbox.runtime().equals("docker")) {
      card.field("Volume", sandbox.volume());
    }
    sandbox.notes().forEach(card::line);
    return card.build();
  }

  /** The backup was restored into the sandbox. */
  public static Card restored(LoadResult result) {
    boolean clean = result.errorCount() == 0;
    Card.Builder card =
        Card.of(
                clean ? Tone.INFO : Tone.WARN,
                clean
                    ? "Restored with no significant errors"
                    : "Restored with "
                        + Humane.count(result.errorCount())
                        + (result.errorCount() == 1 ? " error" : " errors"))
            .stage("Restore")
            .field("Took", Durations.text(result.took()))
            .field("Parallel jobs", String.valueOf(result.parallelJobs()));
    result.errors().stream().limit(5).forEach(error -> card.line(error.display()));
    if (result.errorCount() > 5) {
      card.line("… and " + Humane.count(result.errorCount() - 5) + " more.");
    }
    new TreeMap<>(result.ignored())
        .forEach((why, count) -> card.line(Counts.of(count, "error") + " ignored: " + why + "."));
    return card.build();
  }

  /** The verification: every check. */
  public static Card checks(Report report) {
    Card.Builder card =
        switch (report.outcome()) {
          case PASSED -> Card.of(Tone.GOOD, "Verification: PASSED" + warned(report));
          case FAILED -> Card.of(Tone.BAD, "Verification: FAILED");
          case COULD_NOT_VERIFY -> Card.of(Tone.UNSURE, "Verification: COULD NOT VERIFY");
        };
    report.level().ifPresent(level -> card.field("Level", level));
    report
        .problems()
        .forEach(problem -> card.line(problem.message()).line("What to do: " + problem.hint()));
    card.line("Proves: " + report.proof().proves());
    card.line("Does not prove: " + report.proof().doesNotProve());
    return card.table(checks(report.checks())).build();
  }

  /** A table of checks. */
  static TableView checks(List<Report.CheckFacts> checks) {
    return new TableView(
        "Checks",
        List.of("Check", "Result", "Detail"),
        checks.stream()
            .sorted(Comparator.comparingInt(c -> place(c.status())))
            .map(c -> List.of(c.name(), sign(c.status()), c.detail()))
            .toList());
  }

  private static String warned(Report report) {
    return report.withWarnings().map(words -> " " + words).orElse("");
  }

  /** Failed checks come first: a long table is cut, or ends below the fold. */
  private static int place(String status) {
    return switch (status) {
      case "failed" -> 0;
      case "warning" -> 2;
      case "passed", "skipped" -> 3;
      default -> 1;
    };
  }

  private static String sign(String status) {
    return switch (status) {
      case "passed" -> "✔\u00a0passed";
      case "warning" -> "⚠\u00a0warning";
      case "failed" -> "✘\u00a0FAILED";
      case "skipped" -> "–\u00a0skipped";
      default -> "?\u00a0could not verify";
    };
  }

  /** The results of the sample queries, a card for each. */
  public static List<Card> samples(Report report) {
    return report.samples().stream().map(ReplyCards::sample).toList();
  }

  private static Card sample(SampleTable sample) {
    Card.Builder card = Card.of(Tone.INFO, "Sample: " + sample.name());
    if (sample.rows().stream().anyMatch(row -> row.contains("***"))) {
      card.line(
          "*** marks values that are masked because they look personal. To show them, list them in"
              + " `verify.unmask`.");
    }
    if (sample.rows().isEmpty()) {
      return card.line("No rows.").build();
    }
    if (sample.more()) {
      card.line("There are more rows; these are the first " + sample.rows().size() + ".");
    }
    return card.table(new TableView(sample.name(), sample.columns(), sample.rows())).build();
  }

  /** The exact row counts, largest tables first. */
  public static Optional<Card> tables(Report report) {
    if (report.tables().isEmpty()) {
      return Optional.empty();
    }
    List<List<String>> rows =
        report.tables().stream()
            .sorted(Comparator.comparingLong(TableRows::rows).reversed())
            .limit(MOST_TABLES)
            .map(
                t ->
                    List.of(
                        t.qualified() + (t.holdsRows() ? "" : " (all partitions)"),
                        Humane.count(t.rows())))
            .toList();
    return Optional.of(
        Card.of(Tone.INFO, "Exact row counts")
            .table(new TableView("Tables", List.of("Table", "Rows"), rows))
            .build());
  }

  /**
   * Says how to connect to the sandbox, and how to remove it early.
   *
   * @param logins whether people may have logins of their own
   */
  public static Card connect(Job job, SandboxInfo sandbox, boolean logins) {
    Card.Builder card =
        Card.of(Tone.INFO, "Inspect the restored database")
            .line(
                "The restored database runs on restore-bot's machine. To connect, run the command"
                    + " below there.");
    sandbox.connectCommands().forEach(card::code);
    if (logins) {
      card.line(
              "For a read-only login, also from your own machine, press the button below. Only you"
                  + " see the answer.")
          .button(Button.of(Action.CONNECT, job.id(), "Get a read-only login"));
    }
    job.expiresAt()
        .ifPresent(
            at ->
                card.line(
                    "It is removed automatically at "
                        + Humane.time(at)
                        + ". To remove it earlier, press \"Clean up\" at the top of this thread. To"
                        + " keep it longer, press \"Keep 24 h longer\" there."));
    return card.build();
  }

  /** The sandbox will be removed soon. */
  public static Card warning(Job job) {
    return Card.of(Tone.WARN, "The sandbox will be removed soon")
        .line(
            "It is removed automatically at "
                + job.expiresAt().map(Humane::time).orElse("any moment")
                + ".")
        .button(Button.of(Action.EXTEND, job.id(), "Keep 24 h longer"))
        .build();
  }

  /** The sandbox was extended. */
  public static Card extended(Job job, JobEvent event) {
    return Card.of(Tone.INFO, "Sandbox extended")
        .line(
            event.by().name()
                + " extended the sandbox: it is removed automatically at "
                + job.expiresAt().map(Humane::time).orElse("an unknown time")
                + "."
                + (longest(job) ? " It cannot be extended further." : ""))
        .build();
  }

  /** The answer to the person who extended it. */
  public static Card kept(Job job, Instant now) {
    return Card.of(
            Tone.INFO,
            "Sandbox "
                + job.id()
                + " is kept until "
                + job.expiresAt()
                    .map(
                        at ->
                            Humane.time(at)
                                + " (in "
                                + Durations.minutes(Duration.between(now, at))
                                + ")")
                    .orElse("an unknown time"))
        .build();
  }

  private static boolean longest(Job job) {
    return job.expiresAt().isPresent()
        && job.expiresAt().equals(job.sandbox().map(SandboxInfo::deadline));
  }

  /** The sandbox was removed. */
  public static Card cleanedUp(Job job, JobEvent event) {
    return Card.of(Tone.INFO, "Cleaned up")
        .line(
            job.sandbox().map(ReplyCards::removed).orElse("The sandbox was removed.")
                + (event.detail().isEmpty()
                    ? " By " + event.by().name() + "."
                    : " (" + event.detail() + ")"))
        .build();
  }

  private static String removed(SandboxInfo sandbox) {
    return sandbox.runtime().equals("docker")
        ? "Container `"
            + sandbox.container()
            + "` and volume `"
            + sandbox.volume()
            + "` were removed."
        : "Server and data folder `" + sandbox.volume() + "` were removed.";
  }

  /** The job ended without a verification. */
  public static Card ended(Job job, JobEvent event) {
    if (HeadlineCards.holdsSeveral(job)) {
      return Card.of(Tone.INFO, "See the threads of the databases for the results").build();
    }
    Card.Builder card =
        switch (job.state()) {
          case FAILED -> Card.of(Tone.BAD, "This backup cannot be restored");
          case CANCELLED -> Card.of(Tone.INFO, "Cancelled");
          default -> Card.of(Tone.UNSURE, "Could not verify");
        };
    job.reason().ifPresent(why -> card.line(why.message()).line("What to do: " + why.hint()));
    if (job.reason().isEmpty() && !event.by().equals(Actor.BOT)) {
      card.line("By " + event.by().name() + ".");
    }
    boolean interrupted =
        job.reason().filter(why -> why.code() == ProblemCode.INTERRUPTED).isPresent();
    if (event.detail().isEmpty() || (job.sandbox().isEmpty() && !interrupted)) {
      card.line("Nothing is left running.");
    } else if (!interrupted) {
      card.line("Its sandbox could not be removed. What to do: " + event.detail());
    }
    return card.build();
  }
}
