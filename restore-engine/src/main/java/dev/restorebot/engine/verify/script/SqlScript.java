package dev.restorebot.engine.verify.script;

import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Diagnosis;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.verify.CheckResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs a file of SQL with the sandbox's own psql. Rows that its queries return are not read. */
final class SqlScript {
  private static final List<String> COMMAND =
      List.of(
          "psql",
          "--no-psqlrc",
          "--no-password",
          "--quiet",
          "--output=/dev/null",
          "--set=ON_ERROR_STOP=1",
          "--set=VERBOSITY=verbose",
          "--dbname=client_encoding=UTF8",
          "--file=-");
  private static final int SCRIPT_ERROR = 3;
  private static final String SYNTAX_ERROR = "42601";

  /** The class of errors that a script raises itself (RAISE, ASSERT). */
  private static final String OWN = "P0";

  private final Path file;
  private final ScriptEnding ending;

  SqlScript(Path file, ScriptEnding ending) {
    this.file = file;
    this.ending = ending;
  }

  CheckResult run(Sandbox sandbox, Cancellation limit) throws ProblemException {
    ScriptOutput output = ScriptOutput.of(List.of(file), sandbox.password());
    PsqlErrors errors = new PsqlErrors(output);
    int code;
    try (InputStream content = Files.newInputStream(file)) {
      code = sandbox.run(new ToolCall(COMMAND, Optional.of(content), errors::line), limit);
    } catch (IOException e) {
      return ending.notRun(
          file + " cannot be read on the machine that restore-bot runs on",
          "Create the file, or correct `verify.after-restore`. Run `restore-bot config check`.");
    }
    if (code == 0) {
      return ending.passed(output);
    }
    Optional<Problem> trouble = sandbox.trouble();
    if (trouble.isPresent()) {
      return ending.notRun("could not be run", trouble.get());
    }
    return code == SCRIPT_ERROR && errors.first().isPresent()
        ? stopped(errors.first().get(), output)
        : ending.notRun(
            "psql ended with exit code " + code + output.shown(),
            "Run the script with psql in the sandbox to see its errors.");
  }

  private CheckResult stopped(PsqlErrors.Found error, ScriptOutput output) {
    String at = "line " + error.line() + ": ";
    if (error.state().isEmpty()) {
      return ending.notRun(
          at + "a command of psql failed",
          "Correct the script. psql runs in the sandbox and cannot see other files: put everything"
              + " into one file, without \\i, \\copy and \\!.");
    }
    if (error.state().get().equals(SYNTAX_ERROR)) {
      return ending.notRun(at + error.message(), "Correct the syntax error in the script.");
    }
    Problem known = Diagnosis.of(error.message());
    if (!error.isClass(OWN) && known.code().blame() == Blame.ENVIRONMENT) {
      return ending.notRun(at + "could not be run", known);
    }
    // Operator intervention, no resources, connection, system error, internal error.
    if (error.isClass("57", "53", "08", "58", "XX")) {
      return ending.notRun(
          at + refused(error), "Run the test again. If it happens again, check the script.");
    }
    return ending.failed(at + said(error, output) + output.shown());
  }

  /**
   * The message, if it names only tables and columns (class 42), or masked, if it is the script's
   * own; others may have a value of a row.
   */
  private static String said(PsqlErrors.Found error, ScriptOutput output) {
    if (error.isClass("42")) {
      return error.message();
    }
    return error.isClass(OWN) ? output.masked(error.message()) : refused(error);
  }

  private static String refused(PsqlErrors.Found error) {
    return "PostgreSQL refused a statement (SQLSTATE " + error.state().orElse("unknown") + ")";
  }
}
