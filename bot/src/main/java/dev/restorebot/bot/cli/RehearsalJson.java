package dev.restorebot.bot.cli;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a rehearsal for programs (docs/command-line.md). Where the report of a test has the
 * same, it has the same name.
 *
 * @param outcome PASSED, FAILED or COULD_NOT_VERIFY
 * @param target the target in the settings
 * @param backup the backup's file name
 * @param sha256 of the backup's file
 * @param startedAt when it began
 * @param endedAt when nothing of it was left; empty while something is
 * @param timings milliseconds by part, in their order
 * @param downtime milliseconds that a disaster restore would have the services down; empty when the
 *     application was not started
 * @param rto milliseconds that it may have them down ({@code disaster.rto}); empty when not set
 * @param services the services that were started
 * @param differences what was different from production
 * @param checks what was checked
 * @param problems why it did not pass
 */
record RehearsalJson(
    Outcome outcome,
    String target,
    String backup,
    Optional<String> sha256,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Map<String, Long> timings,
    Optional<Long> downtime,
    Optional<Long> rto,
    List<String> services,
    List<String> differences,
    List<CheckResult> checks,
    List<Problem> problems) {
  /** Of a rehearsal that has ended. */
  static RehearsalJson of(Rehearsal rehearsal) {
    Map<String, Long> timings = new LinkedHashMap<>();
    rehearsal.times().forEach(part -> timings.put(part.name(), part.took().toMillis()));
    return new RehearsalJson(
        rehearsal.outcome().orElseThrow(),
        rehearsal.target(),
        rehearsal.backup(),
        Optional.of(rehearsal.sha256()).filter(sum -> !sum.isEmpty()),
        Optional.of(rehearsal.startedAt()),
        rehearsal.endedAt(),
        timings,
        rehearsal.downtime().map(time -> time.measured().toMillis()),
        rehearsal.rto().map(Duration::toMillis),
        rehearsal.services(),
        rehearsal.differences(),
        rehearsal.checks(),
        rehearsal.problem().map(List::of).orElse(List.of()));
  }

  /** Of one that could not begin. */
  static RehearsalJson of(String target, String backup, Problem problem) {
    return new RehearsalJson(
        ExitCodes.of(problem) == ExitCodes.BACKUP_UNUSABLE
            ? Outcome.FAILED
            : Outcome.COULD_NOT_VERIFY,
        target,
        backup,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(problem));
  }
}
