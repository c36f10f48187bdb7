package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.Databases;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import dev.restorebot.engine.testing.SourceDatabase;
import dev.restorebot.engine.testing.WithoutClientTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same dumps by pg_restore or psql and by restore-bot's own loaders: the same database and the
 * same errors.
 */
@RequiresLocalPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class LoaderDifferenceIT {
  /** What is in the way of the fixtures: a table, a function, an index and rows. */
  private static final String OBSTACLES =
      "CREATE TABLE public.authors (id integer PRIMARY KEY, name integer);"
          + "INSERT INTO public.authors VALUES (1, 1);"
          + "CREATE TABLE public.book_list (x integer);"
          + "CREATE SEQUENCE public.books_id_seq;"
          + "CREATE TYPE public.books AS (x integer)";

  private static final LoadSettings SERIAL =
      new LoadSettings(1, PlainChoice.PSQL, false, Duration.ofMinutes(2), List.of());

  private final ArchiveReader reader =
      new ArchiveReader(new ArchiveKey("fixture-key-not-a-secret", ArchiveKey.DEFAULT_ITERATIONS));

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

  private static Path fixture(String name) throws Exception {
    return Path.of(LoaderDifferenceIT.class.getResource("/archives/" + name).toURI());
  }

  private Loaded load(Path file, Sandbox into, String before) throws Exception {
    return load(file, into, before, SERIAL);
  }

  private Loaded load(Path file, Sandbox into, String before, LoadSettings settings)
      throws Exception {
    Databases.empty(sandbox);
    try (Connection connection = sandbox.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(before);
    }
    BackupArchive archive = reader.readWhole(file, ProgressListener.none(), Cancellation.none());
    LoadResult result =
        new Loaders(reader, settings, InstantSource.system())
            .load(archive, into, ProgressListener.none(), Cancellation.none());
    assertThat(result.tool().startsWith("restore-bot"))
        .as(result.tool())
        .isEqualTo(!into.hasClientTools());
    return new Loaded(SourceDatabase.content(sandbox), result);
  }

  /** Loads it by both ways; returns what the second had. */
  private LoadResult isLoadedAlike(Path file, String before) throws Exception {
    Loaded tools = load(file, sandbox, before);
    Loaded own = load(file, WithoutClientTools.of(sandbox), before);
    assertThat(own.content()).isEqualTo(tools.content());
    assertThat(texts(own.result())).isEqualTo(texts(tools.result()));
    assertThat(own.result().ignored()).isEqualTo(tools.result().ignored());
    assertThat(own.result().errorCount()).isEqualTo(tools.result().errorCount());
    assertThat(own.result().exitCode()).isEqualTo(tools.result().exitCode());
    for (int i = 0; i < own.result().errors().size(); i++) {
      String object = tools.result().errors().get(i).object();
      // pg_restore names the entry of its first error only
      assertThat(object).isIn("", own.result().errors().get(i).object());
    }
    return own.result();
  }

  private static List<String> texts(LoadResult result) {
    return result.errors().stream()
        .map(e -> e.message() + " | " + e.statement().stripTrailing() + " | " + e.problem().code())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg15-custom.dump",
        "pg15-custom-z0.dump",
        "pg15-custom-pipe.dump",
        "pg15-tar.tar",
        "pg15-directory",
        "pg15-plain.sql.gz.enc"
      })
  void aGoodDumpAndOneThatMeetsObstacles(String name) throws Exception {
    LoadResult good = isLoadedAlike(fixture(name), "SELECT 1");
    assertThat(good.errors()).isEmpty();
    assertThat(isLoadedAlike(fixture(name), OBSTACLES).errors()).hasSizeGreaterThan(4);
  }

  @Test
  void rowsAsStatementsAndEveryCompressionOfThisVersion() throws Exception {
    for (List<String> options :
        List.of(
            List.of("-Fc", "--column-inserts"),
            List.of("-Ft", "--inserts"),
            List.of("-Fp", "--rows-per-insert=2"),
            List.of("-Fp", "--clean", "--if-exists"),
            List.of("-Fp", "--use-set-session-authorization"))) {
      Databases.empty(sandbox);
      load(fixture("pg15-custom.dump"), sandbox, "SELECT 1");
      Path dump = dump(options);
      isLoadedAlike(dump, "SELECT 1");
      isLoadedAlike(dump, OBSTACLES);
    }
  }

  @Test
  void rowsByThreeSessionsAtOnce() throws Exception {
    LoadSettings parallel = new LoadSettings(3, false, Duration.ofMinutes(2), List.of());
    for (String name : List.of("pg15-custom.dump", "pg15-tar.tar", "pg15-directory")) {
      for (String before : List.of("SELECT 1", OBSTACLES)) {
        Loaded serial = load(fixture(name), sandbox, before);
        Loaded own = load(fixture(name), WithoutClientTools.of(sandbox), before, parallel);
        assertThat(own.content()).isEqualTo(serial.content());
        assertThat(texts(own.result())).containsExactlyInAnyOrderElementsOf(texts(serial.result()));
        assertThat(own.result().parallelJobs()).isEqualTo(3);
      }
    }
  }

  @Test
  void errorsInThePlainTextItself() throws Exception {
    String plain = Files.readString(fixture("pg15-plain.sql"));
    for (String[] change :
        new String[][] {
          {"CREATE VIEW", "CREATE TABLE public.authors (id integer);\nCREATE VIEW"},
          {"integer", "no_such_type"},
          {"\n2\t", "\nx\t"},
          {"\n2\t", "\n1\t"},
          {"\n3\t", "\n3\tand\tmore\t"},
          {"FROM stdin;", ", no_such_column FROM stdin;"},
          {"CREATE INDEX", "CREATE NONSENSE"},
          {"SET row_security = off;", "SET row_security = off;\nSET no_such_setting = 1;"}
        }) {
      String changed = plain.replace(change[0], change[1]);
      assertThat(changed).as(change[0]).isNotEqualTo(plain);
      isLoadedAlike(Files.writeString(folder.resolve("changed.sql"), changed), "SELECT 1");
    }
  }

  @Test
  void textInAnotherEncoding() throws Exception {
    for (String encoding : List.of("LATIN1", "WIN1252", "SQL_ASCII")) {
      load(fixture("pg15-custom.dump"), sandbox, "SELECT 1");
      for (String format : List.of("-Fc", "-Fp")) {
        isLoadedAlike(dump(List.of(format, "--encoding=" + encoding)), "SELECT 1");
      }
    }
  }

  @Test
  void largeObjectsWhereBackslashesEscapeInAllStrings() throws Exception {
    String setting = "ALTER DATABASE app %s standard_conforming_strings";
    load(fixture("pg15-custom.dump"), sandbox, setting.formatted("SET") + " = off");
    Path dump = dump(List.of("-Fc"));
    load(dump, sandbox, setting.formatted("RESET"));
    assertThat(Files.readString(dump, StandardCharsets.ISO_8859_1))
        .contains("standard_conforming_strings = 'off'");
    assertThat(isLoadedAlike(dump, "SELECT 1").errors()).isEmpty();
  }

  private Path dump(List<String> options) throws Exception {
    String in = sandbox.put("made", new java.io.ByteArrayInputStream(new byte[0]), none());
    List<String> command = new ArrayList<>(List.of("pg_dump", "--file=" + in));
    command.addAll(options);
    List<String> said = new ArrayList<>();
    assertThat(sandbox.run(new ToolCall(command, Optional.empty(), said::add), none()))
        .as(String.join("\n", said))
        .isZero();
    Path out = folder.resolve("made" + String.join("", options));
    copy(Path.of(in), out);
    sandbox.delete(in);
    return out;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to);
  }

  private static Cancellation none() {
    return Cancellation.none();
  }
}
