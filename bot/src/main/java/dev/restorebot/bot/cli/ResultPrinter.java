package dev.restorebot.bot.cli;

import dev.restorebot.bot.cards.HeadlineCards;
import dev.restorebot.bot.cards.Humane;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.SampleTable;
import dev.restorebot.engine.verify.TableRows;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Writes results for people, as plain text. */
final class ResultPrinter {
  private final PrintStream out;

  private final Terminal terminal;
  private final UnaryOperator<String> commands;

  /** Prints there; {@code commands} writes out the commands in a text. */
  ResultPrinter(PrintStream out, Terminal terminal, UnaryOperator<String> commands) {
    this.out = out;
    this.terminal = terminal;
    this.commands = commands;
  }

  /**
   * Prints the result of one test.
   *
   * @param section the database that was tested, of a backup that holds several
   * @param logins whether people may have logins to the sandbox
   */
  void report(Report report, Optional<String> section, Optional<SandboxInfo> kept, boolean logins) {
    out.println(terminal.paint(tone(report.outcome()), title(report, section)));
    report.problems().forEach(p -> problem(p.message(), p.hint()));
    if (!report.checks().isEmpty()) {
      out.println("Proves: " + Plain.of(report.proof().proves()));
      out.println("Does not prove: " + Plain.of(report.proof().doesNotProve()));
      out.println();
      lines(report.checks());
    }
    if (!report.tables().isEmpty()) {
      out.println();
      tables(report);
    }
    samples(report);
    out.println();
    facts(report);
    kept.ifPresent(sandbox -> sandbox(sandbox, logins));
  }

  /** Prints a line for each check. */
  void checks(List<CheckResult> checks) {
    lines(checks.stream().map(Report.CheckFacts::of).toList());
  }

  private void lines(List<Report.CheckFacts> checks) {
    int width = checks.stream().mapToInt(c -> c.name().length()).max().orElse(0);
    checks.forEach(
        c ->
            out.printf(
                "  %s  %-" + width + "s  %s%n", sign(c.status()), c.name(), Plain.of(c.detail())));
  }

  /** Prints one line for each test. */
  void summary(List<Job> jobs) {
    out.println();
    out.println(Counts.of(jobs.size(), "database") + ":");
    jobs.forEach(
        job ->
            out.println(
                "  "
                    + job.outcome().map(ResultPrinter::word).orElse("not finished")
                    + "  "
                    + Plain.of(job.database().orElse(""))));
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> "PASSED          ";
      case FAILED -> "FAILED          ";
      case COULD_NOT_VERIFY -> "COULD NOT VERIFY";
    };
  }

  private static String title(Report report, Optional<String> section) {
    String file =
        Plain.of(
            report.backup().file() + section.map(name -> " (database " + name + ")").orElse(""));
    return switch (report.outcome()) {
      case PASSED ->
          "PASSED  "
              + file
              + " restores"
              + report.withWarnings().map(words -> ", " + words).orElse("")
              + ".";
      case FAILED -> "FAILED  Do not rely on " + file + ".";
      case COULD_NOT_VERIFY ->
          "COULD NOT VERIFY  "
              + file
              + ": "
              + report
                  .notRead()
                  .flatMap(why -> HeadlineCards.notTested(ProblemCode.ofCode(why.code())))
                  .orElse("the test did not prove it good or bad. The backup may be fine.");
    };
  }

  private String sign(String status) {
    return switch (status) {
      case "passed" -> sign(Tone.GOOD, "ok");
      case "warning" -> sign(Tone.WARN, "WARNING");
      case "failed" -> sign(Tone.BAD, "FAILED");
      case "skipped" -> sign(Tone.INFO, "skipped");
      default -> sign(Tone.UNSURE, "could not verify");
    };
  }

  private String sign(Tone tone, String word) {
    return terminal.paint(tone, String.format("%-16s", word));
  }

  private static Tone tone(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> Tone.GOOD;
      case FAILED -> Tone.BAD;
      case COULD_NOT_VERIFY -> Tone.UNSURE;
    };
  }

  private void tables(Report report) {
    int width = report.tables().stream().mapToInt(t -> name(t).length()).max().orElse(0);
    long total = TableRows.total(report.tables());
    for (TableRows table : report.tables()) {
      out.printf("  %-" + width + "s  %14s%n", name(table), Humane.count(table.rows()));
    }
    out.printf(
        "  %-" + width + "s  %14s%n",
        Counts.of(TableRows.count(report.tables()), "table"),
        Humane.count(total));
  }

  private static String name(TableRows table) {
    return Plain.of(table.qualified()) + (table.holdsRows() ? "" : " (all partitions)");
  }

  private void samples(Report report) {
    for (SampleTable sample : report.samples()) {
      out.println();
      out.println("Sample: " + Plain.of(sample.name()));
      out.println("  " + Plain.of(String.join(" | ", sample.columns())));
      sample.rows().forEach(row -> out.println("  " + Plain.of(String.join(" | ", row))));
    }
  }

  private void facts(Report report) {
    report.level().ifPresent(level -> out.println("Level    " + level));
    report.backup().sha256().ifPresent(sha -> out.println("SHA-256  " + sha));
    Optional.ofNullable(report.timings().get("total"))
        .ifPresent(ms -> out.println("Took     " + Durations.text(Duration.ofMillis(ms))));
  }

  /**
   * Prints how to inspect a sandbox that was kept, and how to remove it.
   *
   * @param logins whether people may have logins to it
   */
  void sandbox(SandboxInfo sandbox, boolean logins) {
    out.println();
    out.println("The sandbox is still running. To inspect it:");
    sandbox.connectCommands().forEach(command -> out.println("  " + Plain.of(command)));
    if (logins) {
      out.println("For a read-only login that expires, also from your own machine:");
      out.println("  " + commands.apply("restore-bot connect " + sandbox.jobId()));
    }
    out.println(
        "Remove it when you are done (restore-bot also does, when it next starts after "
            + Humane.time(sandbox.deadline())
            + "):");
    sandbox.removeCommands().forEach(command -> out.println("  " + Plain.of(command)));
  }

  void problem(Problem problem) {
    problem(problem.message(), problem.hint());
  }

  private void problem(String message, String hint) {
    out.println(commands.apply(Plain.of(message)));
    out.println("What to do: " + commands.apply(Plain.of(hint)));
  }
}
