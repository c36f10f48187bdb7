package dev.restorebot.engine.testing;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link RequiresOwnEngine}. */
final class RequiresOwnEngineCondition implements ExecutionCondition {
  private static final List<String> PROGRAMS = List.of("dockerd", "containerd", "iptables", "ip");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Requirement.decide("RESTORE_BOT_TEST_OWN_ENGINE", missing());
  }

  private static Optional<String> missing() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("only root can start a Docker Engine");
    }
    return PROGRAMS.stream()
        .filter(program -> folders().noneMatch(each -> new File(each, program).canExecute()))
        .findFirst()
        .map(program -> "no " + program + " program");
  }

  /** Where ci/docker-engine looks. */
  private static Stream<String> folders() {
    return Stream.concat(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator)),
        Stream.of("/usr/sbin", "/sbin"));
  }
}
