package dev.restorebot.engine.testing;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link RequiresRclone}. */
final class RequiresRcloneCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Requirement.decide("RESTORE_BOT_TEST_RCLONE", missing());
  }

  private static Optional<String> missing() {
    try {
      Process process = new ProcessBuilder("rclone", "version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0
          ? Optional.empty()
          : Optional.of("rclone version ends with exit code " + process.exitValue());
    } catch (IOException e) {
      return Optional.of("no rclone program: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
