package dev.restorebot.engine.audit.jdbc;

import static dev.restorebot.engine.audit.AuditEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.audit.AuditHead;
import dev.restorebot.engine.audit.AuditLines;
import dev.restorebot.engine.audit.AuditLog;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bit changed in any byte of the audit log is found, and the entry is named. */
class OneBitInAnExportTest {
  @TempDir Path folder;

  @Test
  void isFoundInItsEntry() throws Exception {
    StringBuilder export = new StringBuilder();
    AuditHead head;
    try (AuditLog log = JdbcAuditLog.open(folder.resolve("state.db"))) {
      for (int i = 1; i <= 3; i++) {
        log.append(event("job" + i));
      }
      log.export(export);
      head = log.head();
    }
    byte[] good = export.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(check(good, head)).isEmpty();
    int line = 1;
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << (at % 8));
      boolean between = good[at] == '\n';
      assertThat(check(bad, head))
          .as("byte %d, in entry %d", at, line)
          .containsAnyOf("entry " + line, "entry " + (line + 1), "not an entry of an audit log");
      line += between ? 1 : 0;
    }
  }

  /** What is wrong, in words; empty when nothing is. */
  private static String check(byte[] export, AuditHead head) {
    try {
      return String.join(
          "; ",
          AuditLines.verify(
                  new BufferedReader(
                      new InputStreamReader(
                          new ByteArrayInputStream(export), StandardCharsets.UTF_8)),
                  Optional.of(head))
              .problems());
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
