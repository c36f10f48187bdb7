package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.TableRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A job's headline: the one message that must be understood at a glance. Pure. */
public final class HeadlineCards {
  private static final List<JobState> STEPS =
      List.of(
          JobState.PREPARING, JobState.STARTING_SANDBOX, JobState.RESTORING, JobState.VERIFYING);
  private static final List<String> DOING =
      List.of("reading the backup", "starting the sandbox", "restoring", "verifying");

  private static final List<String> CHECKED =
      List.of("failed", "could-not-verify", "warning", "passed", "skipped");

  private HeadlineCards() {}

  /** The headline before the job exists. */
  public static Card asked(String backup, String by) {
    return Card.of(Tone.INFO, "Test restore of " + backup).line("Requested by " + by + ".").build();
  }

  /**
   * The headline of a job in its present state.
   *
   * @param progress the newest progress, while it runs
   * @param place how many jobs are before it, while it is queued
   */
  public static Card of(Job job, Optional<Progress> progress, int place) {
    return switch (job.state()) {
      case QUEUED -> queued(job, place);
      case PREPARING, STARTING_SANDBOX, RESTORING, VERIFYING -> running(job, progress);
      case READY, CLEANED_UP -> verified(job);
      case FAILED -> ended(job, Tone.BAD, "FAILED: " + job.title() + " cannot be restored");
      case COULD_NOT_VERIFY ->
          holdsSeveral(job)
              ? several(job)
              : ended(
                  job,
                  Tone.UNSURE,
                  "COULD NOT VERIFY "
                      + job.title()
                      + ": "
                      + job.reason()
                          .flatMap(why -> notTested(why.code()))
                          .orElse("the test did not finish. The backup may be fine."));
      case CANCELLED -> ended(job, Tone.INFO, "CANCELLED: test restore of " + job.title());
    };
  }

  /**
   * Returns what a headline says of a backup that was not even read; nothing for another problem.
   */
  public static Optional<String> notTested(ProblemCode code) {
    if (code.blame() != Blame.INPUT) {
      return Optional.empty();
    }
    return Optional.of(
        code == ProblemCode.BACKUP_MISSING
            ? "there is no such backup."
            : "it was not tested. The backup may be fine.");
  }

  /** Returns whether the job ended because each database of its backup has a test of its own. */
  static boolean holdsSeveral(Job job) {
    return job.reason().filter(why -> why.code() == ProblemCode.SEVERAL_DATABASES).isPresent();
  }

  private static Card several(Job job) {
    Card.Builder card =
        asked(
            job,
            Tone.INFO,
            job.title() + " contains several databases: each is tested in a thread of its own");
    job.reason().map(Problem::message).ifPresent(card::line);
    return card.build();
  }

  private static Card queued(Job job, int place) {
    return asked(job, Tone.INFO, "Queued: test restore of " + job.title())
        .line(place == 0 ? "Next in the queue." : ahead(place))
        .button(cancel(job))
        .build();
  }

  private static String ahead(int place) {
    return place + (place == 1 ? " job" : " jobs") + " ahead in the queue.";
  }

  private static Card running(Job job, Optional<Progress> progress) {
    int step = STEPS.indexOf(job.state());
    Card.Builder card =
        asked(job, Tone.RUNNING, "Test restore of " + job.title() + ": " + DOING.get(step))
            .steps(DOING, step);
    progress.ifPresent(p -> progress(card, p));
    return card.button(cancel(job)).build();
  }

  private static void progress(Card.Builder card, Progress progress) {
    card.progress(progress.fraction());
    Stream.of(
            Optional.of(progress.activity()).filter(activity -> !activity.isEmpty()),
            progress.eta().map(eta -> "about " + Durations.estimate(eta) + " left"))
        .flatMap(Optional::stream)
        .reduce((activity, left) -> activity + " (" + left + ")")
        .ifPresent(card::line);
  }

