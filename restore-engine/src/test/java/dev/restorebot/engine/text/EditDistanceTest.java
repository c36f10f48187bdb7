package dev.restorebot.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "test, test, 0",
    "'', test, 4",
    "tests, test, 1",
    "tent, test, 1",
    "tset, test, 1",
    "kitten, sitting, 3"
  })
  void countsLettersThatDifferAndSwappedOnesOnce(String a, String b, int distance) {
    assertThat(EditDistance.of(a, b)).isEqualTo(distance);
    assertThat(EditDistance.of(b, a)).isEqualTo(distance);
  }
}
