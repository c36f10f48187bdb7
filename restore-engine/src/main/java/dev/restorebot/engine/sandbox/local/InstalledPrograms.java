package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the client programs of an installation as an account. psql cannot start other programs, and
 * one that does not know {@code \restrict} is refused: there is no container around it.
 */
record InstalledPrograms(Installation installation, ServerAccount account) {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  /**
   * Runs one.
   *
   * @param home its home folder
   * @param environment variables of libpq, such as PGHOST
   * @param update what to do when psql is too old
   * @return its exit code
   * @throws ProblemException when it could not be run
   */
  int run(
      ToolCall call,
      Path home,
      Map<String, String> environment,
      String update,
      Cancellation cancellation)
      throws ProblemException {
    String name = call.command().get(0);
    boolean isPsql = Path.of(name).endsWith("psql");
    if (isPsql && !installation.psqlIsFit()) {
      throw new Problem(
              ProblemCode.NO_POSTGRESQL_INSTALLED,
              "The psql of this machine ("
                  + installation.version()
                  + ") is too old to read an SQL backup safely without Docker: such a file could"
                  + " run programs here.",
              update)
          .exception();
    }
    List<String> command =
        Stream.concat(Stream.of(installation.program(name)), call.command().stream().skip(1))
            .toList();
    int code =
        new LocalTool(name, home, environment)
            .run(
                isPsql ? account.prefixWithoutChildren() : account.prefix(),
                command,
                call.stdin(),
                call.output(),
                cancellation);
    if (code == NOT_FOUND || code == NOT_EXECUTABLE) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "This machine cannot run " + name + ".",
              "Install PostgreSQL's client programs.")
          .exception();
    }
    return code;
  }
}
