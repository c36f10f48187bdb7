package dev.restorebot.engine.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.LastError;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says whether a container runs, and if not, why. */
public final class ContainerState {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerState.class);
  private static final int LOG_LINES = 40;
  private static final int LOG_SECONDS = 5;

  private final DockerConnection docker;
  private final String container;

  public ContainerState(DockerConnection docker, String container) {
    this.docker = docker;
    this.container = container;
  }

  /** Empty while it runs. */
  public Optional<Problem> trouble() throws ProblemException {
    try {
      InspectContainerResponse.ContainerState state =
          docker.client().inspectContainerCmd(container).exec().getState();
      if (Boolean.TRUE.equals(state.getOOMKilled())) {
        return Optional.of(outOfMemory());
      }
      return Boolean.TRUE.equals(state.getRunning()) ? Optional.empty() : Optional.of(ended(state));
    } catch (NotFoundException e) {
      return Optional.of(gone());
    } catch (RuntimeException e) {
      throw docker.errors().problem("inspect the container " + container, e);
    }
  }

  /** Returns whether it has ended with that exit code. */
  public boolean hasEndedWith(long exitCode) throws ProblemException {
    try {
      InspectContainerResponse.ContainerState state =
          docker.client().inspectContainerCmd(container).exec().getState();
      return !Boolean.TRUE.equals(state.getRunning())
          && Objects.equals(state.getExitCodeLong(), exitCode);
    } catch (NotFoundException e) {
      return false;
    } catch (RuntimeException e) {
      throw docker.errors().problem("inspect the container " + container, e);
    }
  }

  /** Throws unless it runs. */
  public void requireRunning() throws ProblemException {
    Optional<Problem> trouble = trouble();
    if (trouble.isPresent()) {
      throw trouble.get().exception();
    }
  }

  private Problem ended(InspectContainerResponse.ContainerState state) {
    List<String> lines = lastLines();
    LOG.warn("{} exited with {}; its last lines: {}", container, state.getExitCodeLong(), lines);
    if (DockerErrors.isDiskFull(String.join("\n", lines))) {
      return DockerErrors.diskFull();
    }
    return new Problem(
        ProblemCode.SANDBOX_FAILED,
        (Objects.equals(state.getExitCodeLong(), 0L)
                ? "The PostgreSQL server in the container " + container + " is stopped"
                : "The PostgreSQL server exited in the container "
                    + container
                    + " (exit code "
                    + state.getExitCodeLong()
                    + LastError.after(lines)
                    + ")")
            + ". This says nothing about the backup.",
        "Correct the image or the server's arguments if the reason names them; more lines are in"
            + " the bot's log. Then run the test again.");
  }

  static Problem outOfMemory() {
    return new Problem(
        ProblemCode.OUT_OF_MEMORY,
        "The sandbox ran out of memory: the system stopped one of its programs. This says nothing"
            + " about the backup.",
        "Give sandboxes more memory in the settings, then try again.");
  }

  private Problem gone() {
    return new Problem(
        ProblemCode.SANDBOX_FAILED,
        "The sandbox's container " + container + " is gone: somebody or something removed it.",
        "Run the restore again.");
  }

  private List<String> lastLines() {
    try {
      return ContainerLog.lines(
          docker.client().logContainerCmd(container).withTail(LOG_LINES), LOG_SECONDS);
    } catch (RuntimeException e) {
      LOG.debug("no log of {}: {}", container, e.toString());
      return List.of();
    }
  }
}
