package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rehearsals that have ended, as they are stored. */
public final class SampleRehearsals {
  private SampleRehearsals() {}

  /** One that measured a downtime of 6 min 40 s. */
  public static Rehearsal ended(
      String id, String target, Instant startedAt, Outcome outcome, Optional<Duration> rto) {
    Duration down = Duration.ofSeconds(400);
    Stream<CheckResult> checks =
        Stream.of(
            CheckResult.passed("service api", "healthy"),
            CheckResult.passed("http login", "answers 200 as expected"));
    return new Rehearsal(
        id,
        target,
        "shop_db.dump",
        "00",
        "shop-rehearsal-" + id,
        List.of(),
        new RunningProcess(1, Optional.empty()),
        startedAt,
        Optional.of(startedAt.plusSeconds(500)),
        Optional.of(outcome),
        List.of(
            new Rehearsal.Part("restored", Duration.ofSeconds(370), false),
            new Rehearsal.Part("healthy", Duration.ofSeconds(25), true),
            new Rehearsal.Part("checked", Duration.ofSeconds(5), true)),
        List.of("db", "api"),
        List.of("no port is published"),
        Stream.concat(checks, new Downtime(down, rto).check().stream()).toList(),
        outcome == Outcome.PASSED
            ? Optional.empty()
            : Optional.of(new Problem(ProblemCode.CHECK_FAILED, "The login fails.", "Look.")),
        Rehearsal.Request.NONE,
        Optional.empty(),
        Optional.of(PlanOptions.Stop.BEFORE_RESTORE),
        rto);
  }
}
