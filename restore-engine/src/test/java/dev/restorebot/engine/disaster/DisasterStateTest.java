package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisasterStateTest {
  private static final Path PAGE = Path.of("..", "docs", "disaster.md");

  @ParameterizedTest
  @EnumSource
  void everyStateCanBeReachedAndWorkCanAlwaysBeUndone(DisasterState state) {
    if (state != DisasterState.AWAITING_APPROVAL) {
      assertThat(DisasterState.values()).anyMatch(from -> from.mayBecome(state));
    }
    if (state.working() && state != DisasterState.ROLLING_BACK) {
      assertThat(state.next()).contains(DisasterState.ROLLING_BACK);
    }
    assertThat(state.ended() && state.working()).isFalse();
    assertThat(state.ended() && state.holdsTarget()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void nothingAfterTheSwapCanBeCancelled(DisasterState state) {
    boolean after =
        switch (state) {
          // People may be asked for services on either side of it.
          case SWAPPING,
              STARTING_SERVICES,
              AWAITING_SERVICES,
              CHECKING,
              AWAITING_KEEP,
              DONE,
              ROLLING_BACK ->
              true;
          default -> state.ended();
        };
    assertThat(state.cancellable()).isEqualTo(!after);
  }

  @ParameterizedTest
  @EnumSource
  void thePageNamesEveryState(DisasterState state) throws IOException {
    assertThat(Files.readString(PAGE)).contains(state.name());
  }

  @Test
  void onlyApprovalLeadsToWork() {
    for (DisasterState from : DisasterState.values()) {
      if (from.mayBecome(DisasterState.PREPARING)) {
        assertThat(from).isEqualTo(DisasterState.AWAITING_APPROVAL);
      }
      if (from.mayBecome(DisasterState.SWAPPING)) {
        assertThat(from)
            .isIn(
                DisasterState.AWAITING_GO,
                DisasterState.VERIFYING,
                DisasterState.STOPPING_SERVICES);
      }
    }
  }
}
