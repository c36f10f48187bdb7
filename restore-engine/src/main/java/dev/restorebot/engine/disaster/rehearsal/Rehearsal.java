package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.verify.CheckResult;
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
    Optional<Problem> problem) {
  public Rehearsal {
    volumes = List.copyOf(volumes);
    times = List.copyOf(times);
    services = List.copyOf(services);
    differences = List.copyOf(differences);
    checks = List.copyOf(checks);
  }

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
        id, target, backup, sha256, project, volumes, process, startedAt, end, verdict, parts,
        started, lines, results, why);
  }
}
