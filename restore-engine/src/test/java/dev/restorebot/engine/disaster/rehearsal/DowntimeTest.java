package dev.restorebot.engine.disaster.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DowntimeTest {
  private static final Duration MEASURED = Duration.ofSeconds(400);

  private static Downtime downtime(Duration rto) {
    return new Downtime(MEASURED, Optional.of(rto));
  }

  @Test
  void saysWhetherItIsWithinTheRto() {
    assertThat(downtime(Duration.ofMinutes(15)).text())
        .isEqualTo("6 min 40 s, within the RTO of 15 min");
    assertThat(downtime(Duration.ofMinutes(5)).text())
        .isEqualTo("6 min 40 s, 1 min 40 s over the RTO of 5 min");
    assertThat(downtime(MEASURED).isOver()).isFalse();
    assertThat(new Downtime(MEASURED, Optional.empty()).text()).isEqualTo("6 min 40 s");
  }

  @Test
  void aLongerDowntimeIsAWarningAndTheVerdictStays() {
    var over = downtime(Duration.ofMinutes(5)).check().orElseThrow();
    var within = downtime(Duration.ofMinutes(15)).check().orElseThrow();

    assertThat(over.status()).isEqualTo(CheckStatus.WARNING);
    assertThat(within.status()).isEqualTo(CheckStatus.PASSED);
    assertThat(new Verification(List.of(within, over), List.of()).outcome())
        .isEqualTo(Outcome.PASSED);
    assertThat(new Downtime(MEASURED, Optional.empty()).check()).isEmpty();
  }
}
