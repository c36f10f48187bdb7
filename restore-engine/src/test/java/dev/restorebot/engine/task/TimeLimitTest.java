package dev.restorebot.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.testing.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private final Cancellation whole = new Cancellation();

  @Test
  void aStepThatTakesTooLongIsCancelledAndTheWholeIsNot() {
    try (TimeLimit limit = new TimeLimit(Duration.ofMillis(1), whole)) {
      assertThat(
              Eventually.get(
                  "the end of the step",
                  () -> limit.cancellation().isCancelled(),
                  cancelled -> cancelled))
          .isTrue();
    }
    assertThat(whole.isCancelled()).isFalse();
  }

  @Test
  void aStepEndsWithTheWhole() {
    try (TimeLimit limit = new TimeLimit(Duration.ofHours(1), whole)) {
      assertThat(limit.cancellation().isCancelled()).isFalse();
      whole.cancel();
      assertThat(limit.cancellation().isCancelled()).isTrue();
    }
  }

  @Test
  void aStepThatIsOverIsLeftAlone() {
    TimeLimit limit = new TimeLimit(Duration.ofHours(1), whole);
    limit.close();
    whole.cancel();
    assertThat(limit.cancellation().isCancelled()).isFalse();
  }
}
