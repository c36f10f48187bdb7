package dev.restorebot.engine.testing;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link RequiresLocalPostgres}. */
final class RequiresLocalPostgresCondition implements ExecutionCondition {
  private static final String VARIABLE = "RESTORE_BOT_TEST_LOCAL";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    try (LocalSandboxProvider provider = new LocalSandboxProvider(LocalSettings.withDefaults())) {
      return Requirement.decide(VARIABLE, provider.unavailable().map(Problem::message));
    }
  }
}
