package dev.restorebot.engine.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.plain.IndexedDump;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PsqlFeedTest {
  private static final String DUMP =
      "--\n\\restrict Abc123\nCREATE TABLE t (a int);\nCOPY t (a) FROM stdin;\n1\n2'\n\\.\n"
          + "SELECT 3;\n\\! rm -rf /\nCOPY u (b)\n FROM stdin;\n\\.\nSELECT 4;\n";
  private static final String TRIAL = "\\.\n\\restore_bot\n";

  private final AtomicLong reached = new AtomicLong();

  private PsqlFeed feed(String dump, boolean withoutOwners) {
    return feed(dump, withoutOwners, Optional.empty());
  }

  private PsqlFeed feed(String dump, boolean withoutOwners, Optional<String> section) {
    return new PsqlFeed(
        new IndexedDump(
            new PeekInput(new ByteArrayInputStream(dump.getBytes(UTF_8))),
            new ArchiveMessages(Path.of("a.sql")),
            section),
        "\\restrict key\n",
        withoutOwners,
        reached::set,
        () -> true);
  }

  /** What psql would read now, byte by byte. */
  private static String next(PsqlFeed feed) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    int b;
    while ((b = feed.read()) >= 0) {
      read.write(b);
      if (feed.isPausing()) {
        break;
      }
    }
    return read.toString(UTF_8);
  }

  @Test
  void rowsGoOnOnceTheirCopyIsAccepted() throws IOException {
    PsqlFeed feed = feed(DUMP, true);

    String first = next(feed);
    assertThat(first)
        .isEqualTo("\\restrict key\n" + DUMP.substring(0, DUMP.indexOf("1\n2'")) + TRIAL);
    assertThat(feed.refused(7)).as("the end of the trial").isTrue();
    assertThat(next(feed))
        .isEqualTo(
            "COPY t (a) FROM stdin;\n"
                + "1\n"
                + "2'\n"
                + "\\.\n"
                + "SELECT 3;\n"
                + "\\! rm -rf /\n"
                + "COPY u (b)\n"
                + " FROM stdin;\n"
                + TRIAL);
    assertThat(feed.refused(17)).isTrue();
    assertThat(next(feed)).isEqualTo("COPY u (b)\n FROM stdin;\n\\.\nSELECT 4;\n");

    assertThat(feed.dumpLine(5)).as("the COPY").isEqualTo(4);
    assertThat(feed.dumpLine(8)).as("the COPY again").isEqualTo(4);
    assertThat(feed.dumpLine(9)).as("the first row").isEqualTo(5);
    assertThat(feed.dumpLine(12)).as("SELECT 3").isEqualTo(8);
    assertThat(feed.command(13)).contains("\\! rm -rf /");
    assertThat(feed.command(3)).contains("\\restrict Abc123");
    assertThat(feed.dumpLine(21)).as("SELECT 4").isEqualTo(13);
    assertThat(reached.get()).isEqualTo(14);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_480, 65_500, 65_524, 65_530, 65_536})
  void onlyTheWantedDatabaseOfAFileReachesPsql(int before) throws IOException {
    String one = "SELECT 1;\n" + "-".repeat(before) + "\nSELECT 2;\n";
    PsqlFeed feed =
        feed(
            "CREATE ROLE a PASSWORD 'x';\n\\connect b\nCOPY t FROM stdin;\n1\n\\.\n\\connect a\n"
                + one
                + "\\connect  \"b\"\nSELECT 'b';\n\\c a\nSELECT 3;\n\\connect b\nDROP TABLE t;\n",
            true,
            Optional.of("a"));
    assertThat(next(feed)).isEqualTo("\\restrict key\n" + one + "SELECT 3;\n");
    assertThat(feed.dumpLine(2)).as("SELECT 1").isEqualTo(7);
    assertThat(feed.dumpLine(5)).as("SELECT 3").isEqualTo(13);
  }

  @Test
  void rowsOfACopyThatFailedNeverReachPsql() throws IOException {
    PsqlFeed feed = feed(DUMP, true);

    next(feed);
    assertThat(feed.refused(6)).as("psql took the end mark for a command").isTrue();
    assertThat(feed.refused(7)).isTrue();
    assertThat(next(feed)).isEqualTo("SELECT 3;\n\\! rm -rf /\nCOPY u (b)\n FROM stdin;\n" + TRIAL);
    assertThat(feed.dumpLine(8)).as("SELECT 3").isEqualTo(8);
    assertThat(feed.command(9)).contains("\\! rm -rf /");
    feed.refused(12);
    feed.refused(13);
    assertThat(next(feed)).isEqualTo("SELECT 4;\n");
    assertThat(feed.dumpLine(14)).as("SELECT 4").isEqualTo(13);
  }

  @Test
  void psql17SaysOnlyTheServersError() throws IOException {
    PsqlFeed feed = feed(DUMP, true);
    next(feed);
    feed.serverRefused(4);
    feed.serverRefused(5);
    feed.refused(7);
    assertThat(next(feed)).startsWith("SELECT 3;\n");
  }

  @Test
  void anErrorOfAnotherStatementDoesNotLoseRows() throws IOException {
    PsqlFeed feed = feed(DUMP, true);
    next(feed);
    feed.serverRefused(4);
    feed.refused(7);
    assertThat(next(feed)).startsWith("COPY t (a) FROM stdin;\n1\n");
  }

  @Test
  void rowsOfManyMegabytesAreLeftOutWithoutBeingKept() throws IOException {
    String rows = "it's a row; \\! no command\n".repeat(200_000);
    PsqlFeed feed = feed("COPY t FROM stdin;\n" + rows + "\\.\nSELECT 1;\n", true);
    next(feed);
    feed.refused(3);
    feed.refused(4);
    assertThat(next(feed)).isEqualTo("SELECT 1;\n");
    assertThat(feed.dumpLine(5)).isEqualTo(200_003);
  }

  @Test
  void aPsqlThatDoesNotAnswerIsAskedOnlyOnce() throws IOException {
    PsqlFeed feed = feed(DUMP, true);
    next(feed);
    assertThat(next(feed))
        .isEqualTo("COPY t (a) FROM stdin;\n" + DUMP.substring(DUMP.indexOf("1\n2'")));
  }

  @Test
  void closingEndsTheWait() throws IOException {
    PsqlFeed feed = feed(DUMP, true);
    next(feed);
    feed.close();
    assertThatThrownBy(feed::read).isInstanceOf(IOException.class);
  }

  @Test
  void withoutOwnersARoleIsLeftAtOnce() throws IOException {
    String dump = "SET SESSION AUTHORIZATION 'app';\nset role x;\nSET a = 'SET ROLE y;';\n";
    String leave = " SET SESSION AUTHORIZATION DEFAULT; RESET ROLE;";
    assertThat(next(feed(dump, true)))
        .isEqualTo(
            "\\restrict key\nSET SESSION AUTHORIZATION 'app';"
                + leave
                + "\nset role x;"
                + leave
                + "\nSET a = 'SET ROLE y;';\n");
    assertThat(next(feed(dump, false))).isEqualTo("\\restrict key\n" + dump);
  }

  @Test
  void aCopyThatMayWantRowsIsNotTried() throws IOException {
    String dump = "COPY t FROM stdin WITH (FORMAT csv, HEADER match);\na\n1\n\\.\n";
    assertThat(next(feed(dump, true))).isEqualTo("\\restrict key\n" + dump);
  }
}
