package dev.restorebot.engine.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link RequiresCompose}. */
final class RequiresComposeCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Requirement.decide("RESTORE_BOT_TEST_DOCKER", missing());
  }

  private static Optional<String> missing() {
    try {
      Process process =
          new ProcessBuilder("docker", "compose", "version", "--short")
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String out =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 && !out.startsWith("1.")
          ? Optional.empty()
          : Optional.of("docker has no Compose 2: " + out);
    } catch (IOException e) {
      return Optional.of("no docker program: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
