package dev.restorebot.engine.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JobStateTest {
  private static final Path PAGE = Path.of("..", "docs", "job-states.md");

  /** Written by hand, so that a slip in the table is seen. */
  private static final List<String> GOLDEN =
      List.of(
          "QUEUED -> PREPARING",
          "QUEUED -> CANCELLED",
          "PREPARING -> STARTING_SANDBOX",
          "PREPARING -> FAILED",
          "PREPARING -> COULD_NOT_VERIFY",
          "PREPARING -> CANCELLED",
          "STARTING_SANDBOX -> RESTORING",
          "STARTING_SANDBOX -> COULD_NOT_VERIFY",
          "STARTING_SANDBOX -> CANCELLED",
          "RESTORING -> VERIFYING",
          "RESTORING -> FAILED",
          "RESTORING -> COULD_NOT_VERIFY",
          "RESTORING -> CANCELLED",
          "VERIFYING -> READY",
          "VERIFYING -> COULD_NOT_VERIFY",
          "VERIFYING -> CANCELLED",
          "READY -> CLEANED_UP");

  @Test
  void theTableIsAsAgreed() {
    List<String> table = new ArrayList<>();
    for (JobState from : JobState.values()) {
      for (JobState to : JobState.values()) {
        if (from.mayBecome(to)) {
          table.add(from + " -> " + to);
        }
      }
    }

    assertThat(table).containsExactlyInAnyOrderElementsOf(GOLDEN);
  }

  @ParameterizedTest
  @EnumSource
  void aJobGoesWhereTheTableSaysAndNowhereElse(JobState to) {
    Job queued = Jobs.queued("abc123");

    if (JobState.QUEUED.mayBecome(to)) {
      assertThat(queued.become(to, Jobs.NOON).state()).isEqualTo(to);
    } else {
      assertThatIllegalStateException()
          .isThrownBy(() -> queued.become(to, Jobs.NOON))
          .withMessageContaining("abc123");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyStateCanBeReachedAndAnEndIsNeverFarFromWork(JobState state) {
    if (state != JobState.QUEUED) {
      assertThat(JobState.values()).anyMatch(from -> from.mayBecome(state));
    }
    if (state.running()) {
      assertThat(state.next()).contains(JobState.COULD_NOT_VERIFY, JobState.CANCELLED);
    }
    assertThat(state.ended() && state.running()).isFalse();
  }

  @Test
  void thePageShowsTheTable() throws IOException {
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, JobStateDiagram.markdown());
    }

    assertThat(PAGE).hasContent(JobStateDiagram.markdown());
  }
}
