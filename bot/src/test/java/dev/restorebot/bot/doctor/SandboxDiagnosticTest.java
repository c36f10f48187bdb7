package dev.restorebot.bot.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.testing.Facts;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxDiagnosticTest {
  @Test
  void countsItsOwnSandboxesApartFromThoseOfOthersAndFromWarmOnes() throws Exception {
    SandboxDiagnostic check = new SandboxDiagnostic(Standing::new, () -> Optional.of("me"));

    assertThat(check.examine().what())
        .contains(
            "Running now: 2, and 1 of other bots or commands. Warm servers, ready for a test: 1.");
  }

  /** Two sandboxes and a warm one of this bot and one of another. */
  private static final class Standing implements SandboxProvider {
    @Override
    public String runtime() {
      return "docker";
    }

    @Override
    public Optional<Problem> unavailable() {
      return Optional.empty();
    }

    @Override
    public Sandbox start(
        SandboxRequest request, ProgressListener progress, Cancellation cancellation) {
      throw new AssertionError("the doctor starts no sandbox");
    }

    @Override
    public Sandbox open(SandboxInfo sandbox) {
      throw new AssertionError("the doctor opens no sandbox");
    }

    @Override
    public List<SandboxInfo> list() {
      return List.of(
          Facts.sandbox("aaa111", "me", Facts.NOW),
          Facts.sandbox("bbb222", "another", Facts.NOW),
          Facts.sandbox("ccc333", "me", Facts.NOW),
          Facts.sandbox("", "me", Facts.NOW));
    }

    @Override
    public void remove(SandboxInfo sandbox) {
      throw new AssertionError("the doctor removes no sandbox");
    }

    @Override
    public void close() {}
  }
}
