package dev.restorebot.engine.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link RequiresDocker}. */
final class RequiresDockerCondition implements ExecutionCondition {
  private static final String VARIABLE = "RESTORE_BOT_TEST_DOCKER";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<RequiresDocker> wanted =
        Optional.ofNullable(context.getRequiredTestClass().getAnnotation(RequiresDocker.class));
    String[] images = wanted.map(RequiresDocker::images).orElseGet(() -> new String[0]);
    return Requirement.decide(VARIABLE, missing(images));
  }

  private static Optional<String> missing(String[] images) {
    try (DockerClient client = TestDocker.client()) {
      client.pingCmd().exec();
      for (String image : images) {
        try {
          client.inspectImageCmd(image).exec();
        } catch (NotFoundException e) {
          return Optional.of("Docker has no image " + image);
        }
      }
      return Optional.empty();
    } catch (RuntimeException | IOException e) {
      return Optional.of("no Docker engine answers: " + e.getMessage());
    }
  }
}