  private static Card verified(Job job) {
    Outcome outcome = job.outcome().orElse(Outcome.COULD_NOT_VERIFY);
    Optional<Report> report = job.report().map(ReportJson::read);
    Card.Builder card =
        switch (outcome) {
          case PASSED ->
              asked(
                  job,
                  Tone.GOOD,
                  "PASSED: "
                      + job.title()
                      + " restores"
                      + report.flatMap(Report::withWarnings).map(words -> ", " + words).orElse(""));
          case FAILED -> asked(job, Tone.BAD, "FAILED: do not rely on " + job.title());
          case COULD_NOT_VERIFY -> asked(job, Tone.UNSURE, "COULD NOT VERIFY " + job.title());
        };
    report.ifPresent(r -> facts(card, r));
    if (job.state() == JobState.READY) {
      job.expiresAt().ifPresent(at -> card.field("Sandbox kept until", Humane.time(at)));
      card.button(
              new Button(
                  Action.CLEANUP,
                  job.id(),
                  "Clean up",
                  Button.Style.DANGER,
                  Optional.of("Remove the sandbox of " + job.title() + "?")))
          .button(Button.of(Action.EXTEND, job.id(), "Keep 24 h longer"));
    } else {
      card.field("Sandbox", "removed");
    }
    return again(card, job).build();
  }

  /** Words such as {@code 17 passed · 11 skipped}; empty when nothing was checked. */
  static Optional<String> counted(List<Report.CheckFacts> checks) {
    String words =
        CHECKED.stream()
            .map(
                status ->
                    Map.entry(
                        status,
                        checks.stream().filter(check -> check.status().equals(status)).count()))
            .filter(each -> each.getValue() > 0)
            .map(each -> each.getValue() + " " + each.getKey().replace('-', ' '))
            .collect(Collectors.joining(" · "));
    return Optional.of(words).filter(any -> !any.isEmpty());
  }

  private static void facts(Card.Builder card, Report report) {
    counted(report.checks()).ifPresent(words -> card.field("Checks", words));
    report.backup().database().ifPresent(name -> card.field("Database", name));
    report.problems().stream()
        .filter(problem -> problem.blame() != Blame.ADVICE)
        .limit(3)
        .forEach(problem -> card.line(problem.message()));
    if (!report.tables().isEmpty() || report.outcome() != Outcome.COULD_NOT_VERIFY) {
      long rows = TableRows.total(report.tables());
      card.field("Tables", Humane.count(TableRows.count(report.tables())));
      card.field("Rows", Humane.count(rows));
    }
    if (!report.warnings().isEmpty()) {
      card.field(
          "Warnings",
          String.join(", ", report.warnings().stream().map(Report.CheckFacts::name).toList()));
    }
    Optional.ofNullable(report.timings().get("total"))
        .ifPresent(ms -> card.field("Took", Durations.text(Duration.ofMillis(ms))));
    report.backup().createdAt().ifPresent(at -> card.field("Backup made", Humane.time(at)));
  }

  private static Card.Builder again(Card.Builder card, Job job) {
    return card.button(Button.of(Action.TEST, job.backup(), "Test again"));
  }

  private static Card ended(Job job, Tone tone, String title) {
    Card.Builder card = asked(job, tone, title);
    job.reason().map(Problem::message).ifPresent(card::line);
    job.reason().map(Problem::hint).ifPresent(hint -> card.line("What to do: " + hint));
    return card.button(Button.of(Action.TEST, job.backup(), "Test again")).build();
  }

  private static Card.Builder asked(Job job, Tone tone, String title) {
    return Card.of(tone, title)
        .field("Job", job.id())
        .field("Requested by", job.requestedBy().name());
  }

  private static Button cancel(Job job) {
    return new Button(
        Action.CANCEL,
        job.id(),
        "Stop the test",
        Button.Style.NORMAL,
        Optional.of("Stop this test restore and remove its sandbox?"));
  }
}
