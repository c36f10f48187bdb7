package dev.restorebot.engine.audit.jdbc;

import static dev.restorebot.engine.audit.AuditEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.AuditHead;
import dev.restorebot.engine.audit.AuditLines;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.AuditVerdict;
import dev.restorebot.engine.job.OtherProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcAuditLogTest {
  @TempDir Path folder;
  private Path file;
  private AuditLog log;

  @BeforeEach
  void open() {
    file = folder.resolve("state.db");
    log = JdbcAuditLog.open(file);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void aNewLogIsWholeAndEmpty() {
    assertThat(log.head()).isEqualTo(AuditHead.EMPTY);
    assertThat(log.verify(Optional.of(AuditHead.EMPTY)).problems()).isEmpty();
    assertThat(log.entries(0, 10)).isEmpty();
  }

  @Test
  void givesBackWhatWasAppendedAlsoAfterItWasOpenedAgain() {
    AuditEntry first = log.append(event("one"));
    AuditEntry second = log.append(event("two"));
    log.close();
    log = JdbcAuditLog.open(file);

    assertThat(log.entries(0, 10)).containsExactly(first, second);
    assertThat(log.entries(1, 10)).containsExactly(second);
    assertThat(log.entries(0, 1)).containsExactly(first);
    assertThat(second.previous()).isEqualTo(first.hash());
    assertThat(log.head()).isEqualTo(second.head());
    assertThat(log.verify(Optional.of(first.head())).words())
        .isEqualTo("The audit log is intact: 2 entries, the last is " + second.hash() + ".");
  }

  @Test
  void manyWritersMakeOneChain() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (OtherProcess other = OtherProcess.start(AppendsForEver.class, file)) {
      other.line();
      Callable<Void> writer =
          () -> {
            try (AuditLog own = JdbcAuditLog.open(file)) {
              for (int i = 0; i < 25; i++) {
                own.append(event("thread"));
              }
            }
            return null;
          };
      for (Future<Void> done : threads.invokeAll(List.of(writer, writer, writer, writer))) {
        done.get();
      }
      other.line();
    } finally {
      threads.shutdownNow();
    }

    AuditVerdict verdict = log.verify(Optional.empty());
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.entries()).isGreaterThan(101);
  }

  @Test
  void losesNothingThatItAnnouncedWhenItsProcessIsKilled() throws Exception {
    List<String> announced = OtherProcess.killAfterLines(20, AppendsForEver.class, file);

    assertThat(log.verify(Optional.empty()).problems()).isEmpty();
    assertThat(log.head().number()).isGreaterThanOrEqualTo(announced.size());
  }

  @Test
  void anExportCanBeCheckedByItself() throws IOException {
    for (int i = 0; i < 601; i++) {
      log.append(event("entry " + i));
    }
    StringBuilder export = new StringBuilder();
    log.export(export);

    AuditVerdict verdict = check(export.toString());
    assertThat(verdict).isEqualTo(log.verify(Optional.empty()));
    assertThat(verdict.entries()).isEqualTo(601);
    assertThat(check(export.toString().replace("entry 520", "entry 52O")).problems())
        .containsExactly("entry 521 was changed");
    assertThat(check(export.substring(export.indexOf("\n") + 1)).problems())
        .contains("it begins with entry 2 instead of 1");
    assertThat(check(export.substring(0, export.indexOf("{\"number\":601"))).problems())
        .containsExactly("it does not contain the remembered entry 601");
  }

  private AuditVerdict check(String export) throws IOException {
    return AuditLines.verify(new BufferedReader(new StringReader(export)), Optional.of(log.head()));
  }
}
