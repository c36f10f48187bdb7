package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.CheckResult;
import java.time.Duration;
import java.util.Optional;

/**
 * Compares how long a disaster restore would be down, as a rehearsal measured it, with the RTO.
 *
 * @param measured the time from the stop of the services to the end of the checklist
 * @param rto the recovery time objective: how long it may be; empty when none is set
 */
public record Downtime(Duration measured, Optional<Duration> rto) {
  /** The name of the check that compares them. */
  static final String CHECK = "rto";

  /** Returns whether it is longer than it may be. */
  public boolean isOver() {
    return rto.filter(most -> measured.compareTo(most) > 0).isPresent();
  }

  /** Returns words such as {@code 6 min 40 s, within the RTO of 15 min}. */
  public String text() {
    return Durations.text(measured) + compared().map(words -> ", " + words).orElse("");
  }

  /** Returns words such as {@code 2 min over the RTO of 15 min}; empty when no RTO is set. */
  public Optional<String> compared() {
    return rto.map(
        most ->
            (isOver() ? Durations.text(measured.minus(most)) + " over" : "within")
                + " the RTO of "
                + Durations.text(most));
  }

  /** Returns what that says of a rehearsal: a long restore is no fault of the backup. */
  Optional<CheckResult> check() {
    return rto.map(
        most ->
            isOver()
                ? CheckResult.warning(
                    CHECK,
                    text(),
                    "A disaster restore would be down for longer than `disaster.rto`.",
                    "Look at the times of the rehearsal for the part that takes longest. If the"
                        + " restore does, `disaster.stop-services: before-swap` keeps the services"
                        + " running during it.")
                : CheckResult.passed(CHECK, text()));
  }
}
