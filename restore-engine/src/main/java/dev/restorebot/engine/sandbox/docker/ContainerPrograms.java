package dev.restorebot.engine.sandbox.docker;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.ContainerScripts;
import dev.restorebot.engine.docker.DockerExec;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the client programs of an image in a container of it. */
final class ContainerPrograms {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private ContainerPrograms() {}

  /**
   * Runs one.
   *
   * @param image for messages
   * @return its exit code
   * @throws ProblemException when it could not be run
   */
  static int run(DockerExec exec, String image, ToolCall call, Cancellation cancellation)
      throws ProblemException {
    return checked(
        exec.run(
            call.stdin().isPresent() ? ContainerScripts.RUN_WITH_INPUT : ContainerScripts.RUN,
            call.command(),
            call.stdin(),
            call.output(),
            cancellation),
        image,
        call);
  }

  /** Runs one that reads no input, and removes a file or folder when it has ended. */
  static int runAndDelete(
      DockerExec exec, String image, ToolCall call, String path, Cancellation cancellation)
      throws ProblemException {
    List<String> parameters = new ArrayList<>(List.of(path));
    parameters.addAll(call.command());
    return checked(
        exec.run(
            ContainerScripts.RUN_AND_DELETE,
            parameters,
            Optional.empty(),
            call.output(),
            cancellation),
        image,
        call);
  }

  private static int checked(int code, String image, ToolCall call) throws ProblemException {
    if (code == NOT_FOUND || code == NOT_EXECUTABLE) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The image " + image + " cannot run " + call.command().get(0) + ".",
              "Use an image that has PostgreSQL's client programs, such as postgres:17-alpine.")
          .exception();
    }
    return code;
  }
}
