package dev.restorebot.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What providers promise besides whose sandboxes have PostgreSQL's client programs. */
public abstract class ClientToolsContract extends SandboxContract {
  @Test
  void runsPsqlWithStandardInput() throws Exception {
    Sandbox sandbox = shared();
    List<String> lines = new ArrayList<>();
    int code =
        run(
            sandbox,
            lines,
            Optional.of(
                TestStreams.text("CREATE TABLE t (x int);\nINSERT INTO t VALUES (1), (2);\n")),
            "psql",
            "-X",
            "-v",
            "ON_ERROR_STOP=1");
    assertThat(code).isZero();
    assertThat(lines).containsExactly("CREATE TABLE", "INSERT 0 2");
    assertThat(query(sandbox, "SELECT count(*) FROM t")).isEqualTo("2");
  }

  @Test
  void restoresADumpFromAFileAndFromStandardInput() throws Exception {
    Sandbox sandbox = shared();
    run(
        sandbox,
        new ArrayList<>(),
        Optional.of(TestStreams.text("CREATE TABLE t AS SELECT generate_series(1, 1000) AS x;")),
        "psql",
        "-X");
    String dump = sandbox.put("made/here.dump", TestStreams.text("not yet"), Cancellation.none());
    assertThat(run(sandbox, new ArrayList<>(), Optional.empty(), "pg_dump", "-Fc", "-f", dump))
        .isZero();
    run(sandbox, new ArrayList<>(), Optional.of(TestStreams.text("DROP TABLE t;")), "psql", "-X");
    assertThat(
            run(sandbox, new ArrayList<>(), Optional.empty(), "pg_restore", "-j2", "-d", "", dump))
        .isZero();
    assertThat(query(sandbox, "SELECT count(*) FROM t")).isEqualTo("1000");

    run(sandbox, new ArrayList<>(), Optional.of(TestStreams.text("DROP TABLE t;")), "psql", "-X");
    List<String> hex = output(sandbox, "od", "-An", "-v", "-tx1", dump);
    byte[] bytes = HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
    assertThat(
            run(
                sandbox,
                new ArrayList<>(),
                Optional.of(new ByteArrayInputStream(bytes)),
                "pg_restore",
                "-d",
                ""))
        .isZero();
    assertThat(query(sandbox, "SELECT count(*) FROM t")).isEqualTo("1000");
    sandbox.delete(dump);
    sandbox.delete(dump);
    assertThat(run(sandbox, new ArrayList<>(), Optional.empty(), "test", "-e", dump)).isEqualTo(1);
  }

  @Test
  void removesAFileAfterTheProgramThatReadsItHoweverThatEnds() throws Exception {
    Sandbox sandbox = shared();
    String file = sandbox.put("a/b", TestStreams.text("content\n"), Cancellation.none());
    List<String> lines = new ArrayList<>();
    ToolCall reads = new ToolCall(List.of("cat", file), Optional.empty(), lines::add);
    assertThat(sandbox.runAndDelete(reads, file, Cancellation.none())).isZero();
    assertThat(lines).containsExactly("content");
    assertThat(run(sandbox, new ArrayList<>(), Optional.empty(), "test", "-e", file)).isEqualTo(1);

    String other = sandbox.put("other", TestStreams.text(""), Cancellation.none());
    ToolCall fails =
        new ToolCall(List.of("psql", "-Xc", "SELECT nonsense"), Optional.empty(), line -> {});
    assertThat(sandbox.runAndDelete(fails, other, Cancellation.none())).isEqualTo(1);
    assertThat(run(sandbox, new ArrayList<>(), Optional.empty(), "test", "-e", other)).isEqualTo(1);
  }

  @Test
  void tellsTheExitCode() throws Exception {
    Sandbox sandbox = shared();
    assertThat(run(sandbox, new ArrayList<>(), Optional.empty(), "psql", "-Xc", "SELECT nonsense"))
        .isEqualTo(1);
    assertThat(
            run(
                sandbox,
                new ArrayList<>(),
                Optional.of(TestStreams.text("SELECT nonsense;\n".repeat(200_000))),
                "psql",
                "-X",
                "-v",
                "ON_ERROR_STOP=1"))
        .isEqualTo(3);
    assertThatThrownBy(() -> output(sandbox, "no-such-program"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no-such-program");
  }

  @Test
  void cutsOutputIntoLines() throws Exception {
    Sandbox sandbox = shared();
    List<String> lines =
        output(
            sandbox,
            "psql",
            "-XAtc",
            "SELECT repeat('€ü', 20000) || i FROM generate_series(1, 3) i");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("€ü€ü").doesNotContain("\uFFFD€").endsWith("(line cut)");
    List<String> plenty =
        output(sandbox, "psql", "-XAtc", "SELECT '€' || i FROM generate_series(1, 50000) i");
    assertThat(plenty).hasSize(50_000).startsWith("€1", "€2").endsWith("€50000");
    assertThat(output(sandbox, "psql", "-Xc", "SELECT nonsense"))
        .anyMatch(line -> line.startsWith("ERROR:"));
  }

  @Test
  void aConsumerThatThrowsEndsTheProgram() throws Exception {
    Sandbox sandbox = shared();
    ToolCall call =
        new ToolCall(
            List.of("psql", "-X", "-c", "\\echo started", "-c", "SELECT pg_sleep(100)"),
            Optional.empty(),
            line -> {
              throw new IllegalStateException("enough");
            });
    assertThatThrownBy(() -> sandbox.run(call, Cancellation.none())).hasMessage("enough");
    assertThat(processes(sandbox)).noneMatch(line -> line.contains("psql"));
  }

  @Test
  void cancellingEndsTheProgram() throws Exception {
    Sandbox sandbox = shared();
    for (Optional<InputStream> stdin :
        List.of(Optional.<InputStream>empty(), Optional.<InputStream>of(TestStreams.stalled()))) {
      Cancellation cancellation = new Cancellation();
      CompletableFuture<Void> running = new CompletableFuture<>();
      ToolCall call =
          new ToolCall(
              List.of("psql", "-X", "-c", "\\echo started", "-c", "SELECT pg_sleep(100)"),
              stdin,
              line -> running.complete(null));
      CompletableFuture<Integer> result =
          CompletableFuture.supplyAsync(() -> unchecked(() -> sandbox.run(call, cancellation)));
      running.join();
      cancellation.cancel();
      assertThatThrownBy(result::join).hasRootCauseInstanceOf(CancellationException.class);
      assertThat(processes(sandbox)).noneMatch(line -> line.contains("psql"));
    }
    assertThatThrownBy(
            () -> {
              Cancellation cancelled = new Cancellation();
              cancelled.cancel();
              sandbox.put("x", TestStreams.text("x"), cancelled);
            })
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void aStandardInputThatBreaksOffIsNotTakenForTheWhole() throws Exception {
    Sandbox sandbox = shared();
    assertThatThrownBy(
            () ->
                run(
                    sandbox,
                    new ArrayList<>(),
                    Optional.of(TestStreams.breaksOff("CREATE TABLE half (x int);\n")),
                    "psql",
                    "-X",
                    "-1"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("the disk went away");
    assertThat(query(sandbox, "SELECT to_regclass('half')")).isNull();
    assertThat(processes(sandbox)).noneMatch(line -> line.contains("psql"));
  }
}
