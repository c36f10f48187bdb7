package dev.restorebot.bot.cli;

import dev.restorebot.bot.thread.Humane;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.report.Report;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.verify.TableRows;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/** Writes results for people, as plain text. */
final class ResultPrinter {
  private final PrintStream out;

  ResultPrinter(PrintStream out) {
    this.out = out;
  }

  void report(Report report, Optional<SandboxInfo> kept) {
    out.println(title(report));
    report.problems().forEach(p -> problem(p.message(), p.hint()));
    if (!report.checks().isEmpty()) {
      out.println();
      int width = report.checks().stream().mapToInt(c -> c.name().length()).max().orElse(0);
      report
          .checks()
          .forEach(
              c ->
                  out.printf(
                      "  %-16s  %-" + width + "s  %s%n", sign(c.status()), c.name(), c.detail()));
    }
    if (!report.tables().isEmpty()) {
      out.println();
      tables(report);
    }
    out.println();
    facts(report);
    kept.ifPresent(this::sandbox);
  }

  private static String title(Report report) {
    String file = report.backup().file();
    return switch (report.outcome()) {
      case PASSED -> "PASSED  " + file + " restores.";
      case FAILED -> "FAILED  Do not rely on " + file + ".";
      case COULD_NOT_VERIFY -> "COULD NOT VERIFY  Whether " + file + " is good is not known.";
    };
  }

  private static String sign(String status) {
    return switch (status) {
      case "passed" -> "ok";
      case "failed" -> "FAILED";
      case "skipped" -> "skipped";
      default -> "could not verify";
    };
  }

  private void tables(Report report) {
    int width = report.tables().stream().mapToInt(t -> t.qualified().length()).max().orElse(0);
    long total = report.tables().stream().mapToLong(TableRows::rows).sum();
    for (TableRows table : report.tables()) {
      out.printf("  %-" + width + "s  %14s%n", table.qualified(), Humane.count(table.rows()));
    }
    out.printf(
        "  %-" + width + "s  %14s%n", report.tables().size() + " tables", Humane.count(total));
  }

  private void facts(Report report) {
    report.backup().sha256().ifPresent(sha -> out.println("SHA-256  " + sha));
    Optional.ofNullable(report.timings().get("total"))
        .ifPresent(ms -> out.println("Took     " + Humane.duration(Duration.ofMillis(ms))));
  }

  private void sandbox(SandboxInfo sandbox) {
    out.println();
    out.println("The sandbox stays until " + Humane.time(sandbox.deadline()) + ". Look into it:");
    sandbox.connectCommands().forEach(command -> out.println("  " + command));
    out.println("Remove it:");
    sandbox.removeCommands().forEach(command -> out.println("  " + command));
  }

  void problem(Problem problem) {
    problem(problem.message(), problem.hint());
  }

  private void problem(String message, String hint) {
    out.println("  " + message);
    out.println("  What to do: " + hint);
  }
}
