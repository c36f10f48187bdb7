package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.Databases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plain SQL through a real psql into a real server, in a sandbox that all tests share. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class PlainSqlContract {
  private static final String HEAD =
      """
      --
      -- PostgreSQL database dump
      --

      \\restrict Abc

      SET client_encoding = 'UTF8';
      SET standard_conforming_strings = on;
      SET client_min_messages = warning;

      """;

  private static final String END =
      """

      --
      -- PostgreSQL database dump complete
      --

      \\unrestrict Abc

      """;

  private static final String TABLE = "CREATE TABLE public.t (a integer, b text);\n";
  private static final String ROWS =
      "COPY public.t (a, b) FROM stdin;\n1\tit's\n2\t\\N\n3\t\\\\. ; -- \\n \\\\! no\n\\.\n";

  private final ArchiveReader reader = new ArchiveReader(new ArchiveKey("", List.of(10_000)));

  @TempDir Path folder;
  private SandboxProvider provider;
  private Sandbox sandbox;

  abstract SandboxProvider provider() throws Exception;

  @BeforeAll
  void start() throws Exception {
    provider = provider();
    sandbox =
        provider.start(
            TestRequests.request("app", Optional.empty(), OptionalInt.empty(), List.of()),
            ProgressListener.none(),
            Cancellation.none());
  }

  @AfterAll
  void stop() throws Exception {
    sandbox.remove();
    provider.close();
  }

  @BeforeEach
  void empty() throws Exception {
    Databases.empty(sandbox);
  }

  /** psql and its pipe hold the whole end of this dump while the server builds the first index. */
  @Test
  void namesWhatTheServerBuildsAndNotWhatPsqlHasRead() throws Exception {
    String slow =
        "CREATE FUNCTION public.slow(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS"
            + " $$BEGIN PERFORM pg_sleep(1); RETURN $1; END$$;\n";
    String index =
        "--\n-- Name: ix; Type: INDEX; Schema: public; Owner: -\n--\n\n"
            + "CREATE INDEX ix ON public.t USING btree (public.slow(a));\n\n";
    List<Progress> seen = new CopyOnWriteArrayList<>();
    String dump = HEAD + slow + TABLE + ROWS + index + index.replace("ix", "iy") + END;
    assertThat(load(dump, seen::add).errors()).isEmpty();
    assertThat(seen.stream().map(Progress::activity).filter(what -> what.contains("INDEX")))
        .startsWith("0 of 2 objects, INDEX public.ix")
        .contains("1 of 2 objects, INDEX public.iy");
  }

  @Test
  void whatSurroundsAGoodDumpIsTolerated() throws Exception {
    String dump = HEAD + TABLE + ROWS + END;
    for (String each :
        List.of(
            dump,
            "\ufeff" + dump,
            dump.replace("\n", "\r\n"),
            "\ufeff" + dump.replace("\n", "\r\n"),
            "pg_dump: warning: don't mind\npg_dump: hint: none\n" + dump,
            "Password: \r\n" + dump,
            dump + "pg_dump: warning: saved\n",
            "\\echo hello\n\\set ON_ERROR_STOP on\n" + dump,
            "BEGIN;\nALTER SCHEMA public OWNER TO nobody_here;\n" + dump + "COMMIT;\n")) {
      Databases.empty(sandbox);
      assertThat(load(each).errors()).as(each).isEmpty();
      assertThat(count("public.t")).as(each).isEqualTo(3);
    }
  }

  @Test
  void namesWithLineBreaksSurviveAConversionToCrlf() throws Exception {
    String dump = HEAD + TABLE.replace("public.t", "public.\"line\nbreak\"") + END;
    assertThat(load(dump.replace("\n", "\r\n")).errors()).isEmpty();
    assertThat(count("public.\"line\nbreak\"")).isZero();
  }

  @Test
  void whatOnlyAServerHasIsTolerated() throws Exception {
    LoadResult result =
        load(
            HEAD
                + "DROP DATABASE IF EXISTS \"App-Prod\";\n"
                + "CREATE DATABASE \"App-Prod\" WITH TEMPLATE = template0 ENCODING = 'UTF8'"
                + " LOCALE = 'xx_YY.UTF-8';\n"
                + "ALTER DATABASE \"App-Prod\" OWNER TO nobody_here;\n\\unrestrict Abc\n"
                + "\\encoding SQL_ASCII\n\\connect -reuse-previous=on \"dbname='App-Prod'\"\n"
                + "\\restrict Abc\nALTER DATABASE \"App-Prod\" SET work_mem TO '5MB';\n"
                + "SET default_tablespace = fast_ssd;\n"
                + "SET SESSION AUTHORIZATION 'nobody_here';\n"
                + TABLE
                + ROWS
                + "SELECT * FROM pg_catalog.pg_restore_relation_stats('version', '180000'::integer,"
                + " 'relname', 't', 'relpages', '1'::integer);\n"
                + END);

    assertThat(result.errors()).isEmpty();
    assertThat(result.ignored().keySet())
        .anyMatch(reason -> reason.startsWith("tablespaces"))
        .anyMatch(reason -> reason.startsWith("planner statistics"))
        .anyMatch(reason -> reason.startsWith("owners"));
    assertThat(count("public.t")).isEqualTo(3);
  }

  @Test
  void rowsOfACopyThatFailedAreNotReadAsCommands() throws Exception {
    LoadResult result =
        load(
            HEAD
                + "CREATE TABLE public.gone (a integer, b public.no_such_type);\n"
                + ROWS.replace("public.t ", "public.gone ")
                + "COPY public.gone (a) FROM stdin;\nit's; CREATE TABLE evil ();\n\\! x\n\\.\n"
                + TABLE
                + ROWS
                + "SELECT 1/0;\n"
                + END);

    assertThat(result.errors())
        .extracting(LoadError::message)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("type \"public.no_such_type\" does not exist"),
            second -> assertThat(second).isEqualTo("division by zero"));
    assertThat(result.ignored()).containsEntry(Consequences.REASON, 2L);
    assertThat(count("public.t")).isEqualTo(3);
  }

  @Test
  void everyKindOfCopyAndInsertKeepsItsRows() throws Exception {
    LoadResult result =
        load(
            HEAD
                + "CREATE TABLE public.\"odd \"\"t;\" (\"a b\" int, n numeric, f float8);\n"
                + "-- rows; of it\n"
                + "COPY public.\"odd \"\"t;\" (\"a b\", n, f)\n"
                + "FROM stdin; -- now\n"
                + "1\tNaN\t-Infinity\n"
                + "2\tInfinity\tNaN\n"
                + "\\.\n"
                + "CREATE TABLE public.p (a int) PARTITION BY LIST (a);\n"
                + "CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN (1);\n"
                + "COPY public.p FROM stdin;\n"
                + "1\n"
                + "\\.\n"
                + "COPY public.p1 FROM stdin;\n"
                + "1\n"
                + "\\.\n"
                + "CREATE TABLE public.e (a int);\n"
                + "COPY public.e FROM stdin;\n"
                + "\\.\n"
                + "CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $_$\n"
                + "/*\n"
                + "\\! echo no\n"
                + "\\r"
                + "estrict x\n"
                + "COPY t FROM stdin;\n"
                + "*/ SELECT 'x'::text; $_$;\n"
                + "CREATE TABLE public.i (a text, b int);\n"
                + "INSERT INTO public.i VALUES ('a\n"
                + "\\! echo no\n"
                + "COPY x FROM stdin;\n"
                + "', 1), ('b', 2);\n"
                + "INSERT INTO public.i (a) VALUES ('it''s \\ x');\n"
                + "COPY public.i FROM stdin WITH (FORMAT csv);\n"
                + "\"x\n"
                + "y\",3\n"
                + "\\.\n"
                + END);

    assertThat(result.errors()).isEmpty();
    assertThat(result.ignored()).isEmpty();
    assertThat(count("public.\"odd \"\"t;\"")).isEqualTo(2);
    assertThat(count("public.p")).isEqualTo(2);
    assertThat(count("public.i")).isEqualTo(4);
    assertThat(count("pg_proc WHERE proname = 'f'")).isEqualTo(1);
  }

  @Test
  void aCommandThatRunsAProgramIsRefusedAndSaid() throws Exception {
    for (String command :
        List.of("\\! touch x", "SELECT 1 \\g | touch x", "\\copy pg_class to program 'touch x'")) {
      assertThat(load(HEAD + command + "\n;\n" + TABLE + END).errors())
          .as(command)
          .anyMatch(error -> error.problem().code().code().equals("program-blocked"));
      Databases.empty(sandbox);
    }
  }

  private LoadResult load(String sql) throws Exception {
    return load(sql, ProgressListener.none());
  }

  private LoadResult load(String sql, ProgressListener progress) throws Exception {
    Path file = folder.resolve("app.sql");
    Files.writeString(file, sql);
    BackupArchive archive = reader.readWhole(file, ProgressListener.none(), Cancellation.none());
    return new Loaders(reader, LoadSettings.DEFAULT, InstantSource.system())
        .load(archive, sandbox, progress, Cancellation.none());
  }

  private long count(String from) throws Exception {
    try (Connection connection = sandbox.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
