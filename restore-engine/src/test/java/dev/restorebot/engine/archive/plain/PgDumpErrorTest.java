package dev.restorebot.engine.archive.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Contents;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgDumpErrorTest {
  private static final String DUMP =
      "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE t ();\nCOPY t (a) FROM stdin;\n"
          + "pg_dump: error: a row\n\\.\nSELECT '\npg_dump: error: a text';\n"
          + "--\n-- PostgreSQL database dump complete\n--\n\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_dump: error: query failed: ERROR:  permission denied for table secret",
        "pg_dump: fatal: query failed: ",
        "pg_dumpall: error: pg_dump failed on database \"shop\", exiting",
        "pg_dumpall: pg_dump failed on database \"shop\", exiting",
        "pg_dump: [archiver (db)] query failed: ERROR:  permission denied for relation t",
        "pg_dump: [archiver (db)] connection to database \"x\" failed: FATAL:  no such role",
        "pg_dump: Dumping the contents of table \"t\" failed: PQgetCopyData() failed.",
        "pg_dump: aborting because of server version mismatch",
        "pg_dump: Fehler: Anfrage fehlgeschlagen",
        "pg_dump: erreur : échec de la requête",
        "pg_dump: エラー: 問い合わせが失敗しました",
        "pg_dump.exe: error: out of memory\r"
      })
  void anErrorOfPgDumpFailsTheBackupWhereverItIs(String error) {
    for (String file : List.of(error + "\n" + DUMP, DUMP + error, DUMP + error + "\n" + DUMP)) {
      assertThatThrownBy(() -> read(file))
          .as(file)
          .hasRootCauseInstanceOf(ProblemException.class)
          .rootCause()
          .satisfies(
              cause -> {
                assertThat(((ProblemException) cause).problem().code())
                    .isEqualTo(ProblemCode.BACKUP_TRUNCATED);
                assertThat(cause.getMessage()).contains(error.strip());
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_dump: warning: there are circular foreign-key constraints on this table:",
        "pg_dump: detail: failed",
        "pg_dump: hint: You might not be able to restore the dump without using it.",
        "pg_dump: dumping contents of table \"public.failed\"",
        "pg_dump: creating TABLE \"public.error\"",
        "pg_dump: reading schemas",
        "pg_dump: [sorter] WARNING: could not resolve dependency loop among these items:",
        "pg_dump: [archiver] WARNING: requested compression not available",
        "pg_dump: NOTICE: there are circular foreign-key constraints",
        "pg_dump: Warnung: could not"
      })
  void warningsAndVerboseLinesAreNoErrors(String line) throws IOException {
    for (String file : List.of(line + "\n" + DUMP, DUMP + line, DUMP + line + "\n" + DUMP)) {
      assertThat(read(file).format()).as(file).isNotNull();
    }
  }

  @Test
  void valuesOfRowsAndPasswordsAreNotShown() {
    assertThat(
            PgDumpError.in(
                "pg_dump: error: query failed: ERROR:  invalid input syntax for type integer:"
                    + " \"Ann's salary\""))
        .hasValueSatisfying(shown -> assertThat(shown).contains("integer").doesNotContain("Ann"));
    assertThat(
            PgDumpError.in(
                "pg_dump: error: invalid dsn postgresql://joe:hunter2@db/x password='hun ter2'"))
        .contains("pg_dump: error: invalid dsn postgresql://joe:…@db/x password=…");
  }

  @Test
  void lineEndsThatWereConvertedTwiceAreNamed() {
    assertThatThrownBy(() -> read(DUMP.replace("\n", "\r\r\n")))
        .rootCause()
        .hasMessageContaining("converted twice (CR CR LF)");
  }

  private static Contents read(String file) throws IOException {
    return new PlainSql(new ArchiveMessages(Path.of("a.sql")))
        .read(
            new PeekInput(new ByteArrayInputStream(file.getBytes(UTF_8))),
            Long.MAX_VALUE,
            Optional.empty(),
            false);
  }
}
