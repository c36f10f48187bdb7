package dev.restorebot.bot.cli;

import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Durations;
import java.io.PrintStream;
import java.util.stream.Collectors;

/** Writes the result of a rehearsal for people. */
final class RehearsalPrinter {
  private final PrintStream out;
  private final ResultPrinter results;

  RehearsalPrinter(PrintStream out, ResultPrinter results) {
    this.out = out;
    this.results = results;
  }

  /** Prints one that has ended. */
  void print(Rehearsal rehearsal) {
    switch (rehearsal.outcome().orElseThrow()) {
      case PASSED -> {
        out.println(
            "PASSED  The application of "
                + rehearsal.target()
                + " works on "
                + Plain.of(rehearsal.backup())
                + rehearsal.withWarnings()
                + ".");
        out.println(
            "Proves: the backup restores, and on its data "
                + String.join(", ", rehearsal.services())
                + " start and pass "
                + Counts.of(rehearsal.passedChecks(), "check")
                + " of the application.");
        out.println(
            "Does not prove: what was different in the rehearsal (below), and how the application"
                + " behaves under the load of production.");
      }
      case FAILED ->
          out.println(
              rehearsal.services().isEmpty()
                  ? "FAILED  Do not rely on " + backup(rehearsal)
                  : "FAILED  The application of "
                      + rehearsal.target()
                      + " does not work on "
                      + backup(rehearsal));
      case COULD_NOT_VERIFY ->
          out.println(
              "COULD NOT VERIFY  The rehearsal of "
                  + rehearsal.target()
                  + " does not show whether "
                  + Plain.of(rehearsal.backup())
                  + " and the application work.");
    }
    rehearsal.problem().ifPresent(results::problem);
    out.println();
    results.checks(rehearsal.checks());
    if (!rehearsal.differences().isEmpty()) {
      out.println();
      out.println("Different from production:");
      rehearsal.differences().forEach(line -> out.println("  " + Plain.of(line)));
    }
    if (!rehearsal.times().isEmpty()) {
      out.println();
      out.println(
          "Times    "
              + rehearsal.times().stream()
                  .map(part -> part.name() + " " + Durations.text(part.took()))
                  .collect(Collectors.joining(", ")));
      rehearsal
          .downtime()
          .ifPresent(
              time ->
                  out.println(
                      "In a disaster restore, the services would be down for about "
                          + time.text()
                          + "."));
    }
    if (rehearsal.endedAt().isEmpty()) {
      out.println(
          "The rehearsal was not removed completely. restore-bot removes the rest with the next"
              + " rehearsal.");
    }
  }

  private static String backup(Rehearsal rehearsal) {
    return Plain.of(rehearsal.backup()) + ".";
  }
}
