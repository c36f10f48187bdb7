package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProcessTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Runs a program on this machine, with nothing in its environment but what is given.
 *
 * @param name for messages
 * @param home its working and home folder
 * @param environment its variables
 */
record LocalTool(String name, Path home, Map<String, String> environment) {
  /**
   * Runs it to its end. Whatever makes us stop waiting, it is ended first, with its children.
   *
   * @return its exit code
   */
  int run(
      List<String> prefix,
      List<String> command,
      Optional<InputStream> stdin,
      Consumer<String> output,
      Cancellation cancellation)
      throws ProblemException {
    cancellation.check();
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    Process process = start(whole);
    try (ProcessTree tree = new ProcessTree(process);
        Cancellation.Registration ignored = cancellation.onCancel(tree::end)) {
      ProcessOutput heard = new ProcessOutput(process, output, tree::end);
      Optional<ProcessInput> fed = stdin.map(in -> new ProcessInput(process, in, tree::end));
      if (fed.isEmpty()) {
        closeQuietly(process);
      }
      int code = process.waitFor();
      fed.ifPresent(ProcessInput::stop);
      heard.await();
      cancellation.check();
      heard.rethrow();
      if (fed.isPresent()) {
        fed.get().rethrow();
      }
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private Process start(List<String> command) throws ProblemException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    LocalCommands.clean(builder.environment());
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The program " + name + " could not be run: " + e.getMessage(),
              "Check that it is installed, and that the sandbox is still there.")
          .exception(e);
    }
  }

  private static void closeQuietly(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException ignored) {
      // it reads nothing anyway
    }
  }
}
