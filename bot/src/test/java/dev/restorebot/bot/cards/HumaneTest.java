package dev.restorebot.bot.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumaneTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:04:05Z");

  @Test
  void countsAndTimes() {
    assertThat(Humane.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(Humane.time(NOW)).isEqualTo("2026-11-23 03:04 UTC");
  }

  @ParameterizedTest
  @CsvSource({
    "PT-1S, in the future",
    "PT59S, just now",
    "PT61S, 1 min ago",
    "PT26H30M, 26 h 30 min ago",
    "P22DT33M, 22 days ago"
  })
  void ages(Duration age, String text) {
    assertThat(Humane.age(NOW.minus(age), NOW)).isEqualTo(text);
  }
}
