package dev.restorebot.engine.verify.script;

import dev.restorebot.engine.archive.plain.SqlStatements;
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
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Runs a file of SQL with the sandbox's own psql, or without it where the sandbox has none. Rows
 * that its queries return are not read.
 */
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
    try {
      return sandbox.hasClientTools()
          ? withPsql(sandbox, output, limit)
          : withoutPsql(sandbox, output, limit);
    } catch (IOException e) {
      return ending.notRun(
          file + " cannot be read on the machine that restore-bot runs on",
          "Create the file, or correct `verify.after-restore`. Run `restore-bot config check`.");
    }
  }

  private CheckResult withPsql(Sandbox sandbox, ScriptOutput output, Cancellation limit)
      throws ProblemException, IOException {
    PsqlErrors errors = new PsqlErrors(output);
    int code;
    try (InputStream content = Files.newInputStream(file)) {
      code = sandbox.run(new ToolCall(COMMAND, Optional.of(content), errors::line), limit);
    }
    return code == 0
        ? ending.passed(output)
        : ended(
            code == SCRIPT_ERROR ? errors.first() : Optional.empty(),
            "psql ended with exit code " + code,
            sandbox,
            output);
  }

  private CheckResult withoutPsql(Sandbox sandbox, ScriptOutput output, Cancellation limit)
      throws IOException {
    SqlStatements script = SqlStatements.of(Files.readAllBytes(file));
    if (script.foreign().isPresent()) {
      return ending.notRun(
          "it contains " + script.foreign().get() + ", and this sandbox has no psql",
          "Write it with SQL statements alone, install PostgreSQL's client programs, or use"
              + " Docker.");
    }
    Optional<ScriptError> error;
    try (JdbcScript session = JdbcScript.open(sandbox, output)) {
      error = session.run(script, limit);
    } catch (SQLException e) {
      return ended(
          Optional.empty(),
          "no session for it (SQLSTATE " + e.getSQLState() + ")",
          sandbox,
          output);
    }
    if (error.isPresent() && error.get().state().isEmpty() && sandbox.trouble().isEmpty()) {
      return ending.notRun(
          "line " + error.get().line() + ": only psql does this, or it returns more than 64 MB",
          "Use ASSERT or count(*), or a sandbox with psql.");
    }
    return error.isEmpty()
        ? ending.passed(output)
        : ended(error, "it did not end", sandbox, output);
  }

  private CheckResult ended(
      Optional<ScriptError> error, String how, Sandbox sandbox, ScriptOutput output) {
    return sandbox
        .trouble()
        .map(trouble -> ending.notRun("could not be run", trouble))
        .or(() -> error.map(each -> stopped(each, output)))
        .orElseGet(
            () ->
                ending.notRun(
                    how + output.shown(),
                    "Run the script in the sandbox by hand to see its errors."));
  }

  private CheckResult stopped(ScriptError error, ScriptOutput output) {
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
  private static String said(ScriptError error, ScriptOutput output) {
    if (error.isClass("42")) {
      return error.message();
    }
    return error.isClass(OWN) ? output.masked(error.message()) : refused(error);
  }

  private static String refused(ScriptError error) {
    return "PostgreSQL refused a statement (SQLSTATE " + error.state().orElse("unknown") + ")";
  }
}
