package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.plain.IndexedDump;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.task.Threads;
import dev.restorebot.engine.testing.Databases;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import dev.restorebot.engine.testing.SourceDatabase;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same plain dumps by psql and by several sessions at once, in blocks of a few rows: the same
 * database, and the same errors in the same order.
 */
@RequiresLocalPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ParallelPlainIT {
  private static final int JOBS = 3;
  private static final int SMALL_BLOCK = 100;
  private static final int ROWS = 2_000;
  private static final String NOTHING = "SELECT 1";
  private static final String HEAD = "--\n-- PostgreSQL database dump\n--\n\n";
  private static final String END = "\n--\n-- PostgreSQL database dump complete\n--\n\n";

  /** A table that rows cannot come into from several sessions, and one that they can. */
  private static final String OBSTACLES =
      "CREATE TABLE public.big (id integer PRIMARY KEY, v text, n integer);"
          + "INSERT INTO public.big VALUES (1500, 'x', 1);"
          + "CREATE TABLE public.small (id integer)";

  private final ArchiveReader reader = new ArchiveReader(new ArchiveKey("", List.of(10_000)));

  @TempDir Path folder;
  private SandboxProvider provider;
  private Sandbox sandbox;

  private record Loaded(List<String> content, LoadResult result) {}

  @BeforeAll
  void start() throws Exception {
    provider = new LocalSandboxProvider(LocalSettings.withDefaults());
    sandbox =
        provider.start(
            TestRequests.request("app", Optional.empty(), OptionalInt.of(15), List.of()),
            ProgressListener.none(),
            Cancellation.none());
  }

  @AfterAll
  void stop() throws Exception {
    sandbox.remove();
    provider.close();
  }

  private BackupArchive archive(String sql) throws Exception {
    Path file = Files.writeString(folder.resolve("app.sql"), sql, StandardCharsets.ISO_8859_1);
    return reader.readWhole(file, ProgressListener.none(), Cancellation.none());
  }

  private static LoadSettings settings(PlainChoice plain) {
    return new LoadSettings(JOBS, plain, false, Duration.ofMinutes(2), List.of());
  }

  private LoadResult load(String sql, PlainClient client) throws Exception {
    return new PlainLoader(reader, settings(PlainChoice.PSQL), InstantSource.system(), client)
        .load(archive(sql), sandbox, ProgressListener.none(), Cancellation.none());
  }

  private Loaded loaded(String sql, String before, PlainClient client) throws Exception {
    Databases.empty(sandbox);
    execute(before);
    LoadResult result = load(sql, client);
    return new Loaded(SourceDatabase.content(sandbox).stream().sorted().toList(), result);
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = sandbox.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Loads it by both ways; returns the errors. */
  private List<LoadError> isLoadedAlike(String sql, String before) throws Exception {
    Loaded psql = loaded(sql, before, new PsqlClient(""));
    Loaded own = loaded(sql, before, new JdbcPlainClient(JOBS, SMALL_BLOCK));
    assertThat(texts(own.result())).isEqualTo(texts(psql.result()));
    assertThat(own.content()).isEqualTo(psql.content());
    assertThat(own.result().ignored()).isEqualTo(psql.result().ignored());
    assertThat(own.result().errorCount()).isEqualTo(psql.result().errorCount());
    assertThat(own.result().parallelJobs()).isEqualTo(JOBS);
    return own.result().errors();
  }

  private static List<String> texts(LoadResult result) {
    return result.errors().stream()
        .map(
            error ->
                error.object()
                    + " | "
                    + error.message()
                    + " | "
                    + error.statement().stripTrailing()
                    + " | "
                    + error.problem().code())
        .toList();
  }

  /** The dump of a database with a large table, foreign keys, partitions and many indexes. */
  private String dump() throws Exception {
    Databases.empty(sandbox);
    execute(
        """
        CREATE TABLE public.big (id integer NOT NULL, v text, n integer CHECK (n >= 0));
        INSERT INTO public.big SELECT i, repeat(chr(9) || 'ü', i %% 30), i %% 7
          FROM generate_series(1, %d) i;
        INSERT INTO public.big VALUES (9999999, repeat('long ', 100), 1);
        CREATE TABLE public.small (id integer PRIMARY KEY, big integer);
        INSERT INTO public.small SELECT i, i FROM generate_series(1, 5) i;
        CREATE TABLE public.empty ();
        CREATE TABLE public.only (big integer);
        INSERT INTO public.only SELECT i FROM generate_series(1, 90) i;
        ALTER TABLE public.big ADD PRIMARY KEY (id);
        CREATE INDEX big_n ON public.big (n);
        CREATE UNIQUE INDEX big_lower ON public.big (lower(v), id) WHERE n > 0;
        COMMENT ON INDEX public.big_n IS 'a; comment';
        ALTER TABLE public.small ADD CONSTRAINT s FOREIGN KEY (big) REFERENCES public.big (id);
        ALTER TABLE public.big ADD CONSTRAINT b FOREIGN KEY (n) REFERENCES public.big (id) NOT VALID;
        ALTER TABLE public.only ADD CONSTRAINT o FOREIGN KEY (big) REFERENCES public.big (id);
        CREATE TABLE public.parted (a integer, b text) PARTITION BY LIST (a);
        CREATE TABLE public.p1 PARTITION OF public.parted FOR VALUES IN (1);
        CREATE TABLE public.p2 PARTITION OF public.parted FOR VALUES IN (2);
        INSERT INTO public.parted SELECT 1 + i %% 2, i FROM generate_series(1, 300) i;
        ALTER TABLE public.parted ADD UNIQUE (a, b);
        CREATE MATERIALIZED VIEW public.m AS SELECT count(*) FROM public.big;
        CREATE UNIQUE INDEX m_i ON public.m (count);
        CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER t BEFORE INSERT ON public.small FOR EACH ROW EXECUTE FUNCTION public.f();
        CREATE STATISTICS public.st ON v, n FROM public.big;
        """
            .formatted(ROWS));
    return dump(List.of());
  }

  /** What pg_dump makes with these options, each byte as a character. */
  private String dump(List<String> options) throws Exception {
    String in = sandbox.put("made", new ByteArrayInputStream(new byte[0]), Cancellation.none());
    List<String> command = new ArrayList<>(List.of("pg_dump", "--file=" + in));
    command.addAll(options);
    run(command);
    String sql = Files.readString(Path.of(in), StandardCharsets.ISO_8859_1);
    sandbox.delete(in);
    return sql;
  }

  private void run(List<String> command) throws Exception {
    List<String> said = new ArrayList<>();
    assertThat(sandbox.run(new ToolCall(command, Optional.empty(), said::add), Cancellation.none()))
        .as(String.join("\n", said))
        .isZero();
  }

  @Test
  void aGoodDumpAndOneThatMeetsObstacles() throws Exception {
    String dump = dump();
    assertThat(isLoadedAlike(dump, NOTHING)).isEmpty();
    assertThat(isLoadedAlike(dump, OBSTACLES)).hasSizeGreaterThan(3);
    assertThat(isLoadedAlike("BEGIN;\n" + dump + "COMMIT;\n", NOTHING)).isEmpty();
    assertThat(isLoadedAlike("BEGIN;\n" + dump + "COMMIT;\n", OBSTACLES)).hasSizeGreaterThan(3);
  }

  @Test
  void otherOptionsOfPgDump() throws Exception {
    for (String option :
        List.of(
            "--clean",
            "--inserts",
            "--use-set-session-authorization",
            "--load-via-partition-root",
            "--encoding=LATIN1")) {
      dump();
      isLoadedAlike(dump(List.of(option)), OBSTACLES);
    }
    String schema = dump(List.of("--schema-only"));
    dump();
    String rows = dump(List.of("--data-only", "--disable-triggers"));
    assertThat(isLoadedAlike(schema + rows, NOTHING)).isNotEmpty(); // a trigger of the system
  }

  @Test
  void errorsInTheDump() throws Exception {
    String dump = dump();
    Map<String, String> changes =
        Map.ofEntries(
            Map.entry("\n1500\t", "\nx1500\t"),
            Map.entry("\n1501\t", "\n1501\tand\tmore\t"),
            Map.entry("\n1502\t", "\n1503\t"),
            Map.entry("\n1503\t", "\n1503"),
            Map.entry("\t5\n1280\t", "\t-5\n1280\t"),
            Map.entry("\n1600\t", "\n1600\t\r"),
            Map.entry("\n2\t2\n", "\n2\t77777\n"),
            Map.entry("lower(v)", "no_such_function(v)"),
            Map.entry("USING btree (n)", "USING btree (no_such_column)"),
            Map.entry("COPY public.small (id", "COPY public.small (no_such_column"),
            Map.entry("CREATE TABLE public.big", "CREATE TABLE public.renamed"));
    for (Map.Entry<String, String> change : changes.entrySet()) {
      String changed = dump.replace(change.getKey(), change.getValue());
      assertThat(changed).as(change.getKey()).isNotEqualTo(dump);
      assertThat(isLoadedAlike(changed, NOTHING)).as(change.getKey()).isNotEmpty();
    }
    String all = dump;
    for (Map.Entry<String, String> change : changes.entrySet()) {
      all = all.replace(change.getKey(), change.getValue());
    }
    assertThat(isLoadedAlike(all, NOTHING)).hasSizeGreaterThan(3);
  }

  @Test
  void whatPgDumpDoesNotWriteIsLeftToPsql() throws Exception {
    String dump = dump();
    Loaders loaders = new Loaders(reader, settings(PlainChoice.PARALLEL), InstantSource.system());
    for (String sql : List.of(dump, "\\echo hello\n" + dump)) {
      Databases.empty(sandbox);
      LoadResult result =
          loaders.load(archive(sql), sandbox, ProgressListener.none(), Cancellation.none());
      assertThat(result.errors()).isEmpty();
      assertThat(result.tool())
          .startsWith(sql.equals(dump) ? "restore-bot's loader" : "psql ")
          .matches(tool -> sql.equals(dump) || tool.contains("the psql command in line 1"));
    }
  }

  /** As an extension makes them, whose tables have their keys before any rows. */
  @Test
  void rowsOfTablesThatHaveKeysComeInTheDumpsOrder() throws Exception {
    String first =
        IntStream.rangeClosed(1, 20_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
    String dump =
        HEAD
            + "COPY public.first (id) FROM stdin;\n"
            + first
            + "\\.\n\n\nCOPY public.second (id) FROM stdin;\n20000\n\\.\n\n"
            + END;

    assertThat(
            isLoadedAlike(
                dump,
                "CREATE TABLE public.first (id integer PRIMARY KEY);"
                    + "CREATE TABLE public.second (id integer REFERENCES public.first)"))
        .isEmpty();
  }

  @Test
  void aDumpThatEndsWithinRowsIsNoSuccess() throws Exception {
    Databases.empty(sandbox);
    execute("CREATE TABLE public.only (id integer)");
    byte[] cut =
        (HEAD + "COPY public.only (id) FROM stdin;\n" + "1\n".repeat(500))
            .getBytes(StandardCharsets.UTF_8);
    try (IndexedDump dump =
        new IndexedDump(
            new PeekInput(new ByteArrayInputStream(cut)),
            new ArchiveMessages(Path.of("app.sql")),
            Optional.empty())) {
      assertThatThrownBy(
              () ->
                  new JdbcPlainClient(JOBS, SMALL_BLOCK)
                      .send(
                          dump,
                          false,
                          sandbox,
                          new ErrorCollector(List.of()),
                          new RestoreProgress(
                              List.of(), InstantSource.system(), ProgressListener.none()),
                          Cancellation.none()))
          .isInstanceOf(EOFException.class);
    }
  }

  /** A session that ends while it loads rows, or an index: no error of the backup, no success. */
  @Test
  void aLostSessionIsNeverASuccess() throws Exception {
    String dies =
        "CREATE FUNCTION public.dies(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS"
            + " 'SELECT CASE WHEN a = 50 AND pg_catalog.pg_terminate_backend("
            + "pg_catalog.pg_backend_pid()) THEN 1 ELSE 2 END';\n";
    String rows =
        IntStream.range(0, 100).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
    String copy = "COPY public.t (a) FROM stdin;\n" + rows + "\n\\.\n";
    for (String sql :
        List.of(
            "CREATE TABLE public.t (a integer CHECK (public.dies(a) > 0));\n" + copy,
            "CREATE TABLE public.t (a integer);\n"
                + copy
                + "CREATE INDEX i ON public.t USING btree (public.dies(a));\n"
                + "CREATE INDEX j ON public.t USING btree (a);\n")) {
      Databases.empty(sandbox);
      assertThatThrownBy(
              () -> load(HEAD + dies + sql + END, new JdbcPlainClient(JOBS, SMALL_BLOCK)))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.CONNECTION_LOST));
    }
  }

  @Test
  void cancellingEndsEverySession() throws Exception {
    Databases.empty(sandbox);
    String sleeps =
        "CREATE FUNCTION public.sleeps(a integer) RETURNS boolean LANGUAGE sql AS"
            + " 'SELECT pg_catalog.pg_sleep(1000) IS NULL';\n"
            + "CREATE TABLE public.t (a integer CHECK (public.sleeps(a)));\n"
            + "COPY public.t (a) FROM stdin;\n"
            + "1\n".repeat(100_000)
            + "\\.\n";
    Cancellation cancellation = new Cancellation();
    PlainLoader loader =
        new PlainLoader(
            reader,
            settings(PlainChoice.PARALLEL),
            InstantSource.system(),
            new JdbcPlainClient(JOBS, SMALL_BLOCK));
    BackupArchive archive = archive(HEAD + sleeps + END);
    Thread waiting =
        Threads.start(
            "cancels",
            () -> {
              while (asleep() < 1) {
                LockSupport.parkNanos(Duration.ofMillis(15).toNanos());
              }
              cancellation.cancel();
            });
    assertThatThrownBy(() -> loader.load(archive, sandbox, ProgressListener.none(), cancellation))
        .isInstanceOf(CancellationException.class);
    waiting.join();
    execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
  }

  private int asleep() {
    try (Connection connection = sandbox.connectAsAdmin();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")) {
      return row.next() ? row.getInt(1) : -1;
    } catch (SQLException e) {
      return -1;
    }
  }
}
