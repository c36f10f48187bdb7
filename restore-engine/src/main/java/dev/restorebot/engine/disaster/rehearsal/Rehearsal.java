package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rehearsal. Immutable; holds no secret.
 *
 * @param id its id
 * @param target the target's name in the settings
 * @param backup the backup's file name
 * @param sha256 of the backup's file
 * @param project its Compose project
 * @param volumes the volumes that were made for restored data
 * @param process the process that rehearses
 * @param startedAt when it began
 * @param endedAt when nothing of it was left; empty before
 * @param outcome the verdict; empty before
 * @param times how long its parts took, in their order
 * @param services the services that were started
 * @param differences what was different from production, a line each
 * @param checks what the verification and the checklist found
 * @param problem why it did not pass
 * @param asked who asked for it
 * @param cancelledBy who ended it early; the bot for one that made room for something else
 * @param stop from when on the services would be down in a disaster restore; empty before it is
 *     planned
 * @param rto how long they may be down, by the settings of that time; empty when that was not set
 */
public record Rehearsal(
    String id,
    String target,
    String backup,
    String sha256,
    String project,
    List<String> volumes,
    RunningProcess process,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<Outcome> outcome,
    List<Part> times,
    List<String> services,
    List<String> differences,
    List<CheckResult> checks,
    Optional<Problem> problem,
    Request asked,
    Optional<Actor> cancelledBy,
    Optional<PlanOptions.Stop> stop,
    Optional<Duration> rto) {
  public Rehearsal {
    volumes = List.copyOf(volumes);
    times = List.copyOf(times);
    services = List.copyOf(services);
    differences = List.copyOf(differences);
    checks = List.copyOf(checks);
    asked = asked == null ? Request.NONE : asked; // those of earlier versions have none
    cancelledBy = cancelledBy == null ? Optional.empty() : cancelledBy; // neither have they this
    stop = stop == null ? Optional.empty() : stop; // nor this
    rto = rto == null ? Optional.empty() : rto; // nor this
  }

  /**
   * The request for a rehearsal.
   *
   * @param origin where it is told about, opaque to the engine; empty for nowhere
   */
  public record Request(Actor by, String origin) {
    /** Nobody that is known, and nobody is told. */
    public static final Request NONE = new Request(new Actor("", ""), "");
  }

  /** Returns one that begins in this process, before it is planned. */
  static Rehearsal begun(String id, String target, String backup, Request asked, Instant now) {
    return new Rehearsal(
        id,
        target,
        backup,
        "",
        "",
        List.of(),
        RunningProcess.own(),
        now,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        asked,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns it with what its plan and its settings say. */
  Rehearsal planned(DisasterPlan plan, String name, Optional<Duration> most) {
    return new Rehearsal(
        id,
        target,
        backup,
        plan.backup().sha256(),
        name,
        plan.newVolumes(),
        process,
        startedAt,
        endedAt,
        outcome,
        times,
        services,
        differences,
        checks,
        problem,
        asked,
        cancelledBy,
        Optional.of(plan.options().stop()),
        most);
  }

  /** The name of the last part. */
  static final String LAST = "checked";

  /**
   * A part of a rehearsal.
   *
   * @param name what was reached, such as {@code restored}
   * @param took how long it took
   * @param afterRestore whether it came after the restored data was on the disk
   */
  public record Part(String name, Duration took, boolean afterRestore) {}

  /** Returns the checks that were made after the services had started. */
  public List<CheckResult> applicationChecks() {
    return checks.stream().dropWhile(check -> !check.name().startsWith("service ")).toList();
  }

  /** Returns whether it runs in another process of this machine, such as the command line's. */
  public boolean runsElsewhere() {
    return outcome.isEmpty() && process.isOther();
  }

  /** Returns how many checks of the application passed. */
  public long passedChecks() {
    return applicationChecks().stream()
        .filter(check -> !check.name().equals(Downtime.CHECK))
        .filter(check -> check.status() == CheckStatus.PASSED)
        .count();
  }

  /** Returns the names of the checks that passed with a warning. */
  public List<String> warnings() {
    return checks.stream()
        .filter(check -> check.status() == CheckStatus.WARNING)
        .map(CheckResult::name)
        .toList();
  }

  /** Returns words such as {@code , with 2 warnings}; none unless it passed with some. */
  public String withWarnings() {
    return outcome.equals(Optional.of(Outcome.PASSED)) && !warnings().isEmpty()
        ? ", with " + Counts.of(warnings().size(), "warning")
        : "";
  }

  /** Returns whether the application was started and checked, so that all times are known. */
  public boolean isMeasured() {
    return times.stream().anyMatch(part -> part.name().equals(LAST));
  }

  /**
   * Returns how long a disaster restore would have been down, by the policy in force at that time;
   * empty when it was not measured to the end.
   */
  public Optional<Downtime> downtime() {
    return isMeasured() ? stop.map(from -> new Downtime(downtime(from), rto)) : Optional.empty();
  }

  /** Returns how long the services of a disaster restore would have been down. */
  public Duration downtime(PlanOptions.Stop stop) {
    return times.stream()
        .filter(part -> stop == PlanOptions.Stop.BEFORE_RESTORE || part.afterRestore())
        .map(Part::took)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Returns it with its end. */
  Rehearsal ended(Instant at) {
    return with(Optional.of(at), outcome, times, services, differences, checks, problem);
  }

  /** Returns it with the parts that are done. */
  Rehearsal reached(List<Part> parts) {
    return with(endedAt, outcome, parts, services, differences, checks, problem);
  }

  /** Returns it with the reason why it ended early, as not verified. */
  Rehearsal stopped(Problem why) {
    return with(
        endedAt,
        Optional.of(Outcome.COULD_NOT_VERIFY),
        times,
        services,
        differences,
        checks,
        Optional.of(why));
  }

  /** Returns it as ended early by somebody. */
  Rehearsal cancelled(Actor by, Problem why) {
    Rehearsal ended = stopped(why);
    return new Rehearsal(
        id,
        target,
        backup,
        sha256,
        project,
        volumes,
        process,
        startedAt,
        endedAt,
        ended.outcome,
        times,
        services,
        differences,
        checks,
        ended.problem,
        asked,
        Optional.of(by),
        stop,
        rto);
  }

  /** Returns it with what was found. */
  Rehearsal found(
      Outcome verdict,
      List<Part> parts,
      Optional<IsolatedProject> rehearsed,
      List<CheckResult> results,
      Optional<Problem> why) {
    return with(
        endedAt,
        Optional.of(verdict),
        parts,
        rehearsed.map(IsolatedProject::services).orElse(List.of()),
        rehearsed.map(IsolatedProject::differences).orElse(List.of()),
        results,
        why);
  }

  private Rehearsal with(
      Optional<Instant> end,
      Optional<Outcome> verdict,
      List<Part> parts,
      List<String> started,
      List<String> lines,
      List<CheckResult> results,
      Optional<Problem> why) {
    return new Rehearsal(
        id,
        target,
        backup,
        sha256,
        project,
        volumes,
        process,
        startedAt,
        end,
        verdict,
        parts,
        started,
        lines,
        results,
        why,
        asked,
        cancelledBy,
        stop,
        rto);
  }
}
