package dev.restorebot.engine.audit.jdbc;

import static dev.restorebot.engine.audit.AuditEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.audit.AuditHead;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody does who has the state file. */
class TamperedAuditLogTest {
  private static final List<String> TRIGGERS =
      List.of(
          "audit_entry_is_not_changed",
          "audit_entry_is_not_removed",
          "audit_entry_is_not_replaced",
          "audit_head_goes_forward",
          "audit_head_is_not_removed");

  @TempDir Path folder;
  private Path file;
  private AuditLog log;

  @BeforeEach
  void fiveEntries() {
    file = folder.resolve("state.db");
    log = JdbcAuditLog.open(file);
    for (int i = 1; i <= 5; i++) {
      log.append(event("entry " + i));
    }
  }

  @AfterEach
  void close() {
    log.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_entry set what = 'x' where number = 3",
        "delete from audit_entry where number = 3",
        "insert or replace into audit_entry select number, at, by_id, by_name, place, 'x', subject,"
            + " detail, previous, hash from audit_entry where number = 3",
        "delete from audit_head",
        "update audit_head set number = 4",
      })
  void triggersStopWhatIsNoAppending(String sql) {
    assertThatThrownBy(() -> execute(sql))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("append-only");
    assertThat(log.verify(Optional.empty()).whole()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update audit_entry set what = 'approval.accepted' where number = 3 | entry 3 was changed
          update audit_entry set by_id = 'slack:U2' where number = 3         | entry 3 was changed
          update audit_entry set by_name = 'Eve' where number = 3            | entry 3 was changed
          update audit_entry set at = '2026-11-23T12:00:00Z' where number = 3 | entry 3 was changed
          update audit_entry set at = lower(at) where number = 3             | entry 3 was changed
          update audit_entry set detail = replace(detail, ',', ', ') where number = 3    | entry 3 was changed
          update audit_entry set place = 'cli' where number = 3              | entry 3 was changed
          update audit_entry set subject = '' where number = 3               | entry 3 was changed
          update audit_entry set detail = '{}' where number = 5              | entry 5 was changed
          update audit_entry set detail = '7' where number = 3   | entry 3 was changed and cannot be read
          update audit_entry set detail = '{"a":null}' where number = 3 | entry 3 was changed and cannot be read
          update audit_entry set at = 'noon' where number = 3    | entry 3 was changed and cannot be read
          update audit_entry set hash = 'x' where number = 3     | entry 4 does not continue the entry before it
          delete from audit_entry where number = 3               | entry 4 follows entry 2
          delete from audit_entry where number = 1               | it begins with entry 2 instead of 1
          delete from audit_entry where number = 5               | it ends with entry 4, but the recorded last entry is 5
          delete from audit_entry                                | it ends with entry 0, but the recorded last entry is 5
          delete from audit_head                                 | the record of its last entry is missing
          insert into audit_entry select 0, at, by_id, by_name, place, what, subject, detail, previous, hash from audit_entry where number = 3 | it begins with entry 0 instead of 1
          """)
  void aCheckFindsEveryChange(String sql, String problem) {
    withoutTriggers();
    execute(sql);

    assertThat(log.verify(Optional.empty()).problems()).contains(problem);
    log.append(event("later"));
    assertThat(log.verify(Optional.empty()).whole()).as("after another entry").isFalse();
  }

  @Test
  void aCheckFindsEntriesInAnotherOrder() {
    withoutTriggers();
    execute("update audit_entry set number = 10 where number = 4");
    execute("update audit_entry set number = 4 where number = 5");
    execute("update audit_entry set number = 5 where number = 10");

    assertThat(log.verify(Optional.empty()).problems())
        .contains("entry 4 was changed", "entry 5 was changed");
  }

  @Test
  void aCutEndWithItsNoteIsFoundByAHeadKeptElsewhere() {
    AuditHead remembered = log.head();
    withoutTriggers();
    execute("delete from audit_entry where number = 5");
    execute(
        "update audit_head set (number, hash) ="
            + " (select number, hash from audit_entry where number = 4)");

    assertThat(log.verify(Optional.empty()).whole()).isTrue();
    assertThat(log.verify(Optional.of(remembered)).words())
        .isEqualTo(
            "The audit log was tampered with or damaged: it does not contain the remembered entry"
                + " 5.");
    log.append(event("in its place"));
    assertThat(log.verify(Optional.of(remembered)).whole()).isFalse();
  }

  private void withoutTriggers() {
    TRIGGERS.forEach(trigger -> execute("drop trigger " + trigger));
  }

  private void execute(String sql) {
    try (StateDatabase database = StateDatabase.open(file)) {
      database.write(handle -> handle.execute(sql));
    }
  }
}
