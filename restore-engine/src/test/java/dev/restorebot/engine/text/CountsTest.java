package dev.restorebot.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountsTest {
  @Test
  void onlyOneIsSingularAndThousandsAreSeparated() {
    assertThat(Counts.of(0, "row")).isEqualTo("0 rows");
    assertThat(Counts.of(1, "row")).isEqualTo("1 row");
    assertThat(Counts.of(1_926, "row")).isEqualTo("1,926 rows");
  }
}
