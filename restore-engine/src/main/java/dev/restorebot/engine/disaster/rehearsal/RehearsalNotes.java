package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells those who approve a disaster restore what rehearsals of its target showed.
 *
 * @param target the target's name in the settings
 * @param within how long ago the newest one that passed may be; empty for any
 * @param rto how long a disaster restore may be down; empty when that is not set
 */
public record RehearsalNotes(
    RehearsalStore store, String target, Optional<Duration> within, Optional<Duration> rto) {
  private static final int LOOKED_BACK = 20;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  /** Returns a line for each thing; none for a database in a server, which is not rehearsed. */
  public List<String> of(DisasterPlan plan) {
    if (plan.target().address().isPresent()) {
      return List.of();
    }
    Optional<Rehearsal> passed = store.newestPassed(target);
    List<String> lines = new ArrayList<>();
    if (isMissing(passed, plan.createdAt())) {
      lines.add(
          "NO REHEARSAL PASSED in the last "
              + Durations.minutes(within.orElseThrow())
              + " (`disaster.require-rehearsed-within`).");
    } else if (passed.isEmpty()) {
      lines.add("No rehearsal has passed: the downtime is an estimate.");
    }
    passed.ifPresent(rehearsal -> lines.add(rehearsed(rehearsal, plan)));
    failed().ifPresent(lines::add);
    elsewhere().ifPresent(lines::add);
    return lines;
  }

  private boolean isMissing(Optional<Rehearsal> passed, Instant now) {
    return within
        .filter(
            most ->
                passed.filter(rehearsal -> rehearsal.startedAt().plus(most).isAfter(now)).isEmpty())
        .isPresent();
  }

  private String rehearsed(Rehearsal rehearsal, DisasterPlan plan) {
    return "Last passed rehearsal: "
        + DAY.format(rehearsal.startedAt())
        + ". It measured a downtime of "
        + new Downtime(rehearsal.downtime(plan.options().stop()), rto).text()
        + "; "
        + Counts.of(rehearsal.passedChecks(), "check")
        + " of the application passed.";
  }

  /** The newest one with a verdict, if it failed. */
  private Optional<String> failed() {
    return store.recent(Optional.of(target), LOOKED_BACK).stream()
        .filter(each -> each.cancelledBy().isEmpty())
        .filter(each -> each.outcome().filter(Outcome.COULD_NOT_VERIFY::equals).isEmpty())
        .filter(each -> each.outcome().isPresent())
        .findFirst()
        .filter(each -> each.outcome().equals(Optional.of(Outcome.FAILED)))
        .map(
            each ->
                "LAST REHEARSAL FAILED "
                    + DAY.format(each.startedAt())
                    + " on "
                    + each.backup()
                    + each.problem().map(Problem::message).map(why -> ": " + why).orElse("."));
  }

  /** A rehearsal that the bot did not start is not ended by a disaster restore. */
  private Optional<String> elsewhere() {
    return store.open().stream()
        .filter(each -> each.target().equals(target) && each.runsElsewhere())
        .map(
            each ->
                "A rehearsal of this target runs from the command line (process "
                    + each.process().number()
                    + "). If this restore needs its memory or disk, stop it there with Ctrl-C.")
        .findFirst();
  }
}
