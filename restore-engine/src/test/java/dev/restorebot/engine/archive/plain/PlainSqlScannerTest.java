package dev.restorebot.engine.archive.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Fixtures;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainSqlScannerTest {
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
    PlainSqlScanner whole = new PlainSqlScanner(MESSAGES);
    whole.accept(dump, 0, dump.length);
    for (int piece : List.of(1, 2, 3, 7, 64)) {
      PlainSqlScanner scanner = new PlainSqlScanner(MESSAGES);
      for (int i = 0; i < dump.length; i += piece) {
        scanner.accept(dump, i, Math.min(piece, dump.length - i));
      }
      assertThat(scanner.finish()).isEmpty();
      assertThat(scanner.header()).isEqualTo(whole.header());
      assertThat(scanner.index().entries()).isEqualTo(whole.index().entries());
    }
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
  void aClusterDumpThatShowsLate() {
    String sql = "-- x\n".repeat(5000) + "\n--\n-- PostgreSQL database cluster dump\n--\n";
    assertThat(problem(sql).orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_NOT_RECOGNISED);
  }

  private static void assertTruncated(String sql) {
    assertThat(problem(sql).orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
  }

  private static Optional<Problem> problem(String sql) {
    return scan(sql).finish();
  }

  private static List<String> names(PlainSqlScanner scanner) {
    return scanner.index().entries().stream().map(TocEntry::name).toList();
  }

  private static PlainSqlScanner scan(String sql) {
    PlainSqlScanner scanner = new PlainSqlScanner(MESSAGES);
    byte[] bytes = sql.getBytes(UTF_8);
    scanner.accept(bytes, 0, bytes.length);
    return scanner;
  }
}
