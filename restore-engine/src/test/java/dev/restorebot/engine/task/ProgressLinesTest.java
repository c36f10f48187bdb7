package dev.restorebot.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  @Test
  void tellsEachActivityOnceAndEachFurtherTenth() {
    List<String> lines = new ArrayList<>();
    ProgressLines progress = new ProgressLines(lines::add);
    progress.progress(Progress.of(0, "pulling image a"));
    progress.progress(Progress.of(0.04, "pulling image a"));
    progress.progress(Progress.of(0.31, "pulling image a"));
    progress.progress(Progress.of(0.32, "pulling image a"));
    progress.progress(Progress.of(0.2, "pulling image a"));
    progress.progress(Progress.of(0, "asking a copy"));

    assertThat(lines).containsExactly("pulling image a", "pulling image a, 30 %", "asking a copy");
  }
}
