package dev.restorebot.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.TestStreams;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.EngineUnderTest;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.Slow;
import dev.restorebot.engine.testing.TestDocker;
import dev.restorebot.engine.verify.CheckSettings;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.TableRows;
import dev.restorebot.engine.verify.VerifySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a hostile dump does in a real container, the whole way through the engine: it is ended by a
 * limit, told as what it was, never passes, and leaves nothing.
 *
 * <p>In Docker the role that restores is the server's superuser, so that any extension can be made.
 * A dump can run programs in the container; the container is what holds them.
 */
@RequiresDocker(images = {"postgres:15-alpine", "postgres:17-alpine"})
@Timeout(240)
@Slow
class HostileDockerIT {
  private static final long MIB = 1L << 20;
  private static final long PIDS = 64;
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration LATE = Duration.ofSeconds(90);
  private static final DiskLimits NO_LIMIT =
      new DiskLimits(0, OptionalLong.empty(), Duration.ofMillis(500));
  private static final String FILL =
      "CREATE TABLE fill AS SELECT repeat('x', 1500) FROM generate_series(1, 100000000);";

  private static DockerSandboxProvider provider;
  private static byte[] dump;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    provider = new DockerSandboxProvider(settings());
    dump = dump();
  }

  @AfterAll
  static void stop() throws IOException {
    provider.close();
    DockerSandboxIT.removeNetwork();
  }

  /** Neither containers nor volumes; what ran in them goes with them. */
  @AfterEach
  void nothingIsLeft() throws IOException {
    try (DockerClient client = TestDocker.client()) {
      String prefix = DockerSandboxIT.PREFIX;
      assertThat(client.listContainersCmd().withShowAll(true).exec())
          .noneMatch(one -> String.join("", one.getNames()).contains(prefix));
      assertThat(client.listVolumesCmd().exec().getVolumes())
          .noneMatch(one -> one.getName().startsWith(prefix));
    }
  }

  private static DockerSettings settings() {
    DockerSettings usual = DockerSandboxIT.settings(List.of());
    return new DockerSettings(
        usual.image(),
        usual.defaultMajor(),
        usual.prefix(),
        false,
        usual.memoryBytes(),
        usual.cpus(),
        PIDS,
        usual.shmBytes(),
        usual.dockerHost(),
        usual.startTimeout(),
        List.of());
  }

  private static final String NAP =
      "CREATE FUNCTION nap() RETURNS int LANGUAGE sql AS 'SELECT 1 FROM pg_sleep(100000)';\n";
  private static final String SPIN =
      "CREATE FUNCTION spin(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS"
          + " 'BEGIN LOOP END LOOP; END';\nCREATE TABLE t (a int);\nINSERT INTO t VALUES (1);\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        NAP
            + "CREATE TABLE t (a int DEFAULT nap(), b int CHECK (nap() = b));\n"
            + "COPY t (b) FROM stdin;\n1\n\\.\n",
        SPIN + "CREATE INDEX ON t (spin(a));",
        "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a FROM r) SELECT a FROM r OFFSET"
            + " 1e15;",
        "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS"
            + " 'BEGIN PERFORM pg_sleep(100000); END';\n"
            + "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();\n"
            + "CREATE TABLE t (a int);"
      })
  void whatNeverEndsIsEndedByTheTimeLimit(String sql) throws Exception {
    Job job = restore(plain(sql), SOON, NO_LIMIT);
    assertEnded(job, ProblemCode.TIMED_OUT);
    assertThat(job.reason().orElseThrow().message()).contains("did not finish within");
  }

  @Test
  void soIsAnArchiveAndTheNextJobIsServed() throws Exception {
    Path sleeps = edited("pg_sleep(0.00001)", "pg_sleep(9999999)");
    try (EngineUnderTest engine = engine(SOON, NO_LIMIT)) {
      assertEnded(engine.restore(sleeps), ProblemCode.TIMED_OUT);
      engine.load(load(LATE)); // enough for a good restore on a busy machine
      Report next = EngineUnderTest.report(engine.restore(plain("CREATE TABLE t AS SELECT 1;")));
      assertThat(next.outcome()).isEqualTo(Outcome.PASSED);
    }
  }

  @Test
  void recursionWithoutEndIsAnErrorOfTheRestore() throws Exception {
    Report report =
        ended(
            "CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql AS"
                + " 'BEGIN RETURN f($1 + 1); END';\nCREATE TABLE t AS SELECT f(1);");
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.problems().get(0).message()).contains("stack depth limit exceeded");
  }

  /** From PostgreSQL 17 on a trigger can write rows at, or hold up, every login. */
  @Test
  void aLoginTriggerOfTheBackupTakesNoPartInTheVerification() throws Exception {
    Path file =
        plain(
            "-- Dumped from database version 17.5\n"
                + "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS"
                + " 'BEGIN INSERT INTO public.t VALUES (2); PERFORM pg_sleep(100000); END';\n"
                + "ALTER FUNCTION f() SECURITY DEFINER;\n"
                + "CREATE TABLE t (a int);\n"
                + "INSERT INTO t VALUES (1);\n"
                + "CREATE EVENT TRIGGER e ON login EXECUTE FUNCTION f();\n"
                + "ALTER EVENT TRIGGER e ENABLE ALWAYS;\n");
    try (EngineUnderTest engine = engine(LATE, NO_LIMIT)) {
      Report report = EngineUnderTest.report(engine.restore(file));
      assertThat(report.sandbox().orElseThrow().image()).contains("17");
      assertThat(report.outcome()).isEqualTo(Outcome.PASSED);
      assertThat(report.tables()).containsExactly(new TableRows("public", "t", 1));
    }
  }

  /** What the verification reads is code, too. */
  @Test
  void aViewThatNeverEndsIsEndedByTheStatementTimeout() throws Exception {
    CheckSettings.Queries queries =
        new CheckSettings.Queries(
            Optional.empty(),
            List.of(new CheckSettings.Sample("users", "SELECT * FROM users")),
            Set.of(),
            List.of());
    Path file = plain(NAP + "CREATE TABLE t AS SELECT 1;\nCREATE VIEW users AS SELECT nap();");
    try (EngineUnderTest engine = engine(LATE, NO_LIMIT, queries)) {
      Report report = EngineUnderTest.report(engine.restore(file));
      assertThat(report.outcome()).isEqualTo(Outcome.COULD_NOT_VERIFY);
      assertThat(report.problems())
          .extracting(Report.ProblemFacts::code)
          .contains(ProblemCode.CHECK_BROKEN.code());
    }
  }

  @Test
  void aForkBombIsHeldByTheLimitOfProcesses() throws Exception {
    Job job =
        restore(
            plain(
                "CREATE TABLE t (a text);\n"
                    + "COPY t FROM PROGRAM 'f() { f | f & }; f & exec sleep 100000';\n"),
            SOON,
            NO_LIMIT);
    assertThat(job.state()).isEqualTo(JobState.COULD_NOT_VERIFY);
    assertThat(job.reason().orElseThrow().code())
        .isIn(ProblemCode.TIMED_OUT, ProblemCode.DISK_LIMIT, ProblemCode.SANDBOX_FAILED);
  }

  /** The same as who restores, but outside of the server: no more processes than the limit. */
  @Test
  void aForkBombBesideTheServerIsHeldToo() throws Exception {
    Sandbox sandbox = started();
    try {
      List<String> said = new ArrayList<>();
      String bomb = "i=0; while [ $i -lt 500 ]; do sleep 60 & i=$((i+1)); done; echo through";
      sandbox.run(
          new ToolCall(List.of("sh", "-c", bomb), Optional.empty(), said::add),
          Cancellation.none());
      assertThat(String.join(" ", said)).containsIgnoringCase("fork").doesNotContain("through");
      try (DockerClient client = TestDocker.client()) {
        assertThat(client.topContainerCmd(sandbox.info().container()).exec().getProcesses().length)
            .isBetween(10, (int) PIDS);
      }
    } finally {
      sandbox.remove();
    }
  }

  @Test
  void memoryIsHeldByItsLimit() throws Exception {
    Report report =
        ended(
            "CREATE TABLE t (a int);\n"
                + "DO $$ DECLARE a text[]; BEGIN LOOP a := a || repeat('x', 20000000);"
                + " END LOOP; END $$;");
    assertThat(report.outcome()).isEqualTo(Outcome.COULD_NOT_VERIFY);
    assertThat(report.problems())
        .extracting(Report.ProblemFacts::code)
        .containsAnyOf("out-of-memory", "connection-lost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FILL,
        "SELECT g FROM generate_series(1, 1000000000) g ORDER BY md5(g::text) OFFSET 1e15;",
        "COPY (SELECT repeat('x', 1000000) FROM generate_series(1, 1000000))"
            + " TO '/var/lib/postgresql/data/fill';"
      })
  void whatGrowsBeyondItsDiskIsEnded(String sql) throws Exception {
    DiskLimits limits = new DiskLimits(0, OptionalLong.of(250 * MIB), Duration.ofMillis(300));
    Job job = restore(plain(sql), LATE, limits);
    assertEnded(job, ProblemCode.DISK_LIMIT);
    assertThat(job.reason().orElseThrow().message()).contains("have grown to");
  }

  @Test
  void aDumpThatFillsTheDiskIsEndedBeforeItIsFull() throws Exception {
    Sandbox sandbox = started();
    long free = sandbox.disk().free();
    sandbox.remove();
    Path fills = edited("SELECT 0000000001::", "SELECT 9000000001::");
    DiskLimits limits =
        new DiskLimits(free - 300 * MIB, OptionalLong.empty(), Duration.ofMillis(300));
    Job job = restore(fills, LATE, limits);
    assertEnded(job, ProblemCode.DISK_LIMIT);
    assertThat(job.reason().orElseThrow().message()).contains("before the disk is full");
  }

  /** The network has no way out (DockerIsolationIT); here it is a dump that tries. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE EXTENSION dblink;\n"
            + "SELECT dblink_connect('host=HOST user=postgres connect_timeout=3');",
        "CREATE EXTENSION postgres_fdw;\n"
            + "CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'HOST',"
            + " connect_timeout '3');\nCREATE USER MAPPING FOR postgres SERVER s;\n"
            + "IMPORT FOREIGN SCHEMA public FROM SERVER s INTO public;"
      })
  void theOutsideIsNotReached(String sql) throws Exception {
    // An address that is nobody's, reserved for documentation.
    Report report = ended("CREATE TABLE t AS SELECT 1;\n" + sql.replace("HOST", "198.51.100.7"));
    assertThat(report.outcome()).isNotEqualTo(Outcome.PASSED);
    assertThat(report.problems()).isNotEmpty();
  }

  @Test
  void psqlsOwnCommandsAreRefusedAndNamed() throws Exception {
    Report report = ended("CREATE TABLE t AS SELECT 1;\n\\! touch /tmp/marker\n");
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.problems())
        .extracting(Report.ProblemFacts::code)
        .contains(ProblemCode.PROGRAM_BLOCKED.code());
  }

  private static void assertEnded(Job job, ProblemCode code) {
    assertThat(job.state()).isEqualTo(JobState.COULD_NOT_VERIFY);
    assertThat(job.reason().orElseThrow().code()).isEqualTo(code);
    assertThat(EngineUnderTest.report(job).outcome()).isEqualTo(Outcome.COULD_NOT_VERIFY);
  }

  private Report ended(String sql) throws Exception {
    return EngineUnderTest.report(restore(plain(sql), LATE, NO_LIMIT));
  }

  private static Job restore(Path file, Duration timeout, DiskLimits disk) throws Exception {
    try (EngineUnderTest engine = engine(timeout, disk)) {
      return engine.restore(file);
    }
  }

  private static EngineUnderTest engine(Duration timeout, DiskLimits disk) {
    return engine(timeout, disk, CheckSettings.DEFAULT.queries());
  }

  private static EngineUnderTest engine(
      Duration timeout, DiskLimits disk, CheckSettings.Queries queries) {
    CheckSettings usual = CheckSettings.DEFAULT;
    CheckSettings ladder =
        new CheckSettings(
            usual.level(),
            Duration.ofSeconds(3),
            usual.drift(),
            usual.minRows(),
            usual.alembic(),
            usual.times(),
            queries,
            usual.accepted(),
            usual.expect(),
            usual.asRole());
    return new EngineUnderTest(
        provider, "", new VerifySettings(List.of(), Optional.empty(), ladder), load(timeout), disk);
  }

  private static LoadSettings load(Duration timeout) {
    return new LoadSettings(2, false, timeout, List.of());
  }

  private Path plain(String sql) throws IOException {
    Path file = folder.resolve("zenops_db_2026-02-09_14-30-00.sql");
    String major = sql.startsWith("-- Dumped") ? "" : "-- Dumped from database version 15.18\n";
    return Files.writeString(file, major + sql + "\n");
  }

  private Path edited(String harmless, String hostile) throws IOException {
    String text = new String(dump, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(harmless);
    assertThat(hostile).hasSameSizeAs(harmless);
    return Files.write(
        folder.resolve("edited.dump"),
        text.replace(harmless, hostile).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Sandbox started() throws Exception {
    return provider.start(TestRequests.request(), ProgressListener.none(), Cancellation.none());
  }

  /** A real archive whose materialized view asks functions how many rows it has. */
  private static byte[] dump() throws Exception {
    String sql =
        """
        CREATE FUNCTION public.amount() RETURNS bigint LANGUAGE sql
          AS 'SELECT 0000000001::bigint FROM pg_sleep(0.00001)';
        CREATE MATERIALIZED VIEW public.fill AS
          SELECT repeat('x', 1500) FROM generate_series(1, public.amount());
        """;
    Sandbox sandbox = started();
    try {
      String path = sandbox.put("made.dump", TestStreams.text(""), Cancellation.none());
      List<String> hex = new ArrayList<>();
      sandbox.run(
          new ToolCall(List.of("psql", "-X"), Optional.of(TestStreams.text(sql)), line -> {}),
          Cancellation.none());
      run(sandbox, hex, "pg_dump", "-Fc", "-f", path);
      run(sandbox, hex, "od", "-An", "-v", "-tx1", path);
      return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
    } finally {
      sandbox.remove();
    }
  }

  private static void run(Sandbox sandbox, List<String> output, String... command)
      throws Exception {
    sandbox.run(new ToolCall(List.of(command), Optional.empty(), output::add), Cancellation.none());
  }
}
