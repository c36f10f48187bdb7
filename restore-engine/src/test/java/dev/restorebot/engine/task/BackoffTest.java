package dev.restorebot.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff();

  @Test
  void doublesTheWaitUpToAMinute() {
    assertThat(LongStream.range(0, 100).map(i -> backoff.failed().toSeconds()).toArray())
        .startsWith(1, 2, 4, 8, 16, 32, 60, 60)
        .endsWith(60);
  }

  @Test
  void beginsAgainAfterASuccess() {
    assertThat(backoff.failing()).isFalse();
    backoff.failed();
    backoff.failed();
    assertThat(backoff.failing()).isTrue();
    backoff.succeeded();
    assertThat(backoff.failing()).isFalse();
    assertThat(backoff.failed()).hasSeconds(1);
  }
}
