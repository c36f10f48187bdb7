package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs the part of the runbook's checklist after a swap that a program can check. Changes nothing.
 * A check that cannot be run is COULD_NOT_VERIFY and never passed.
 */
public final class Checklist {
  private static final int QUOTED = 3;
  private static final int LONGEST = 200;

  /** Matches the refusal of a server that is still starting (SQLSTATE 57P03). */
  private static final Pattern STARTING =
      Pattern.compile("FATAL: +the database system is (?:starting up|not yet accepting)");

  private final DatabaseProbe probe;
  private final Supplier<ChecklistSettings> present;

  /** Checks through that probe, each time by the settings of that moment. */
  public Checklist(DatabaseProbe probe, Supplier<ChecklistSettings> settings) {
    this.probe = probe;
    this.present = settings;
  }

  /**
   * Goes through all of it; one that fails does not stop the others.
   *
   * @param since when the services were started; older lines of their logs do not count
   */
  List<CheckResult> run(Target target, Instant since, Cancellation cancellation) {
    ChecklistSettings settings = present.get();
    List<CheckResult> results = new ArrayList<>();
    results.add(guarded("connection", () -> connection(target)));
    results.add(guarded("alembic", () -> alembic(target, settings.alembicHead())));
    HttpProbe http = new HttpProbe(settings.patience(), cancellation);
    for (HttpCheck check : settings.http()) {
      cancellation.check();
      results.add(http.run(check));
    }
    Predicate<String> error = settings.logPattern().asPredicate();
    for (String service : target.stopServices()) {
      cancellation.check();
      results.add(guarded("log " + service, () -> log(target, service, since, error)));
    }
    cancellation.check();
    String database = target.server().service();
    Predicate<String> serious = error.and(STARTING.asPredicate().negate());
    results.add(guarded("log " + database, () -> log(target, database, since, serious)));
    return List.copyOf(results);
  }

  /** Returns true when nothing failed and nothing is unknown. */
  static boolean passed(List<CheckResult> results) {
    return results.stream()
        .noneMatch(
            r -> r.status() == CheckStatus.FAILED || r.status() == CheckStatus.COULD_NOT_VERIFY);
  }

  private CheckResult connection(Target target) throws ProblemException {
    String tables =
        probe
            .query(
                target,
                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE relkind IN ('r', 'p') AND nspname NOT LIKE 'pg\\_%'"
                    + " AND nspname <> 'information_schema'")
            .get(0)
            .get(0);
    return new CheckResult(
        "connection",
        CheckStatus.PASSED,
        "the database answers; " + Counts.of(Long.parseLong(tables), "table"),
        List.of());
  }

  private CheckResult alembic(Target target, Optional<String> head) throws ProblemException {
    boolean there =
        probe
            .query(target, "SELECT to_regclass('alembic_version') IS NOT NULL")
            .get(0)
            .get(0)
            .equals("t");
    String found =
        there
            ? probe.query(target, "SELECT version_num FROM alembic_version ORDER BY 1").stream()
                .map(row -> row.get(0))
                .collect(Collectors.joining(", "))
            : "none";
    if (head.isEmpty()) {
      return new CheckResult(
          "alembic", CheckStatus.SKIPPED, "found " + found + "; none is expected", List.of());
    }
    String expected = head.get();
    if (found.equals(expected)) {
      return new CheckResult("alembic", CheckStatus.PASSED, "revision " + found, List.of());
    }
    return failed(
        "alembic",
        "revision " + found + ", expected " + expected,
        "The backup is from another version of the application. Deploy that version, or check what"
            + " is missing and migrate (alembic upgrade head).");
  }

  private CheckResult log(Target target, String service, Instant since, Predicate<String> error)
      throws ProblemException {
    List<String> bad = probe.log(target, service, since).stream().filter(error).toList();
    if (bad.isEmpty()) {
      return new CheckResult(
          "log " + service, CheckStatus.PASSED, "no error since the start", List.of());
    }
    String first =
        bad.stream()
            .limit(QUOTED)
            .map(line -> line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line)
            .collect(Collectors.joining(" / "));
    return failed(
        "log " + service,
        bad.size() + " lines with errors: " + first,
        target.project().shell(List.of(), "logs", "--tail", "100", service));
  }

  static CheckResult failed(String name, String detail, String hint) {
    return new CheckResult(
        name,
        CheckStatus.FAILED,
        detail,
        List.of(new Problem(ProblemCode.CHECK_FAILED, name + ": " + detail, hint)));
  }

  private static CheckResult guarded(String name, Look look) {
    try {
      return look.look();
    } catch (ProblemException e) {
      return new CheckResult(
          name, CheckStatus.COULD_NOT_VERIFY, e.problem().message(), List.of(e.problem()));
    }
  }

  @FunctionalInterface
  private interface Look {
    CheckResult look() throws ProblemException;
  }
}
