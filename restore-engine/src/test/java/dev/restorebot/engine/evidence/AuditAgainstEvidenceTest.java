package dev.restorebot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.audit.AuditEvents;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.state.StateDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does who has the state file, but not the reports that were handed out. */
class AuditAgainstEvidenceTest {
  @TempDir Path temp;
  private AuditLog audit;
  private Path reports;
  private Evidence evidence;

  @BeforeEach
  void twoReports() throws Exception {
    audit = JdbcAuditLog.open(temp.resolve("state.db"));
    reports = temp.resolve("reports");
    evidence = Reports.evidence(reports, Optional.empty(), audit);
    evidence.write(Reports.passed("aaaaaa"));
    audit.append(AuditEvents.event("one"));
    audit.append(AuditEvents.event("two"));
    evidence.write(Reports.passed("bbbbbb"));
  }

  @AfterEach
  void close() {
    audit.close();
  }

  @Test
  void theyAgree() throws Exception {
    assertThat(AuditAgainstEvidence.compare(audit, reports)).isEmpty();
  }

  @Test
  void aLogThatWasCutAtItsEndIsNoticedThoughItIsWholeInItself() throws Exception {
    for (String trigger : List.of("audit_entry_is_not_removed", "audit_head_goes_forward")) {
      execute("drop trigger " + trigger);
    }
    execute("delete from audit_entry where number > 2");
    execute(
        "update audit_head set (number, hash) ="
            + " (select number, hash from audit_entry where number = 2)");
    assertThat(audit.verify(Optional.empty()).whole()).isTrue();
    assertThat(AuditAgainstEvidence.compare(audit, reports))
        .singleElement()
        .asString()
        .contains("bbbbbb", "names entry 3", "cut or changed");
  }

  @Test
  void aLogThatWasWrittenAnewIsNoticed() throws Exception {
    try (AuditLog other = JdbcAuditLog.open(temp.resolve("other.db"))) {
      for (int i = 0; i < 9; i++) {
        other.append(AuditEvents.event("made up " + i));
      }
      assertThat(AuditAgainstEvidence.compare(other, reports))
          .singleElement()
          .asString()
          .contains("bbbbbb", "names entry 3");
    }
  }

  @Test
  void aReportThatIsGoneOrReplacedIsNoticed() throws Exception {
    Files.delete(reports.resolve("aaaaaa/report.json"));
    Path other = reports.resolve("bbbbbb/report.json");
    Files.writeString(other, Files.readString(other).replace("PASSED", "FAILED"));
    assertThat(AuditAgainstEvidence.compare(audit, reports))
        .hasSize(2)
        .anyMatch(line -> line.contains("aaaaaa") && line.contains("is missing"))
        .anyMatch(line -> line.contains("bbbbbb") && line.contains("is not the one"));
  }

  private void execute(String sql) {
    try (StateDatabase database = StateDatabase.open(temp.resolve("state.db"))) {
      database.write(handle -> handle.execute(sql));
    }
  }
}
