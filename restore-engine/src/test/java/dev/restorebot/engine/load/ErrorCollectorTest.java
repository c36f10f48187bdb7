package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.sandbox.Sandbox;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrorCollectorTest {
  private final Sandbox sandbox = mock(Sandbox.class);
  private final ErrorCollector errors = new ErrorCollector(List.of());

  @Test
  void aToolThatFailedWithoutAWordIsAnError() throws Exception {
    errors.end("psql", 0, sandbox);
    assertThat(errors.count()).isZero();

    errors.end("psql", 3, sandbox);
    assertThat(errors.errors())
        .extracting(LoadError::message)
        .containsExactly("psql failed with exit code 3 and gave no reason");
  }

  @Test
  void aToolThatWasKilledWithoutAWordSaysNothingAboutTheBackup() {
    when(sandbox.trouble()).thenReturn(Optional.empty());
    assertThatThrownBy(() -> errors.end("pg_restore", 137, sandbox))
        .hasMessageContaining("pg_restore was killed (exit code 137). This says nothing");

    when(sandbox.trouble())
        .thenReturn(Optional.of(new Problem(ProblemCode.OUT_OF_MEMORY, "No memory.", "More.")));
    assertThatThrownBy(() -> errors.end("psql", 137, sandbox)).hasMessageContaining("No memory.");
    assertThat(errors.count()).isZero();
  }

  @Test
  void whatAToolSaidBeforeItWasKilledCounts() throws Exception {
    errors.add("", "ERROR:  relation \"t\" already exists", "");
    errors.end("pg_restore", 137, sandbox);
    assertThat(errors.count()).isOne();
  }
}
