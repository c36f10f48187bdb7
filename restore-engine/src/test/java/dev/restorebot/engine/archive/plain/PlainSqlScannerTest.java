package dev.restorebot.engine.archive.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.DumpEncoding;
import dev.restorebot.engine.archive.Fixtures;
import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.archive.RoleDefinition;
import dev.restorebot.engine.archive.SqlSummary;
import dev.restorebot.engine.archive.SqlSummary.RowChanges;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainSqlScannerTest {
  private static final SqlSummary NOTHING =
      new SqlSummary(0, 0, 0, 0, OptionalLong.empty(), Optional.empty(), RowChanges.NONE);
  private static final String FAKE =
      "--\n-- Name: fake; Type: TABLE; Schema: public; Owner: x\n--\n";
  private static final String REAL =
      "--\n-- Name: real; Type: TABLE; Schema: public; Owner: x\n--\n";
  private static final String HEAD = "--\n-- PostgreSQL database dump\n--\n\n";
  private static final String END = "--\n-- PostgreSQL database dump complete\n--\n\n";
  private static final ArchiveMessages MESSAGES = new ArchiveMessages(Path.of("a.sql"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY t (a) FROM stdin;\n%s\\.\n",
        "COPY t (a) FROM stdin;\r\n%s\\.\r\n",
        "copy\nt(\"from\")  From\n STDIN WITH (FORMAT csv); -- rows\n%s\\.\n",
        "CREATE FUNCTION f() AS $$\n%s$$;\n",
        "CREATE FUNCTION f() AS $_x1$ $$ '\n%s $_x $_x1$;\n",
        "SELECT 'it''s\n%s';\n",
        "SELECT E'it\\'s\n%s';\n",
        "SELECT E'a''b\\'\n%s';\n",
        "SET standard_conforming_strings = off;\nSELECT 'it\\'s\n%s';\n",
        "SELECT 1 AS \"a\n%s\";\n",
        "/* /* nested */\n%s*/\n",
        "/*/\n%s*/\n",
        "SELECT a$b$c, $1 FROM x; /*\n%s*/\n"
      })
  void whatIsQuotedIsNoEntry(String sql) {
    PlainSqlScanner scanner = scan(sql.formatted(FAKE) + REAL);
    assertThat(names(scanner)).containsExactly("real");
    assertThat(scanner.finish()).isEmpty();
  }

  @Test
  void theSameComesOutHoweverTheBytesArriveInPieces() {
    byte[] dump = Fixtures.bytes("pg15-plain.sql");
    PlainSqlScanner whole = new PlainSqlScanner(MESSAGES, Optional.empty());
    whole.accept(dump, 0, dump.length);
    for (int piece : List.of(1, 2, 3, 7, 64)) {
      PlainSqlScanner scanner = new PlainSqlScanner(MESSAGES, Optional.empty());
      for (int i = 0; i < dump.length; i += piece) {
        scanner.accept(dump, i, Math.min(piece, dump.length - i));
      }
      assertThat(scanner.finish()).isEmpty();
      assertThat(scanner.header()).isEqualTo(whole.header());
      assertThat(scanner.index().entries()).isEqualTo(whole.index().entries());
    }
  }

  @Test
  void namesAreInTheEncodingThatTheDumpSets() {
    PlainSqlScanner scanner =
        scan(
            HEAD
                + "SET client_encoding = 'WIN1251';\n"
                + "--\n-- Name: заказы; Type: TABLE; Schema: схема; Owner: вася\n--\n\n"
                + "CREATE TABLE \"схема\".\"заказы\" (id integer);\n"
                + "GRANT SELECT ON TABLE \"схема\".\"заказы\" TO \"Инна\";\n"
                + "\\connect -reuse-previous=on \"dbname='склад'\"\n",
            Charset.forName("windows-1251"));

    TocEntry table = scanner.index().last();
    assertThat(table.display()).isEqualTo("TABLE схема.заказы");
    assertThat(table.owner()).isEqualTo("вася");
    assertThat(scanner.roles()).extracting(NamedRole::name).containsExactly("Инна", "вася");
    assertThat(scanner.databases()).contains("склад");
  }

  @Test
  void everyDumpOfAFileSetsItsOwnEncoding() {
    String table = "--\n-- Name: ц; Type: TABLE; Schema: public; Owner: x\n--\n";
    PlainSqlScanner scanner = new PlainSqlScanner(MESSAGES, Optional.empty());
    for (String encoding : List.of("WIN1251", "KOI8R", "UTF8", "SQL_ASCII", "MULE_INTERNAL")) {
      Charset charset = DumpEncoding.of(encoding).map(DumpEncoding::charset).orElse(UTF_8);
      byte[] dump = ("SET client_encoding = '" + encoding + "';\n" + table).getBytes(charset);
      scanner.accept(dump, 0, dump.length);
    }

    assertThat(names(scanner)).containsExactly("ц", "ц", "ц", "ц", "ц");
  }

  @Test
  void anObjectOfATableHasTheTableInItsNameAlsoInOldDumps() {
    PlainSqlScanner scanner =
        scan(
            tagged("pk a", "CONSTRAINT")
                + "ALTER TABLE ONLY \"Big Halls\"\n    ADD CONSTRAINT \"pk a\" PRIMARY KEY (id);\n"
                + tagged("t", "TRIGGER")
                + "CREATE TRIGGER t BEFORE INSERT ON halls FOR EACH ROW EXECUTE PROCEDURE f();\n"
                + tagged("t", "TRIGGER")
                + "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW EXECUTE PROCEDURE f();\n"
                + tagged("gone", "TRIGGER")
                + tagged("halls new", "TRIGGER")
                + "CREATE TRIGGER new BEFORE INSERT ON halls FOR EACH ROW EXECUTE PROCEDURE f();\n"
                + tagged("a b", "CONSTRAINT")
                + "ALTER TABLE ONLY halls\n    ADD CONSTRAINT \"a\nb\" UNIQUE (id);\n");

    assertThat(names(scanner))
        .containsExactly("Big Halls pk a", "halls t", "x t", "gone", "halls new", "halls a\nb");
  }

  private static String tagged(String name, String kind) {
    return "--\n-- Name: %s; Type: %s; Schema: public; Owner: o; Tablespace: \n--\n\n"
        .formatted(name, kind);
  }

  @Test
  void keepsTheStatementOfAnIndexBecauseItAloneNamesTheTable() {
    String index = "--\n-- Name: ix; Type: INDEX; Schema: public; Owner: x\n--\n\n";
    PlainSqlScanner scanner =
        scan(REAL + index + "CREATE UNIQUE INDEX ix ON public.real USING btree (id);\n");
    assertThat(scanner.index().entries())
        .extracting(TocEntry::definition)
        .containsExactly("", "CREATE UNIQUE INDEX ix ON public.real USING btree (id);");
  }

  @Test
  void rowsAndBytesAreCounted() {
    String rows = "1\t\\N\n\\\\.\n\\.x\n\n";
    TocEntry data =
        scan("--\n-- Data for Name: t; Type: TABLE DATA; Schema: a; Owner: o\n--\n\n"
                + "COPY a.t (x, y) FROM stdin;\n"
                + rows
                + "\\.\n\n\n"
                + REAL
                + "COPY other FROM stdin;\n1\n\\.\n")
            .index()
            .entries()
            .get(0);
    assertThat(data.kind()).isEqualTo("TABLE DATA");
    assertThat(data.rows()).hasValue(4);
    assertThat(data.dataBytes()).hasValue(rows.length());
  }

  @Test
  void commentsThatAreNoBlocksAreNoEntries() {
    assertThat(names(scan("-- Name: a; Type: TABLE; Schema: public; Owner: x\n"))).isEmpty();
    assertThat(names(scan("--\n-- Name: a; Type: TABLE; Schema: public; Owner: x\n"))).isEmpty();
    assertThat(names(scan("--\nSELECT 1;\n-- Name: a; Type: T; Schema: p; Owner: x\n--\n")))
        .isEmpty();
    assertThat(names(scan("--\n-- TOC entry 3\n-- Dependencies: 2\n" + REAL.substring(3))))
        .containsExactly("real");
  }

  @Test
  void theHeader() {
    String sql =
        HEAD
            + "-- Dumped from database version 16.2 (Debian)\n-- Dumped by pg_dump version 17.1\n\n"
            + "-- Started on 2026-02-09 14:30:00 UTC\n"
            + "SET client_encoding = 'LATIN1';\n"
            + "CREATE DATABASE \"my \"\"shop\"\"\" WITH TEMPLATE = template0 ENCODING = 'UTF8'"
            + " LOCALE_PROVIDER = libc LC_COLLATE = 'de_DE.UTF-8' LC_CTYPE = 'C';\n"
            + "\\connect -reuse-previous=on \"dbname='my \\\"shop\\\"'\"\n";
    ArchiveHeader header = scan(sql).header();
    assertThat(header.database()).contains("my \"shop\"");
    assertThat(header.serverVersion()).contains("16.2 (Debian)");
    assertThat(header.dumpVersion()).contains("17.1");
    assertThat(header.createdAt()).isPresent();
    assertThat(header.encoding()).contains("UTF8");
    assertThat(header.collate()).contains("de_DE.UTF-8");
    assertThat(header.ctype()).contains("C");
    assertThat(scan("\\connect shop\n").header().database()).contains("shop");
    assertThat(scan("SET client_encoding = 'LATIN1';\n").header().encoding()).contains("LATIN1");
  }

  @Test
  void pgDumpSaysWhenItIsComplete() {
    assertThat(problem(HEAD + REAL + "SELECT 1;\n" + END)).isEmpty();
    assertThat(problem(HEAD + REAL + "SELECT 1;\n" + END.strip())).isEmpty();
    assertThat(problem(HEAD + END + "ANALYZE;\n")).isEmpty();
    assertThat(problem(HEAD + END + HEAD + END)).isEmpty();
    assertThat(problem((HEAD + REAL + END).replace("\n", "\r\n"))).isEmpty();
    assertTruncated(HEAD + REAL + "SELECT 1;\n");
    assertTruncated(HEAD + END + HEAD + REAL);
    assertTruncated(HEAD + "--\n-- PostgreSQL database dump comple");
    assertTruncated(HEAD + "SELECT '" + END + "';");
  }

  @Test
  void restrictedDumpsHaveOneMoreLine() {
    String head = HEAD + "\\restrict abc\n";
    assertThat(problem(head + END + "\\unrestrict abc\n\n")).isEmpty();
    assertTruncated(head + END);
    assertTruncated(head + END + "\\unrestrict ab");
  }

  /** Were the lexer ever to lose its way, a whole dump must not be called truncated. */
  @Test
  void theEndCountsEvenWhereAQuoteIsThoughtToBeOpen() {
    assertThat(problem(HEAD + "SELECT 'open;\n" + END)).isEmpty();
    assertThat(problem(HEAD + "\\restrict abc\nSELECT 'open;\n" + END + "\\unrestrict abc\n"))
        .isEmpty();
  }

  @Test
  void handWrittenSqlMayEndAnywhereButInAQuoteOrInRows() {
    assertThat(problem("SELECT 1")).isEmpty();
    assertThat(problem("COPY t FROM stdin;\n1\n\\.")).isEmpty();
    assertTruncated("SELECT 'a");
    assertTruncated("SELECT $$a");
    assertTruncated("COPY t FROM stdin;\n1\n");
    assertTruncated("COPY t FROM stdin;\n1\n\\");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SELECT 1;\0", "SELECT '\0';", "COPY t FROM stdin;\na\0b\n\\.\n", "--\0\n"})
  void aZeroByteIsDamage(String sql) {
    assertThat(problem(sql).orElseThrow().message()).contains("zero byte near its line");
  }

  @Test
  void aClusterDumpNamesItsDatabases() {
    String cluster = "-- x\n".repeat(5000) + "\n--\n-- PostgreSQL database cluster dump\n--\n";
    String end = "--\n-- PostgreSQL database cluster dump complete\n--\n";
    Problem globals = problem(cluster + "CREATE ROLE a;\n" + end).orElseThrow();
    assertThat(globals.code()).isEqualTo(ProblemCode.BACKUP_UNREADABLE);
    assertThat(globals.message()).contains("roles and tablespaces").contains("no data");
    String server =
        cluster
            + "CREATE ROLE a;\n"
            + "\\connect template1\n"
            + "\\connect empty\n"
            + "\\connect \"Odd \"\"one\"\n"
            + "CREATE TABLE a ();\n";
    PlainSqlScanner scanner = scan(server + end);
    Problem several = scanner.finish().orElseThrow();
    assertThat(several.code()).isEqualTo(ProblemCode.SEVERAL_DATABASES);
    assertThat(several.message())
        .contains("whole server with 2 databases: empty, Odd \"one.")
        .contains("nothing was created in them: template1.");
    assertThat(scanner.databases())
        .as("an empty one is tested")
        .containsExactly("empty", "Odd \"one");
    assertThat(problem(server).orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
    assertThat(problem(cluster + "\\connect postgres\n" + end).orElseThrow().code())
        .as("a server without any table")
        .isEqualTo(ProblemCode.BACKUP_EMPTY);
  }

  /** As pg_dumpall 15 writes two databases, with as much that looks like the end of a section. */
  private static String cluster() {
    String fakes = "\\connect evil\n--\n-- PostgreSQL database dump complete\n--\n";
    return "--\n-- PostgreSQL database cluster dump\n--\nSET x = 1;\nCREATE ROLE \"Ann\";\n"
        + "ALTER ROLE \"Ann\" WITH NOSUPERUSER BYPASSRLS LOGIN PASSWORD 'md5superuser';\n"
        + "CREATE ROLE all_of;\nGRANT all_of TO \"Ann\" GRANTED BY postgres;\n"
        + "--\n-- Databases\n--\n\\connect template1\n"
        + HEAD
        + "SET a = 1;\n"
        + END
        + HEAD
        + "-- Dumped from database version 15.1\n"
        + "CREATE DATABASE \"my db\" ENCODING = 'LATIN1';\n"
        + "\\connect -reuse-previous=on \"dbname='my db'\"\n"
        + "CREATE TABLE one ();\nCOPY one FROM stdin;\n"
        + fakes
        + "\\.\nALTER TABLE one OWNER TO \"Ann\";\n"
        + END
        + "--\n-- Database \"b\" dump\n--\n"
        + HEAD
        + "-- Dumped from database version 15.2\n"
        + "CREATE DATABASE b ENCODING = 'UTF8';\n\\connect b\n"
        + "CREATE FUNCTION f() AS $_$\n"
        + fakes
        + "$_$;\nCREATE TABLE two ();\nINSERT INTO two;\nGRANT SELECT ON TABLE two TO joe;\n"
        + END
        + "--\n-- PostgreSQL database cluster dump complete\n--\n";
  }

  @Test
  void onlyTheWantedDatabaseOfAFileIsRead() {
    PlainSqlScanner one = scan(cluster(), Optional.of("my db"));
    assertThat(one.finish()).isEmpty();
    assertThat(counts(one))
        .isEqualTo(
            new SqlSummary(1, 1, 4, 0, OptionalLong.empty(), Optional.empty(), RowChanges.NONE));
    assertThat(one.header().database()).contains("my db");
    assertThat(one.header().encoding()).contains("LATIN1");
    assertThat(one.header().serverVersion()).contains("15.1");
    assertThat(one.roles())
        .containsExactly(
            new NamedRole(
                "Ann",
                false,
                Optional.of(new RoleDefinition(List.of("BYPASSRLS"), List.of("all_of"), ""))),
            new NamedRole(
                "all_of", false, Optional.of(new RoleDefinition(List.of(), List.of(), ""))));

    PlainSqlScanner two = scan(cluster(), Optional.of("b"));
    assertThat(two.finish()).isEmpty();
    assertThat(counts(two))
        .isEqualTo(
            new SqlSummary(1, 2, 1, 0, OptionalLong.empty(), Optional.empty(), RowChanges.NONE));
    assertThat(two.header().serverVersion()).contains("15.2");
    assertThat(two.roles()).extracting(NamedRole::name).containsExactly("Ann", "all_of", "joe");
  }

  @Test
  void aDatabaseThatTheFileDoesNotHaveIsSaidSo() {
    PlainSqlScanner scanner = scan(cluster(), Optional.of("evil"));
    Problem problem = scanner.finish().orElseThrow();
    assertThat(problem.code()).isEqualTo(ProblemCode.WRONG_DATABASE);
    assertThat(problem.message()).contains("evil").contains("my db, b");
    assertThat(scanner.databases()).containsExactly("my db", "b");
  }

  @Test
  void aDatabaseOfAFileThatIsCutOffIsNotWhole() {
    String cut = cluster().substring(0, cluster().indexOf("INSERT"));
    assertThat(scan(cut, Optional.of("my db")).finish().orElseThrow().code())
        .isEqualTo(ProblemCode.BACKUP_TRUNCATED);
  }

  @Test
  void severalDatabasesInOneFileAreNotMixed() {
    String one = HEAD + "CREATE DATABASE a;\n\\connect a\nCREATE TABLE t ();\n" + END;
    String two =
        HEAD
            + "CREATE DATABASE \"b-c\";\n\\encoding SQL_ASCII\n"
            + "\\connect -reuse-previous=on \"dbname='b-c'\"\nCOPY t FROM stdin;\n1\n\\.\n"
            + END;
    Problem problem = problem(one + two).orElseThrow();
    assertThat(problem.code()).isEqualTo(ProblemCode.SEVERAL_DATABASES);
    assertThat(problem.message()).contains("2 databases").contains("a, b-c");
    assertThat(counts(scan(one + two, Optional.of("b-c"))))
        .isEqualTo(
            new SqlSummary(0, 0, 1, 0, OptionalLong.empty(), Optional.empty(), RowChanges.NONE));
    Problem unnamed =
        problem(HEAD + "CREATE TABLE t ();\n" + END + "\\c b\nCREATE TABLE t ();\n").orElseThrow();
    assertThat(unnamed.code()).isEqualTo(ProblemCode.BACKUP_UNREADABLE);
    assertThat(unnamed.message()).contains("does not name the first");
    assertThat(problem(one)).isEmpty();
    assertThat(problem(two)).isEmpty();
    assertThat(problem(one + one.replace("TABLE t", "TABLE u"))).as("the same one").isEmpty();
    assertThat(problem("\\c postgres\nCREATE DATABASE a;\n\\c a\nCREATE TABLE t ();\n"))
        .as("a script that makes its database")
        .isEmpty();
    assertThat(problem(HEAD + "CREATE TABLE t ();\n" + END + HEAD + "INSERT INTO t;\n" + END))
        .as("structure and data, one after the other")
        .isEmpty();
    assertThat(problem("\\connect - joe\nCREATE TABLE t ();\n\\connect - ann\nCREATE VIEW v;\n"))
        .as("users, as pg_dump 7 writes them")
        .isEmpty();
  }

  @Test
  void aTransactionThatIsNeverCommittedIsAFault() {
    Problem problem = problem("SELECT 1;\nBEGIN;\nCREATE TABLE t ();\n").orElseThrow();
    assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
    assertThat(problem.message()).contains("line 2").contains("without a COMMIT");
    assertThat(problem("start  transaction;\nCOMMIT AND CHAIN;\nCREATE TABLE t ();\n")).isPresent();
    for (String sql :
        List.of(
            "BEGIN;\nCREATE TABLE t ();\nCOMMIT;\n",
            "BEGIN WORK;\nEND;\n",
            "BEGIN;\nSAVEPOINT a;\nROLLBACK TO a;\nCOMMIT;\n",
            "BEGIN;\nROLLBACK;\n",
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END;\n",
            "CREATE FUNCTION f() AS $$ BEGIN; $$;\n",
            "-- BEGIN;\nSELECT 'BEGIN;';\n")) {
      assertThat(problem(sql)).as(sql).isEmpty();
    }
  }

  @Test
  void whatAFileCreatesAndCommitsIsCounted() {
    assertThat(summary("SELECT 1;\n-- only this\n")).isEqualTo(NOTHING);
    assertThat(summary(HEAD + END)).isEqualTo(NOTHING);
    assertThat(summary("BEGIN;\nCREATE TABLE t ();\nINSERT INTO t;\nROLLBACK;\n"))
        .isEqualTo(
            new SqlSummary(0, 0, 0, 0, OptionalLong.of(4), Optional.empty(), RowChanges.NONE));
    assertThat(summary("BEGIN;\nSELECT 1;\nROLLBACK;\n")).isEqualTo(NOTHING);
    assertThat(summary("CREATE TEMP TABLE t (a int);\nCREATE ROLE r;\n\\! x\n")).isEqualTo(NOTHING);
    assertThat(
            summary(
                "create  unlogged table t (a int);\nCREATE TABLE IF NOT EXISTS u (a int);\n"
                    + "CREATE VIEW v AS SELECT 1;\nCOPY t FROM stdin;\n1\n2\n\\.\n"
                    + "insert into u values (1), (2);\n"))
        .isEqualTo(
            new SqlSummary(2, 3, 3, 0, OptionalLong.empty(), Optional.empty(), RowChanges.NONE));
  }

  @Test
  void rolesOfStatementsOverSeveralLinesAreFound() {
    PlainSqlScanner scanner =
        scan(
            "GRANT SELECT,\n  INSERT\nON public.t\nTO app,\n  \"Report Reader\";\n"
                + "CREATE POLICY p ON t\n  TO seer\n  USING (true);\n"
                + "ALTER TABLE t\n OWNER TO boss;\n"
                + "CREATE SCHEMA s AUTHORIZATION keeper; GRANT x TO y;\n"
                + "CREATE FUNCTION f() AS $$\nGRANT a TO no_role;\n$$;\n"
                + "ALTER FUNCTION f() SET a TO $x$ ; GRANT b TO no_role_either; $x$;\n"
                + "COPY t FROM stdin;\nGRANT c TO neither;\n\\.\n");
    assertThat(scanner.roles())
        .extracting(NamedRole::name)
        .containsExactly("Report Reader", "app", "boss", "keeper", "seer", "x", "y");
  }

  @Test
  void aNameHasTheLineBreaksThatItsStatementShows() {
    String sql =
        "--\n"
            + "-- Name: line break; Type: TABLE; Schema: a b; Owner: x\n"
            + "--\n\n"
            + "CREATE TABLE \"a\r\n"
            + "b\".\"line\n"
            + "break\" (\n"
            + "    id integer\n"
            + ");\n\n\n"
            + "--\n"
            + "-- Name: line break line break_pkey; Type: CONSTRAINT; Schema: p; Owner: x\n"
            + "--\n\n"
            + "ALTER TABLE ONLY p.\"line\n"
            + "break\"\n"
            + " ADD CONSTRAINT \"line break_pkey\" PRIMARY KEY (id);\n"
            + "--\n"
            + "-- Name: f(integer, text); Type: FUNCTION; Schema: p; Owner: x\n"
            + "--\n"
            + "CREATE FUNCTION p.f(integer, text) AS 'SELECT \"f(integer,\n"
            + "text)\"';\n";
    List<TocEntry> entries = scan(sql.replace("a b;", "a  b;")).index().entries();
    assertThat(entries.get(0).name()).isEqualTo("line\nbreak");
    assertThat(entries.get(0).schema()).isEqualTo("a\r\nb");
    assertThat(entries.get(1).name()).isEqualTo("line\nbreak line break_pkey");
  }

  @Test
  void statisticsAreAnEntryOfTheirOwn() {
    assertThat(
            names(
                scan(
                    "--\n"
                        + "-- Statistics for Name: t; Type: STATISTICS DATA; Schema: public; Owner:"
                        + " -\n"
                        + "--\n")))
        .containsExactly("t");
  }

  @Test
  void aListenerHearsWhereDataLieAndOfCommands() {
    String start = "SELECT 1;\n-- c\nCOPY public.\"a;b\" (x)\nFROM stdin;\n";
    String sql = start + "1\n2\n\\.\nSELECT 1; \\g | cat\n\\connect - x\nSET ROLE joe;\n";
    List<String> heard = new ArrayList<>();
    List<String> statements = new ArrayList<>();
    PlainSqlScanner scanner = new PlainSqlScanner(MESSAGES, Optional.empty());
    scanner.listener(
        new DumpListener() {
          @Override
          public void statementEnds(long position, long line, boolean copies) {
            statements.add(line + (copies ? " COPY" : ""));
          }

          @Override
          public void copyStarts(long position, long line, byte[] statement) {
            heard.add("starts " + position + " " + line + " " + new String(statement, UTF_8));
          }

          @Override
          public void copyEnds(long position, long line) {
            heard.add("ends " + position + " " + line);
          }

          @Override
          public void changesRole(long position, String statement) {
            heard.add("role " + position + " " + statement);
          }

          @Override
          public void sectionStarts(long position, long line) {
            heard.add("section starts " + position + " " + line);
          }

          @Override
          public void sectionEnds(long position, long line) {
            heard.add("section ends " + position + " " + line);
          }

          @Override
          public void command(long start, long end, long line, String command) {
            heard.add("command " + line + " " + command);
          }
        });
    byte[] bytes = sql.getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i += 3) {
      scanner.accept(bytes, i, Math.min(3, bytes.length - i));
    }
    assertThat(heard)
        .containsExactly(
            "starts " + start.length() + " 5 COPY public.\"a;b\" (x)\nFROM stdin;",
            "ends " + (start.length() + 7) + " 8",
            "command 8 \\g | cat",
            "command 9 \\connect - x",
            "role " + (sql.length() - 1) + " SET ROLE joe;");
    assertThat(statements).containsExactly("1", "4 COPY", "8", "10");
  }

  @Test
  void aSemicolonInParenthesesOrInABodyEndsNoStatement() {
    for (String one :
        List.of(
            "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; DELETE FROM u;);",
            "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END"
                + " FROM t; SELECT 2; END;",
            "CREATE PROCEDURE p(a int) BEGIN ATOMIC INSERT INTO t VALUES (a); END;",
            "COMMENT ON TABLE t IS 'a ( b';")) {
      assertThat(statements(one + "\nSELECT 1;\n")).as(one).containsExactly(one, "SELECT 1;");
    }
    assertThat(statements("CREATE TABLE f.begin (a int);\nBEGIN;\nCOMMIT;\n")).hasSize(3);
  }

  @Test
  void whatPgDumpNeverWritesIsNamed() {
    String own =
        HEAD
            + "\\restrict abc\nSET a = 'b';\nSELECT pg_catalog.set_config('search_path', '',"
            + " false);\nCOPY t (a) FROM stdin;\n\\! x\n\\.\nBEGIN;\nCOMMIT;\n\\unrestrict abc\n";
    assertThat(scan(own + END).summary().foreign()).isEmpty();
    for (String foreign :
        List.of(
            "\\! id",
            "\\i x.sql",
            "\\encoding LATIN1",
            "SELECT 1;",
            "DELETE FROM t;",
            "COPY t FROM stdin WITH (FORMAT csv);\n\\.",
            "COPY t TO stdout;",
            "SELECT 1 \\gexec",
            "BEGIN ISOLATION LEVEL SERIALIZABLE;")) {
      assertThat(scan(own + foreign + "\n" + END).summary().foreign())
          .as(foreign)
          .hasValueSatisfying(what -> assertThat(what).contains("line "));
    }
    assertThat(scan("CREATE TABLE t ();\n").summary().foreign()).isPresent();
    PlainSqlScanner whole = scan(own + "\\encoding SQL_ASCII\n" + END + "/* x */\n-- end");
    assertThat(whole.finish()).isEmpty();
    assertThat(whole.summary().foreign()).isEmpty();
    PlainSqlScanner unfinished = scan(own + END + "DROP TABLE t");
    assertThat(unfinished.finish()).isEmpty();
    assertThat(unfinished.summary().foreign()).hasValue("the statement after the last semicolon");
    assertThat(scan(own + "SET client_encoding = 'KOI8R';\n" + END).summary().foreign()).isEmpty();
    for (String set :
        List.of("SET client_encoding = 'MULE_INTERNAL';", "set client_encoding to x;")) {
      assertThat(scan(own + set + "\n" + END).summary().foreign()).as(set).isPresent();
    }
  }

  private static List<String> statements(String sql) {
    List<String> found = new ArrayList<>();
    SqlLexer lexer =
        new SqlLexer(
            new SqlLexer.Listener() {
              @Override
              public void line(long number, byte[] line, int length) {}

              @Override
              public void statement(StatementText text, boolean copyFromStdin) {
                found.add(text.decoded(StatementText.MOST, DumpEncoding.UTF8));
              }

              @Override
              public void copyStarts() {}

              @Override
              public void copied(long rows, long bytes) {}

              @Override
              public void command(long number, byte[] command, int length) {}
            });
    lexer.accept(sql.getBytes(UTF_8), 0, sql.length());
    return found;
  }

  private static void assertTruncated(String sql) {
    assertThat(problem(sql).orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
  }

  private static Optional<Problem> problem(String sql) {
    return scan(sql).finish();
  }

  private static SqlSummary summary(String sql) {
    PlainSqlScanner scanner = scan(sql);
    assertThat(scanner.finish()).isEmpty();
    return counts(scanner);
  }

  @Test
  void countsEveryStatement() {
    assertThat(
            scan("SET a = 1;\nCREATE TABLE t (i int);\nCOPY t FROM stdin;\n1\n2\n\\.\nSELECT 1;\n")
                .summary()
                .statements())
        .isEqualTo(4);
  }

  @Test
  void namesTheFirstStatementThatChangesRowsBesidesTheAnnouncedCopy() {
    String copy =
        "--\n-- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: -\n--\n\n"
            + "COPY public.t (a) FROM stdin;\n1\n\\.\n";
    assertThat(changes(HEAD + copy + END)).isEqualTo(RowChanges.NONE);
    assertThat(
            changes("CREATE RULE r AS ON DELETE TO t DO INSTEAD DELETE FROM u;\nDROP TABLE x;\n"))
        .isEqualTo(RowChanges.NONE);
    assertThat(changes("CREATE FUNCTION f() AS $$ DELETE FROM t; $$;\n"))
        .isEqualTo(RowChanges.NONE);
    assertThat(changes("UPDATE pg_catalog.pg_database SET a = 1;\n")).isEqualTo(RowChanges.NONE);
    assertThat(changes("WITH a AS (SELECT 1) SELECT * FROM a;\n")).isEqualTo(RowChanges.NONE);
    assertThat(changes("BEGIN;\nTRUNCATE t;\nINSERT INTO t VALUES (1);\nROLLBACK;\n"))
        .isEqualTo(RowChanges.NONE);

    Optional<String> none = Optional.empty();
    assertThat(changes("SELECT 1;\ninsert into t values (1);\nINSERT INTO t VALUES (2);\n"))
        .isEqualTo(new RowChanges(Optional.of("the INSERT in line 2"), none));
    assertThat(changes(HEAD + copy + END + "COPY t FROM stdin;\n2\n\\.\n").adds().orElseThrow())
        .startsWith("the COPY in line ");
    assertThat(changes("DELETE FROM t;\n"))
        .isEqualTo(new RowChanges(none, Optional.of("the DELETE in line 1")));
    assertThat(changes("begin;\ntruncate\nt;\ncommit;\n"))
        .isEqualTo(new RowChanges(none, Optional.of("the TRUNCATE in line 3")));
    for (String both :
        List.of(
            "UPDATE t SET a = 1;",
            "MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE;",
            "DO $$ BEGIN DELETE FROM t; END $$;",
            "CALL p();",
            "EXECUTE q;",
            "WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a;")) {
      Optional<String> it =
          Optional.of("the " + both.substring(0, both.indexOf(' ')) + " in line 1");
      assertThat(changes(both + "\n")).as(both).isEqualTo(new RowChanges(it, it));
    }
  }

  private static RowChanges changes(String sql) {
    return scan(sql).summary().changes();
  }

  /** Without the number of statements. */
  private static SqlSummary counts(PlainSqlScanner scanner) {
    SqlSummary all = scanner.summary();
    return new SqlSummary(
        all.tables(),
        all.objects(),
        all.rows(),
        0,
        all.undoneAt(),
        Optional.empty(),
        RowChanges.NONE);
  }

  private static List<String> names(PlainSqlScanner scanner) {
    return scanner.index().entries().stream().map(TocEntry::name).toList();
  }

  private static PlainSqlScanner scan(String sql) {
    return scan(sql, Optional.empty());
  }

  private static PlainSqlScanner scan(String sql, Charset charset) {
    PlainSqlScanner scanner = new PlainSqlScanner(MESSAGES, Optional.empty());
    byte[] bytes = sql.getBytes(charset);
    scanner.accept(bytes, 0, bytes.length);
    return scanner;
  }

  private static PlainSqlScanner scan(String sql, Optional<String> section) {
    PlainSqlScanner scanner = new PlainSqlScanner(MESSAGES, section);
    byte[] bytes = sql.getBytes(UTF_8);
    scanner.accept(bytes, 0, bytes.length);
    return scanner;
  }
}
