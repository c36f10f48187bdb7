package dev.restorebot.engine.testing;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link RequiresProgram}. */
final class RequiresProgramCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), RequiresProgram.class)
        .map(RequiresProgramCondition::decide)
        .orElseGet(() -> ConditionEvaluationResult.enabled("decided for the class"));
  }

  private static ConditionEvaluationResult decide(RequiresProgram program) {
    return Requirement.decide(
        "RESTORE_BOT_TEST_" + program.value().toUpperCase(Locale.ROOT),
        missing(program.value(), program.version()));
  }

  private static Optional<String> missing(String program, String version) {
    try {
      Process process = new ProcessBuilder(program, version).redirectErrorStream(true).start();
      process.getOutputStream().close();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0
          ? Optional.empty()
          : Optional.of(program + " " + version + " ends with exit code " + process.exitValue());
    } catch (IOException e) {
      return Optional.of("no " + program + " program: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
