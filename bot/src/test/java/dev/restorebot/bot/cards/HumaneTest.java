package dev.restorebot.bot.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumaneTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:04:05Z");

  @ParameterizedTest
  @CsvSource({
    "PT-1S, 0 ms",
    "PT0.85S, 850 ms",
    "PT4.24S, 4.2 s",
    "PT59.949S, 59.9 s",
    "PT59.97S, 1 min",
    "PT60S, 1 min",
    "PT3M20S, 3 min 20 s",
    "PT2H5M, 2 h 5 min",
    "PT47H, 47 h",
    "PT76H, 3 days 4 h"
  })
  void durations(Duration duration, String text) {
    assertThat(Humane.duration(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 1 s", "PT0.2S, 1 s", "PT4.2S, 5 s", "PT59.5S, 1 min", "PT3M20S, 3 min 20 s"})
  void guesses(Duration duration, String text) {
    assertThat(Humane.rough(duration)).isEqualTo(text);
  }

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
