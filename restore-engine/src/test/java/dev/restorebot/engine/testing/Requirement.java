package dev.restorebot.engine.testing;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** What to do about a test whose surroundings are not there. */
final class Requirement {
  private Requirement() {}

  /**
   * @param variable of the environment that makes the surroundings obligatory when it is {@code
   *     required}
   */
  static ConditionEvaluationResult decide(String variable, Optional<String> missing) {
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("everything is there");
    }
    if ("required".equals(System.getenv(variable))) {
      throw new AssertionError(variable + "=required, but " + missing.get());
    }
    return ConditionEvaluationResult.disabled(missing.get());
  }
}
