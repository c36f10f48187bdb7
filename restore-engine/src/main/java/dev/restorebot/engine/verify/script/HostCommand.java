package dev.restorebot.engine.verify.script;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.server.LineSplitter;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProcessTree;
import dev.restorebot.engine.task.Threads;
import dev.restorebot.engine.verify.CheckResult;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Runs a program of this machine, without a shell, with the sandbox's connection in its
 * environment. Of the bot's own environment it gets nothing that may be a secret.
 */
final class HostCommand {
  private static final Set<String> KEPT =
      Set.of("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "USER", "LOGNAME");
  private static final int CANNOT_RUN_NOW = 75;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int SIGNALS = 128;
  private static final long READ_ON_MILLIS = 2_000;
  private static final int PIECE = 8 * 1024;

  private final List<String> command;
  private final ScriptEnding ending;

  HostCommand(List<String> command, ScriptEnding ending) {
    this.command = command;
    this.ending = ending;
  }

  CheckResult run(Sandbox sandbox, Cancellation limit) {
    ScriptOutput output = ScriptOutput.of(ScriptOutput.files(command), sandbox.password());
    Process process;
    try {
      process = builder(sandbox).start();
    } catch (IOException e) {
      return ending.notRun(
          command.get(0) + " cannot be started on the machine that restore-bot runs on",
          "Install it there (in the bot's container, if it runs in one) and make it executable, or"
              + " correct `verify.after-restore`. Run `restore-bot config check`.");
    }
    int code = await(process, output, limit);
    return code == 0 ? ending.passed(output) : ended(code, output, sandbox.trouble());
  }

  private ProcessBuilder builder(Sandbox sandbox) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(KEPT);
    environment.put("PGHOST", sandbox.info().host());
    environment.put("PGPORT", String.valueOf(sandbox.info().port()));
    environment.put("PGDATABASE", sandbox.info().database());
    environment.put("PGUSER", sandbox.info().user());
    environment.put("PGPASSWORD", sandbox.password().value());
    environment.put("PGSSLMODE", "disable");
    environment.put("PGGSSENCMODE", "disable");
    return builder;
  }

  private static int await(Process process, ScriptOutput output, Cancellation limit) {
    try (ProcessTree tree = new ProcessTree(process);
        Cancellation.Registration ignored = limit.onCancel(tree::end)) {
      Thread reader = Threads.start("after-restore-output", () -> read(process, output));
      int code = process.waitFor();
      // A child that it left behind may hold the pipe open.
      reader.join(READ_ON_MILLIS);
      limit.check();
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private static void read(Process process, ScriptOutput output) {
    LineSplitter lines = new LineSplitter(output::line);
    byte[] piece = new byte[PIECE];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        lines.accept(piece, 0, n);
      }
    } catch (IOException e) {
      // It has ended; what it said before is there.
    }
    lines.finish();
  }

  private CheckResult ended(int code, ScriptOutput output, Optional<Problem> trouble) {
    if (trouble.isPresent()) {
      return ending.notRun("could not be run", trouble.get());
    }
    if (code == NOT_FOUND || code == NOT_EXECUTABLE) {
      return ending.notRun(
          "exit code " + code + ": a program that it needs cannot be run" + output.shown(),
          "Install that program on the machine that restore-bot runs on.");
    }
    if (code == CANNOT_RUN_NOW) {
      return ending.notRun(
          "exit code " + code + ": it says that it could not run now" + output.shown(),
          "Run the command yourself to see why. Then run the test again.");
    }
    if (code > SIGNALS) {
      return ending.notRun(
          "it was ended by signal " + (code - SIGNALS) + output.shown(),
          "Check the memory of the machine that restore-bot runs on. Then run the test again.");
    }
    return ending.failed("exit code " + code + output.shown());
  }
}
