package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the part of the runbook's checklist after a swap that a program can check. Changes nothing.
 * A check that cannot be run is COULD_NOT_VERIFY and never passed.
 */
public final class Checklist {
  private static final Logger log = LoggerFactory.getLogger(Checklist.class);
  private static final int QUOTED = 3;

  /** An error that was logged within this time before the swap is a known one. */
  private static final Duration BEFORE = Duration.ofDays(1);

  /** The most known errors to keep. */
  private static final int MOST_KNOWN = 500;

  /** Matches the refusal of a server that is still starting (SQLSTATE 57P03). */
  private static final Pattern STARTING =
      Pattern.compile("FATAL: +the database system is (?:starting up|not yet accepting)");

  private final DatabaseProbe probe;
  private final RoleAccess roles;
  private final PageGetter pages;
  private final Supplier<ChecklistSettings> present;

  /** Checks through that probe, each time by the settings of that moment. */
  public Checklist(DatabaseProbe probe, Supplier<ChecklistSettings> settings) {
    this(probe, new HttpPages(), settings);
  }

  /** The same with an application whose pages are got in another way. */
  public Checklist(DatabaseProbe probe, PageGetter pages, Supplier<ChecklistSettings> settings) {
    this.probe = probe;
    this.pages = pages;
    this.roles = new RoleAccess(probe);
    this.present = settings;
  }

  /**
   * Goes through all of it; one that fails does not stop the others.
   *
   * @param progress when the services were started, for older lines of their logs do not count, and
   *     the errors that were there before
   * @param started the services that were started
   */
  List<CheckResult> run(
      DisasterPlan plan, Disaster.Done progress, Started started, Cancellation cancellation) {
    List<CheckResult> results = new ArrayList<>(answers(plan, progress, cancellation));
    results.addAll(running(plan.target(), progress, started));
    results.addAll(logs(plan, progress, Map.of(), cancellation));
    return List.copyOf(results);
  }

  /** The services that were started, and whoever can ask whether they run. */
  record Started(List<String> services, ApplicationServices control) {
    Started {
      services = List.copyOf(services);
    }
  }

  /** Checks that what was started still runs: a service may end some seconds after its start. */
  private List<CheckResult> running(Target target, Disaster.Done progress, Started started) {
    if (started.services().isEmpty()) {
      return List.of();
    }
    ChecklistSettings settings = present.get();
    Duration stable = settings.stableAfter();
    Duration longest = settings.patience().plus(stable);
    Map<String, String> failing;
    try {
      failing = started.control().failing(started.services(), stable, longest);
    } catch (ProblemException e) {
      return List.of(unknown("services", e));
    }
    Instant since = progress.startedAt().orElseThrow();
    return started.services().stream()
        .map(service -> running(target, service, Optional.ofNullable(failing.get(service)), since))
        .toList();
  }

  private CheckResult running(Target target, String service, Optional<String> why, Instant since) {
    String name = "service " + service;
    return why.map(
            reason ->
                failed(
                    name,
                    reason
                        + words(target, service, since)
                            .map(line -> "; its log: " + line)
                            .orElse(""),
                    target.project().shell(List.of(), "logs", "--tail", "100", service)
                        + " shows more."))
        .orElseGet(() -> CheckResult.passed(name, "runs, or has ended with exit code 0"));
  }

  /** The database and the pages. */
  private List<CheckResult> answers(
      DisasterPlan plan, Disaster.Done progress, Cancellation cancellation) {
    Target target = plan.target();
    ChecklistSettings settings = present.get();
    List<CheckResult> results = new ArrayList<>();
    results.add(guarded("connection", () -> connection(target)));
    results.add(guarded(RoleAccess.NAME, () -> roles.check(target, progress.readers())));
    results.add(guarded("alembic", () -> alembic(target, settings.alembicHead())));
    HttpProbe http = new HttpProbe(pages, settings.patience(), cancellation);
    for (HttpCheck check : settings.http()) {
      cancellation.check();
      results.add(http.run(check));
    }
    return results;
  }

  /**
   * The errors that services have logged since they were started.
   *
   * @param starts later starts that count, by service
   */
  private List<CheckResult> logs(
      DisasterPlan plan,
      Disaster.Done progress,
      Map<String, Instant> starts,
      Cancellation cancellation) {
    Target target = plan.target();
    ChecklistSettings settings = present.get();
    List<CheckResult> results = new ArrayList<>();
    for (String service : services(target)) {
      cancellation.check();
      Instant since =
          starts.getOrDefault(
              service, progress.startedAt().orElseThrow().truncatedTo(ChronoUnit.SECONDS));
      results.add(
          unread(plan, progress, service)
              .map(why -> new CheckResult("log " + service, CheckStatus.SKIPPED, why, List.of()))
              .orElseGet(
                  () ->
                      guarded(
                          "log " + service,
                          () -> log(target, service, since, progress.knownErrors(), settings))));
    }
    return results;
  }

  /** Waits, when everything was asked, until all services have settled. */
  @FunctionalInterface
  public interface Restarts {
    /** Returns the later starts from which on a log counts, by service. */
    Map<String, Instant> look() throws ProblemException;
  }

