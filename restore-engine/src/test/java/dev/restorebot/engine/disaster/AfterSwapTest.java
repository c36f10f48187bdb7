package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AfterSwapTest {
  private static final List<String> STOPPED = List.of("api", "email-worker", "frontend");

  private static AfterSwap of(List<String> start, List<String> hold) {
    return new AfterSwap(AfterSwap.OnFailedCheck.ROLL_BACK, start, hold);
  }

  @Test
  void withoutSettingsTheServicesThatRanStart() {
    assertThat(AfterSwap.DEFAULT.starts(List.of("frontend"), STOPPED)).containsExactly("frontend");
  }

  @Test
  void ifNoneRanAllStart() {
    assertThat(AfterSwap.DEFAULT.starts(List.of(), STOPPED)).isEqualTo(STOPPED);
  }

  @Test
  void namedServicesStartWhetherTheyRanOrNot() {
    AfterSwap after = of(List.of("frontend", "api"), List.of());
    assertThat(after.starts(List.of("email-worker"), STOPPED)).containsExactly("api", "frontend");
  }

  @Test
  void aHeldServiceWaitsOnlyIfItWouldStart() {
    AfterSwap after = of(List.of(), List.of("email-worker"));
    assertThat(after.starts(STOPPED, STOPPED)).containsExactly("api", "frontend");
    assertThat(after.held(STOPPED, STOPPED)).containsExactly("email-worker");
    assertThat(after.held(List.of("api"), STOPPED)).isEmpty();
  }

  @Test
  void aServiceThatIsNotStoppedIsRefused() throws Exception {
    of(List.of("api"), List.of("email-worker")).requireStopped(STOPPED);

    assertThatThrownBy(() -> of(List.of(), List.of("cron")).requireStopped(STOPPED))
        .hasMessageContaining("the service cron");
  }
}
