package dev.restorebot.engine.evidence;

import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calculates what a disaster restore that is DONE achieved: the data loss (RPO) and the time to
 * recover (RTO), from the times at which its states were recorded.
 */
final class AchievedTimes {
  private final Disaster disaster;
  private final List<Subject.Step> steps;

  private AchievedTimes(Disaster disaster, List<Subject.Step> steps) {
    this.disaster = disaster;
    this.steps = steps;
  }

  /**
   * Returns the facts; none unless it is DONE.
   *
   * @param steps what happened, oldest first
   */
  static List<Subject.Fact> of(Disaster disaster, List<Subject.Step> steps) {
    return disaster.state() == DisasterState.DONE
        ? new AchievedTimes(disaster, steps).facts()
        : List.of();
  }

  private List<Subject.Fact> facts() {
    List<Subject.Fact> facts = new ArrayList<>();
    Optional<Instant> stopped = first(DisasterState.STOPPING_SERVICES);
    Optional<Instant> started = disaster.progress().startedAt();
    Instant taken = disaster.plan().backup().takenAt();
    stopped
        .or(() -> first(DisasterState.SWAPPING))
        .ifPresent(
            end ->
                facts.add(
                    new Subject.Fact(
                        "data loss (RPO achieved)",
                        span(taken, end) + ", from the backup until its database was replaced")));
    if (stopped.isPresent() && started.isPresent()) {
      facts.add(new Subject.Fact("services were stopped", span(stopped.get(), started.get())));
    }
    Instant requested = disaster.plan().createdAt();
    facts.add(
        new Subject.Fact(
            "time to recover (RTO achieved)",
            span(requested, disaster.changedAt()) + ", from the request until DONE"));
    restoring()
        .ifPresent(
            took ->
                facts.add(
                    new Subject.Fact(
                        "restoring the data took",
                        Durations.text(took)
                            + disaster
                                .plan()
                                .restoreEstimate()
                                .map(expected -> ", expected " + Durations.estimate(expected))
                                .orElse(", nothing was expected: no earlier restore was known"))));
    return facts;
  }

  private Optional<Duration> restoring() {
    Optional<Instant> began = last(DisasterState.RESTORING);
    Optional<Instant> ended = last(DisasterState.VERIFYING);
    return began.isPresent() && ended.isPresent()
        ? Optional.of(Duration.between(began.get(), ended.get()))
        : Optional.empty();
  }

  private Optional<Instant> first(DisasterState state) {
    return steps.stream().filter(step -> is(step, state)).map(Subject.Step::at).findFirst();
  }

  private Optional<Instant> last(DisasterState state) {
    return steps.stream()
        .filter(step -> is(step, state))
        .map(Subject.Step::at)
        .reduce((earlier, later) -> later);
  }

  private static boolean is(Subject.Step step, DisasterState state) {
    return step.what().equals(DisasterEvidence.STATE)
        && (step.detail().equals(state.name()) || step.detail().startsWith(state.name() + ":"));
  }

  private static String span(Instant from, Instant to) {
    return Durations.text(Duration.between(from, to)) + " (" + from + " to " + to + ")";
  }
}
