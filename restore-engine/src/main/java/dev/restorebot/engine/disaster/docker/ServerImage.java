package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.util.List;
import java.util.Optional;

/**
 * Finds the image of a server that does not run. One that is gone is pulled at once: the approvals
 * are for the very image, so it has to be known before anybody is asked, and nothing is stopped for
 * an image that nobody can get.
 */
final class ServerImage {
  private final DockerAccess docker;
  private final ProgressListener progress;
  private final List<String> warnings;

  /**
   * Finds images there.
   *
   * @param warnings gets what was pulled
   */
  ServerImage(DockerAccess docker, ProgressListener progress, List<String> warnings) {
    this.docker = docker;
    this.progress = progress;
    this.warnings = warnings;
  }

  /**
   * Returns the image of that name.
   *
   * @throws ProblemException when it is not there and cannot be pulled, with the reason
   */
  InspectImageResponse require(String name) throws ProblemException {
    Optional<InspectImageResponse> here = find(name);
    if (here.isPresent()) {
      return here.get();
    }
    Optional<String> failure = docker.pull(name, progress, Cancellation.none());
    Optional<InspectImageResponse> pulled = find(name);
    if (pulled.isEmpty()) {
      throw new Problem(
              ProblemCode.IMAGE_MISSING,
              "The database's image "
                  + name
                  + " is not on this machine and could not be pulled: "
                  + failure.orElse("the registry sent no image").replaceFirst("\\.$", "")
                  + ".",
              "Get it (docker pull "
                  + name
                  + ", docker load, or docker compose build if the project builds it), then try"
                  + " again.")
          .exception();
    }
    warnings.add(
        "The database's image "
            + name
            + " was not on this machine. It was pulled for this plan: "
            + pulled.get().getId()
            + ".");
    return pulled.get();
  }

  private Optional<InspectImageResponse> find(String name) throws ProblemException {
    try {
      return Optional.of(docker.client().inspectImageCmd(String.valueOf(name)).exec());
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw docker.problem("inspect the image " + name, e);
    }
  }
}