  /**
   * Goes through all of it for an application that was started for a rehearsal. Production is asked
   * what its roles can read, and which errors its logs have.
   *
   * @param plan with production as its target
   * @param rehearsed the target in the rehearsal's own project
   * @param started when its services were started
   * @param restarts called before the logs are read
   */
  public List<CheckResult> rehearse(
      DisasterPlan plan,
      Target rehearsed,
      Instant started,
      Restarts restarts,
      Cancellation cancellation)
      throws ProblemException {
    Disaster.Done progress =
        Disaster.Done.NOTHING
            .withStart(started)
            .withKnownErrors(knownErrors(plan.target(), started));
    Disaster.Done known =
        plan.target().outage().isEmpty() ? progress.withReaders(readers(plan.target())) : progress;
    DisasterPlan own = plan.with(rehearsed);
    List<CheckResult> results = new ArrayList<>(answers(own, known, cancellation));
    results.addAll(logs(own, known, restarts.look(), cancellation));
    return List.copyOf(results);
  }

  /**
   * Returns the first error in a service's log, else its last line, without the values of rows;
   * empty when the log is empty or cannot be read.
   */
  public Optional<String> words(Target target, String service, Instant since) {
    try {
      List<String> lines =
          probe.log(target, service, since).stream().filter(line -> !line.isBlank()).toList();
      return errors(target, service, present.get()).in(service, lines).stream()
          .findFirst()
          .or(
              () ->
                  lines.isEmpty()
                      ? Optional.empty()
                      : Optional.of(new LogErrors.Found(lines.get(lines.size() - 1), "")))
          .map(LogErrors.Found::shown);
    } catch (ProblemException e) {
      log.warn("the log of {} cannot be read: {}", service, e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<String> unread(
      DisasterPlan plan, Disaster.Done progress, String service) {
    if (progress.held().contains(service)) {
      return Optional.of("it is held back");
    }
    boolean there =
        plan.options().services().inProject() || service.equals(plan.target().server().service());
    return there ? Optional.empty() : Optional.of("its log is not in the database's project");
  }

  /**
   * Returns what each role can read in the database as it is now; nothing when that cannot be
   * asked.
   */
  List<RoleTables> readers(Target target) {
    try {
      return roles.find(target, present.get().role());
    } catch (ProblemException e) {
      log.warn("what roles could read before the swap is not known: {}", e.getMessage());
      return List.of();
    }
  }

  /**
   * Returns the marks of the errors that the services and the database have logged within the last
   * day. A log that cannot be read has none: then all its errors are new.
   */
  List<String> knownErrors(Target target, Instant now) {
    ChecklistSettings settings = present.get();
    Set<String> known = new LinkedHashSet<>();
    for (String service : services(target)) {
      try {
        List<String> lines = probe.log(target, service, now.minus(BEFORE));
        errors(target, service, settings).in(service, lines).stream()
            .map(LogErrors.Found::mark)
            .forEach(known::add);
      } catch (ProblemException e) {
        log.warn("the log of {} before the swap is not known: {}", service, e.getMessage());
      }
    }
    return known.stream().limit(MOST_KNOWN).toList();
  }

  private static List<String> services(Target target) {
    return Stream.concat(
            target.stopServices().stream(),
            target.kind().hasLogOfItsOwn() ? Stream.of(target.server().service()) : Stream.empty())
        .toList();
  }

  private static LogErrors errors(Target target, String service, ChecklistSettings settings) {
    Predicate<String> error = settings.logPattern().asPredicate();
    return new LogErrors(
        service.equals(target.server().service())
            ? error.and(STARTING.asPredicate().negate())
            : error,
        settings.ignoredErrors());
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

  private CheckResult log(
      Target target, String service, Instant since, List<String> known, ChecklistSettings settings)
      throws ProblemException {
    List<LogErrors.Found> all =
        errors(target, service, settings).in(service, probe.log(target, service, since));
    List<LogErrors.Found> bad = LogErrors.unknown(all, Set.copyOf(known));
    int before = all.size() - bad.size();
    if (bad.isEmpty()) {
      return new CheckResult(
          "log " + service,
          CheckStatus.PASSED,
          before == 0
              ? "no error since the start"
              : "no new error since the start; "
                  + Counts.of(before, "line")
                  + " as before the swap",
          List.of());
    }
    String first =
        bad.stream().limit(QUOTED).map(LogErrors.Found::shown).collect(Collectors.joining(" / "));
    return failed(
        "log " + service,
        bad.size() + (before == 0 ? " lines with errors: " : " lines with new errors: ") + first,
        target.project().shell(List.of(), "logs", "--tail", "100", service)
            + " shows them. If they are harmless, add them to `disaster.ignore-log-errors`.");
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
      return unknown(name, e);
    }
  }

  private static CheckResult unknown(String name, ProblemException why) {
    return new CheckResult(
        name, CheckStatus.COULD_NOT_VERIFY, why.problem().message(), List.of(why.problem()));
  }

  @FunctionalInterface
  private interface Look {
    CheckResult look() throws ProblemException;
  }
}
