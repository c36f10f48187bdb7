package dev.restorebot.engine.verify.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.EndedProcess;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real programs, beside a sandbox that answers what the test says. */
class AfterRestoreTest {
  private static final SandboxInfo INFO =
      new SandboxInfo(
          "docker",
          "job",
          "owner",
          true,
          "image",
          "container",
          "volume",
          "127.0.0.1",
          5433,
          "zenops",
          "postgres",
          "15.18",
          Instant.EPOCH,
          Instant.EPOCH,
          List.of(),
          List.of(),
          List.of());

  @TempDir Path folder;

  private final Secret password = Secret.random();
  private Optional<Problem> trouble = Optional.empty();
  private int psqlCode;
  private String psqlOutput = "";
  private long restoreErrors;

  private Sandbox sandbox() {
    return (Sandbox)
        Proxy.newProxyInstance(
            Sandbox.class.getClassLoader(),
            new Class<?>[] {Sandbox.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "info" -> INFO;
                  case "password" -> password;
                  case "hasClientTools" -> true;
                  case "trouble" -> trouble;
                  case "run" -> psql((ToolCall) arguments[0]);
                  case "connectAsAdmin" -> throw new SQLException("no server");
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private int psql(ToolCall call) {
    psqlOutput.lines().forEach(call.output());
    return psqlCode;
  }

  private CheckResult run(Script script) {
    LoadResult load =
        new LoadResult("psql", 0, List.of(), restoreErrors, Map.of(), 1, Duration.ZERO);
    return new AfterRestore(List.of(script), load)
        .run(sandbox(), ProgressListener.none(), Cancellation.none())
        .get(0);
  }

  private Script shell(String body) throws Exception {
    Path file = Files.writeString(folder.resolve("smoke"), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new Script(
        Optional.empty(), List.of(file.toString(), "one argument"), Duration.ofMinutes(1));
  }

  private Script sql() throws Exception {
    Path file = Files.writeString(folder.resolve("smoke.sql"), "RAISE 'too few users';");
    return new Script(Optional.of(file), List.of(), Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0, PASSED, ran without an error",
    "echo too few; exit 1, FAILED, exit code 1; its last lines: too few",
    "exit 75, COULD_NOT_VERIFY, could not run now",
    "nothing-of-that-name, COULD_NOT_VERIFY, a program that it needs cannot be run",
    "kill -9 $$, COULD_NOT_VERIFY, ended by signal 9",
  })
  void theExitCodeOfACommandDecides(String body, CheckStatus status, String detail)
      throws Exception {
    CheckResult result = run(shell(body));

    assertThat(result.name()).isEqualTo("after-restore smoke");
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.detail()).contains(detail);
    assertThat(result.problems().stream().map(Problem::hint)).noneMatch(String::isBlank);
  }

  @Test
  void aCommandHasTheConnectionAndNothingElseOfTheBotsEnvironment() throws Exception {
    Path seen = folder.resolve("seen");
    assertThat(run(shell("env > " + seen + "; echo \"$#\" >> " + seen)).status())
        .isEqualTo(CheckStatus.PASSED);

    assertThat(Files.readAllLines(seen))
        .contains(
            "PGHOST=127.0.0.1",
            "PGPORT=5433",
            "PGDATABASE=zenops",
            "PGUSER=postgres",
            "PGPASSWORD=" + password.value(),
            "1")
        .allMatch(
            line -> line.matches("(?:PG|PATH|HOME|LANG|LC_|TZ|TMP|USER|LOGN|PWD|_=|SHLVL|1).*"));
  }

  @Test
  void aCommandThatTakesTooLongIsEndedWithItsChildren() throws Exception {
    Path pid = folder.resolve("pid");
    Script slow = shell("sleep 600 & echo $! > " + pid + "; wait");
    CheckResult result = run(new Script(slow.sql(), slow.command(), Duration.ofSeconds(6)));

    assertThat(result.status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(result.detail()).isEqualTo("it took longer than 6 s and was ended");
    EndedProcess.await(Long.parseLong(Files.readString(pid).strip()));
  }

  @Test
  void whatCannotBeStartedOrReadCouldNotVerify() {
    Script none = new Script(Optional.empty(), List.of("/none/smoke"), Duration.ofMinutes(1));
    assertThat(run(none).detail()).startsWith("/none/smoke cannot be started");
    Script missing =
        new Script(Optional.of(folder.resolve("x.sql")), List.of(), Duration.ofMinutes(1));
    assertThat(run(missing).status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(run(missing).name()).isEqualTo("after-restore x.sql");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          psql:<stdin>:2: ERROR:  P0001: too few users zoe | FAILED | line 2: too few users ***
          psql:<stdin>:2: ERROR:  42P01: relation "users" does not exist | FAILED | line 2: relation "users" does not exist
          psql:<stdin>:2: ERROR:  22P02: invalid input syntax for type integer: "zoe" | FAILED | line 2: PostgreSQL refused a statement (SQLSTATE 22P02)
          psql:<stdin>:2: ERROR:  42601: syntax error at or near "users" | COULD_NOT_VERIFY | line 2: syntax error at or near "users"
          psql:<stdin>:2: ERROR:  P0001: users: no space left on device | FAILED | line 2: users: *** *** *** *** ***
          psql:<stdin>:2: ERROR:  57014: canceling statement due to user request | COULD_NOT_VERIFY | line 2: could not be run
          psql:<stdin>:2: ERROR:  XX000: tuple zoe vanished | COULD_NOT_VERIFY | line 2: PostgreSQL refused a statement (SQLSTATE XX000)
          psql:<stdin>:2: error: invalid command foo | COULD_NOT_VERIFY | line 2: a command of psql failed
          """)
  void theErrorOfASqlFileDecides(String output, CheckStatus status, String detail)
      throws Exception {
    psqlCode = 3;
    psqlOutput = output;
    CheckResult result = run(sql());

    assertThat(result.status()).isEqualTo(status);
    assertThat(result.detail()).isEqualTo(detail);
    assertThat(result.toString()).doesNotContain("zoe");
  }

  @Test
  void aSandboxInTroubleAccusesNoBackup() throws Exception {
    trouble = Optional.of(new Problem(ProblemCode.DISK_FULL, "The disk is full.", "Make room."));
    psqlCode = 3;
    psqlOutput = "psql:<stdin>:2: ERROR:  P0001: too few users";

    assertThat(run(sql()).status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(run(shell("exit 1")).problems()).containsExactly(trouble.get());
  }

  @Test
  void afterErrorsOfTheRestoreTheyMayBeTheCause() throws Exception {
    restoreErrors = 1;

    assertThat(run(shell("exit 1")).problems().get(0).hint())
        .startsWith("Solve the restore errors");
  }

  @Test
  void aCancelledTestEndsTheScript() throws Exception {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    AfterRestore scripts = new AfterRestore(List.of(shell("exit 0")), LOADED);

    assertThatThrownBy(() -> scripts.run(sandbox(), ProgressListener.none(), cancellation))
        .isInstanceOf(CancellationException.class);
  }

  private static final LoadResult LOADED =
      new LoadResult("psql", 0, List.of(), 0, Map.of(), 1, Duration.ZERO);
}
