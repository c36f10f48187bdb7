package dev.restorebot.engine.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link RequiresTmpfs}. */
final class RequiresTmpfsCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Requirement.decide("RESTORE_BOT_TEST_TMPFS", missing());
  }

  private static Optional<String> missing() {
    try {
      Path folder = Files.createTempDirectory("tmpfs");
      try (SmallDisk disk = SmallDisk.mount(folder, 1)) {
        return Optional.empty();
      } finally {
        Files.delete(folder);
      }
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }
}
