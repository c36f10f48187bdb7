package dev.restorebot.engine.archive.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpBoundariesTest {
  private static final String HEADER = "--\n-- PostgreSQL database dump\n--\n\n";
  private static final String COMPLETE = "--\n-- PostgreSQL database dump complete\n--\n\n";
  private static final String CLUSTER = "--\n-- PostgreSQL database cluster dump\n--\n\n";
  private static final String CLUSTER_COMPLETE =
      "--\n-- PostgreSQL database cluster dump complete\n--\n\n";
  private static final String PROGRAM = "-- Dumped by pg_dump version 15.18\n\n";
  private static final String COPY =
      "--\n-- Data for Name: t; Type: TABLE DATA; Schema: a; Owner: o\n--\n\n"
          + "COPY a.t (a) FROM stdin;\n1\n2\n\\.\n\n";

  /** What pg_dump writes; one that has a key names it in its first and last line. */
  private static String dump(String database, String key, String sql) {
    String restrict = key.isEmpty() ? "" : "\\restrict " + key + "\n\n";
    String unrestrict = key.isEmpty() ? "" : "\\unrestrict " + key + "\n";
    String connect =
        database.isEmpty()
            ? ""
            : "CREATE DATABASE "
                + database
                + ";\n"
                + unrestrict
                + "\\connect "
                + database
                + "\n"
                + restrict;
    return HEADER + restrict + PROGRAM + connect + sql + COMPLETE + unrestrict + "\n";
  }

  private static String cut(String dump, String at) {
    assertThat(dump).contains(at);
    return dump.substring(0, dump.lastIndexOf(at));
  }

  @Test
  void aDumpThatIsCutOffBeforeAnotherFails() {
    for (String key : List.of("", "abc")) {
      for (String database : List.of("", "shop")) {
        String first = dump(database, key, "CREATE TABLE a ();\n" + COPY + "SELECT 1;\n");
        String next = dump(database.isEmpty() ? "" : "same", key + "d", COPY);
        for (String at :
            List.of("SELECT 1", "CT 1", "-- Data for", "CREATE TABLE", "ABLE a", COMPLETE)) {
          Problem problem = problem(cut(first, at) + next).orElseThrow();
          assertThat(problem.code()).as(at).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
          assertThat(problem.message())
              .as(at)
              .contains("the dump that begins in line 2 ends before line ");
        }
      }
    }
  }

  @Test
  void theLinesOfBothDumpsAreNamed() {
    String before = dump("", "", "");
    String cut = cut(dump("", "", "SELECT 1;\n"), "SELECT 1");
    assertThat(problem(before + cut + before).orElseThrow().message())
        .contains("begins in line " + (before.lines().count() + 2) + " ends before")
        .contains("before line " + ((before + cut).lines().count() + 2) + ", where");
  }

  @Test
  void everyDatabaseOfSuchAFileFails() {
    String file = cut(dump("shop", "k", COPY), COMPLETE) + dump("same", "l", COPY);
    for (String section : List.of("shop", "same")) {
      assertThat(scan(file, Optional.of(section)).finish().orElseThrow().code())
          .as(section)
          .isEqualTo(ProblemCode.BACKUP_TRUNCATED);
    }
  }

  @Test
  void aDumpWithoutItsUnrestrictIsCutOff() {
    String cut = cut(dump("", "k", COPY), "\\unrestrict");
    assertThat(problem(cut + dump("", "l", COPY)).orElseThrow().message()).contains("cut off");
    assertThat(problem(cut).orElseThrow().message())
        .contains("last line, \\unrestrict with its key");
    String withoutComments = dump("", "k", "SELECT 1;\n").replaceAll("(?m)^--.*\n", "");
    assertThat(problem(withoutComments)).isEmpty();
    assertThat(problem(withoutComments + withoutComments.replace(" k", " l"))).isEmpty();
    String cutOff = cut(withoutComments, "\\unrestrict");
    assertThat(problem(cutOff).orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
    assertThat(problem(cutOff + withoutComments.replace(" k", " l")).orElseThrow().code())
        .isEqualTo(ProblemCode.BACKUP_TRUNCATED);
  }

  @Test
  void rowsThatGoOnInAnotherDumpAreCutOff() {
    for (String key : List.of("", "k")) {
      String first = dump("", key, COPY);
      for (String at : List.of("2\n\\.", "1\n", "\n2")) {
        Problem problem = problem(cut(first, at) + dump("", key + "l", COPY)).orElseThrow();
        assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
        assertThat(problem.message())
            .contains(
                "line 2 ends in the middle of the rows of table a.t before line "
                    + (cut(first, at).split("\n", -1).length + 1));
      }
    }
  }

  @Test
  void quotesThatGoOnInAnotherDumpAreCutOff() {
    for (String quoted : List.of("SELECT 'a b';\n", "CREATE FUNCTION f() AS $$a b$$;\n")) {
      String cut = cut(dump("", "", quoted), " b");
      String next = dump("", "", "SELECT 'c';\n");
      Problem problem = problem(cut + next).orElseThrow();
      assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
      assertThat(problem.message())
          .contains(
              "in the middle of a quoted text or a comment before line "
                  + (cut.split("\n", -1).length + 1));
    }
  }

  /** A table of scripts, a function that writes one, a line of one as a row. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT '\n%s';\n",
        "CREATE FUNCTION f() AS $$\n%s$$;\n",
        "COMMENT ON TABLE t IS '\n%s';\n",
        "SELECT 1 AS \"\n%s\";\n",
        "/*\n%s*/\n",
        "COPY t (a) FROM stdin;\n%s\\.\n"
      })
  void dataThatLooksLikeADumpIsNone(String sql) {
    for (String data :
        List.of(HEADER, COMPLETE, HEADER + PROGRAM, dump("", "", "COPY t (a) FROM stdin;\n1\n"))) {
      String file = dump("", "k", sql.formatted(data)) + dump("", "l", COPY);
      assertThat(problem(file)).as(data).isEmpty();
      assertThat(problem(file.replaceAll("\\\\(un)?restrict .*\n", ""))).as(data).isEmpty();
    }
  }

  @Test
  void aServersDumpContainsTheDumpsOfItsDatabases() {
    String server =
        CLUSTER
            + "\\restrict c\n\nCREATE ROLE a;\n\n\\unrestrict c\n\n\\connect template1\n\n"
            + dump("", "t", "SET a = 1;\n")
            + "--\n-- Database \"shop\" dump\n--\n\n"
            + dump("shop", "k", COPY)
            + dump("same", "l", COPY);
    for (String whole : List.of(server, server.replaceAll("\\\\(un)?restrict .*\n", ""))) {
      assertThat(problem(whole + CLUSTER_COMPLETE).orElseThrow().code())
          .isEqualTo(ProblemCode.SEVERAL_DATABASES);
      assertThat(scan(whole + CLUSTER_COMPLETE, Optional.of("shop")).finish()).isEmpty();
    }
    for (String cut : List.of(cut(server, COMPLETE), cut(server, "CREATE DATABASE same"), server)) {
      assertThat(problem(cut + server + CLUSTER_COMPLETE).orElseThrow().code())
          .isEqualTo(ProblemCode.BACKUP_TRUNCATED);
      assertThat(problem(cut).orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
    }
    assertThat(problem(dump("shop", "k", COPY) + server + CLUSTER_COMPLETE).orElseThrow().code())
        .isEqualTo(ProblemCode.SEVERAL_DATABASES);
  }

  @Test
  void dumpsThatWereJoinedWithoutALineEndAreWhole() {
    assertThat(problem(dump("", "", COPY).strip() + dump("", "", COPY))).isEmpty();
  }

  @Test
  void theSameIsFoundHoweverTheBytesArriveInPieces() {
    byte[] file = (cut(dump("", "", COPY), "2\n\\.") + dump("", "", COPY)).getBytes(UTF_8);
    Problem whole = problem(new String(file, UTF_8)).orElseThrow();
    for (int piece : List.of(1, 2, 3, 7, 64)) {
      PlainSqlScanner scanner = scan("", Optional.empty());
      for (int i = 0; i < file.length; i += piece) {
        scanner.accept(file, i, Math.min(piece, file.length - i));
      }
      assertThat(scanner.finish()).as("" + piece).contains(whole);
    }
  }

  private static Optional<Problem> problem(String sql) {
    return scan(sql, Optional.empty()).finish();
  }

  private static PlainSqlScanner scan(String sql, Optional<String> section) {
    PlainSqlScanner scanner = new PlainSqlScanner(new ArchiveMessages(Path.of("a.sql")), section);
    byte[] bytes = sql.getBytes(UTF_8);
    scanner.accept(bytes, 0, bytes.length);
    return scanner;
  }
}
