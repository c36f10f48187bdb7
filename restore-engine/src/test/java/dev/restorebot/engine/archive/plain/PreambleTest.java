package dev.restorebot.engine.archive.plain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.PeekInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreambleTest {
  private static final String HEAD = "--\n-- PostgreSQL database dump\n--\n\nSET a = 1;\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_dump: warning: there are circular foreign-key constraints on this table:\n"
            + "pg_dump: hint: You might not be able to restore the dump without it.\n",
        "Password: \r\n",
        "could not change directory to \"/root\": Permission denied\n\n",
        "Defaulted container \"db\" out of: db, exporter\nUnable to use a TTY - it's no terminal\n",
        "Warning: Permanently added '10.0.0.1' (ED25519) to the list of known hosts.\n"
      })
  void textForPeopleAboveTheHeaderIsNoSql(String text) throws IOException {
    Preamble preamble = Preamble.of((text + HEAD).getBytes(UTF_8));
    assertThat(preamble.length()).isEqualTo(text.length());
    assertThat(preamble.foreignLines()).isPositive();
    assertThat(read(text + HEAD))
        .endsWith(HEAD)
        .hasLineCount((text + HEAD).split("\n", -1).length - 1);
    assertThat(read(text + HEAD).substring(0, text.length())).isBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "BEGIN;\n",
        "\\set ON_ERROR_STOP on\n",
        "-- made by me\n",
        "CREATE SCHEMA x\nAUTHORIZATION y;\n",
        "pg_dump: warning: x\nDROP TABLE t;\n"
      })
  void sqlAboveTheHeaderStays(String sql) {
    assertThat(Preamble.of((sql + HEAD).getBytes(UTF_8))).isEqualTo(new Preamble(0, 0));
  }

  @Test
  void aByteOrderMarkIsSkippedAsByPsql() throws IOException {
    assertThat(read("\ufeff" + HEAD)).isEqualTo("   " + HEAD);
    assertThat(read("\ufeffSELECT 1;\r\n")).isEqualTo("   SELECT 1;\r\n");
    assertThat(read("\ufeffpg_dump: warning: x\n" + HEAD).strip()).isEqualTo(HEAD.strip());
    assertThat(read("SELECT '\ufeff';"))
        .isEqualTo(new String("SELECT '\ufeff';".getBytes(UTF_8), ISO_8859_1));
  }

  private static String read(String file) throws IOException {
    try (IndexedDump dump =
        new IndexedDump(
            new PeekInput(new ByteArrayInputStream(file.getBytes(UTF_8))),
            new ArchiveMessages(Path.of("a.sql")),
            Optional.empty())) {
      return new String(dump.readAllBytes(), ISO_8859_1);
    }
  }
}
