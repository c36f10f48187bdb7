package dev.restorebot.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff();

  @Test
  void doublesTheWaitUpToAMinute() {
    long[] whole = {1, 2, 4, 8, 16, 32, 60, 60, 60};
    for (long seconds : whole) {
      assertThat(backoff.failed())
          .isBetween(Duration.ofMillis(seconds * 750), Duration.ofSeconds(seconds));
    }
  }

  @Test
  void waitsDifferSoThatClientsDoNotComeBackTogether() {
    assertThat(
            LongStream.range(0, 100)
                .map(i -> Backoff.jittered(Backoff.LONGEST).toMillis())
                .distinct()
                .count())
        .isGreaterThan(50);
  }

  @Test
  void beginsAgainAfterASuccess() {
    assertThat(backoff.failing()).isFalse();
    backoff.failed();
    backoff.failed();
    assertThat(backoff.failing()).isTrue();
    backoff.succeeded();
    assertThat(backoff.failing()).isFalse();
    assertThat(backoff.failed()).isBetween(Duration.ofMillis(750), Duration.ofSeconds(1));
  }
}
