package dev.restorebot.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.concurrent.TimeUnit;

/** Removes a container and its volume. What is missing is fine. */
public final class ContainerRemoval {
  private static final int TRIES = 50;
  private static final long PAUSE_MILLIS = 100;

  private final DockerConnection docker;

  public ContainerRemoval(DockerConnection docker) {
    this.docker = docker;
  }

  public void remove(String container, String volume) throws ProblemException {
    try {
      if (!container.isEmpty()) {
        untilGone(
            () ->
                docker
                    .client()
                    .removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec());
      }
      if (!volume.isEmpty()) {
        untilGone(() -> docker.client().removeVolumeCmd(volume).exec());
      }
    } catch (RuntimeException e) {
      throw left(container, volume, e);
    }
  }

  /** A conflict passes when another request is removing the same, and stays when it is in use. */
  private static void untilGone(Runnable remove) {
    for (int i = 1; ; i++) {
      try {
        remove.run();
        return;
      } catch (NotFoundException gone) {
        return;
      } catch (DockerException e) {
        if (!DockerErrors.isConflict(e) || i == TRIES || !pause()) {
          throw e;
        }
      }
    }
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private ProblemException left(String container, String volume, RuntimeException error) {
    Problem cause = docker.errors().problem("remove the sandbox", error).problem();
    return new Problem(
            cause.code() == ProblemCode.DOCKER_UNREACHABLE
                ? cause.code()
                : ProblemCode.SANDBOX_FAILED,
            "The sandbox was not removed completely: " + DockerErrors.reason(error),
            String.join("; ", Labels.removeCommands(container, volume)))
        .exception(error);
  }
}
