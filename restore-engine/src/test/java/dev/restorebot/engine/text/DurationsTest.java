package dev.restorebot.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT0.85S, 850 ms",
    "PT0.999S, 999 ms",
    "PT1S, 1 s",
    "PT4.24S, 4.2 s",
    "PT30S, 30 s",
    "PT59.949S, 59.9 s",
    "PT59.97S, 1 min",
    "PT60S, 1 min",
    "PT75S, 1 min 15 s",
    "PT6M40S, 6 min 40 s",
    "PT59M59S, 59 min 59 s",
    "PT60M, 1 h",
    "PT3H5M, 3 h 5 min",
    "PT26H, 26 h",
    "PT47H59M59S, 47 h 59 min",
    "PT48H, 2 days",
    "PT76H, 3 days 4 h",
    "PT-90M, -1 h 30 min"
  })
  void hasAtMostTheTwoLargestUnits(Duration duration, String text) {
    assertThat(Durations.text(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 min",
    "PT59S, 0 min",
    "PT119S, 1 min",
    "PT26H30M59S, 26 h 30 min",
    "P22DT33M, 22 days",
    "PT-61S, -1 min"
  })
  void cutsAnAgeToWholeMinutes(Duration duration, String text) {
    assertThat(Durations.minutes(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT-5S, 1 s",
    "PT0S, 1 s",
    "PT0.2S, 1 s",
    "PT4.2S, 5 s",
    "PT59.5S, 1 min",
    "PT3M20S, 3 min 20 s"
  })
  void roundsAnEstimateUpToWholeSeconds(Duration duration, String text) {
    assertThat(Durations.estimate(duration)).isEqualTo(text);
  }
}
