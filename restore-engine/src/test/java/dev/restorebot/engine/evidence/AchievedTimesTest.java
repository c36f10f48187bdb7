package dev.restorebot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.Observations;
import dev.restorebot.engine.disaster.SampleDisasters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AchievedTimesTest {
  private static final Disaster ASKED = SampleDisasters.asked("abc234", "zenops");
  private static final Instant ASKED_AT = ASKED.plan().createdAt();

  @Test
  void tellsDataLossAndTimeToRecoverOfOneThatIsDone() {
    assertThat(
            AchievedTimes.of(
                at(DisasterState.DONE, 1_500),
                List.of(
                    step("STOPPING_SERVICES", 300),
                    step("RESTORING", 360),
                    step("RESTORING", 400),
                    step("VERIFYING", 1_000),
                    step("STARTING_SERVICES", 1_200),
                    step("DONE: database PASSED", 1_500))))
        .extracting(Subject.Fact::name, fact -> fact.value().replaceFirst(" \\(.*?\\)", ""))
        .containsExactly(
            tuple(
                "data loss (RPO achieved)",
                "5 min, from the backup until its database was replaced"),
            tuple("services were stopped", "15 min"),
            tuple("time to recover (RTO achieved)", "25 min, from the request until DONE"),
            tuple("restoring the data took", "10 min, expected 3 min"));
  }

  @Test
  void claimsNothingOfOneThatIsNotDone() {
    assertThat(
            AchievedTimes.of(
                at(DisasterState.ROLLED_BACK, 900), List.of(step("STOPPING_SERVICES", 300))))
        .isEmpty();
  }

  private static Disaster at(DisasterState state, int seconds) {
    return new Disaster(
        ASKED.id(),
        state,
        ASKED.requestedBy(),
        ASKED.reason(),
        ASKED.origin(),
        ASKED.approval(),
        ASKED.settings(),
        ASKED.plan(),
        new Disaster.Done(
            List.of("api"),
            true,
            Optional.empty(),
            Optional.of(ASKED_AT.plusSeconds(1_200)),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Observations.NONE,
            Optional.empty()),
        Optional.empty(),
        List.of(),
        ASKED_AT.plusSeconds(seconds),
        9);
  }

  private static Subject.Step step(String words, int seconds) {
    return new Subject.Step(ASKED_AT.plusSeconds(seconds), "disaster.state", "restore-bot", words);
  }
}
