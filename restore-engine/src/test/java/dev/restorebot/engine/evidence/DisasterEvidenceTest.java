package dev.restorebot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.SampleDisasters;
import dev.restorebot.engine.disaster.SilentDisasterEvents;
import dev.restorebot.engine.disaster.rehearsal.RehearsalStore;
import dev.restorebot.engine.job.MemoryJobStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisasterEvidenceTest {
  private static final Disaster ASKED = SampleDisasters.asked("abc234", "zenops");
  private static final Disaster CANCELLED =
      ASKED.become(DisasterState.CANCELLED, Reports.NOON.plusSeconds(5));

  @TempDir Path temp;
  private final List<String> told = new ArrayList<>();
  private AuditLog audit;

  @BeforeEach
  void open() {
    audit = JdbcAuditLog.open(temp.resolve("state.db"));
  }

  @AfterEach
  void close() {
    audit.close();
  }

  @Test
  void eachStateIsLoggedOnceAndTheEndHasAReport() throws Exception {
    process(
        events -> {
          events.changed(ASKED, Optional.empty());
          events.changed(ASKED, Optional.empty());
          events.changed(CANCELLED, Optional.empty());
        });
    assertThat(states()).containsExactly("AWAITING_APPROVAL", "CANCELLED");
    assertThat(told).containsExactly("AWAITING_APPROVAL", "AWAITING_APPROVAL", "CANCELLED");
    assertThat(Files.readString(report(1)))
        .contains("\"kind\" : \"disaster-restore\"", "the volume is damaged", "disaster.state");
  }

  @Test
  void aWithdrawnRequestIsEvidenceForNothingAndItsPlanWasNotApproved() throws Exception {
    process(events -> events.changed(CANCELLED, Optional.empty()));
    assertThat(Files.readString(report(1)))
        .contains("\"controls\" : [ ]", "The plan that was requested; it was not approved")
        .doesNotContain("The plan that was approved", "recovery was tested");
    assertThat(Files.readString(report(1).resolveSibling("report.md")))
        .contains("None: nothing was restored and checked.");
  }

  @Test
  void aRestoreThatWasUndoneBeforeItsChecksIsNoEvidenceOfATestedRecovery() throws Exception {
    Disaster preparing = ASKED.become(DisasterState.PREPARING, ASKED.changedAt());
    process(
        events -> {
          events.changed(preparing, Optional.empty());
          events.changed(
              SampleDisasters.undone(preparing, DisasterState.COULD_NOT_VERIFY), Optional.empty());
        });
    assertThat(Files.readString(report(1)))
        .contains("The plan that was approved", "response and recovery plan was put to use")
        .doesNotContain("recovery was tested");
  }

  @Test
  void anotherProcessDoesNotRepeatWhatIsLogged() {
    process(events -> events.changed(ASKED, Optional.empty()));
    process(events -> events.changed(ASKED, Optional.empty()));
    process(events -> events.changed(CANCELLED, Optional.empty()));
    process(events -> events.changed(CANCELLED, Optional.empty()));
    assertThat(states()).containsExactly("AWAITING_APPROVAL", "CANCELLED");
    assertThat(report(1)).exists();
    assertThat(report(2)).doesNotExist();
  }

  @Test
  void whatDiedBeforeItsReportIsCaughtUpOnce() {
    process(events -> events.stands(ASKED, Optional.empty()));
    assertThat(report(1)).doesNotExist();
    process(events -> events.stands(CANCELLED, Optional.empty()));
    process(events -> events.stands(CANCELLED, Optional.empty()));
    assertThat(report(1)).exists();
    assertThat(report(2)).doesNotExist();
  }

  private void process(Consumer<DisasterEvents> does) {
    Evidence evidence = Reports.evidence(temp.resolve("reports"), Optional.empty(), audit);
    try (EvidenceWriter writer =
        new EvidenceWriter(
            evidence, new MemoryJobStore(), mock(RehearsalStore.class), List.of(), new Unheard())) {
      does.accept(new DisasterEvidence(new Told(), audit, evidence, writer, List.of()));
    }
  }

  private Path report(int revision) {
    Path first = temp.resolve("reports").resolve(ASKED.id());
    return (revision == 1 ? first : first.resolve("revision-" + revision)).resolve("report.json");
  }

  private List<String> states() {
    return audit.entries(0, 99).stream()
        .map(AuditEntry::event)
        .filter(event -> event.what().equals("disaster.state"))
        .map(event -> event.detail().getOrDefault("state", ""))
        .toList();
  }

  private static final class Unheard implements EvidenceEvents {
    @Override
    public void written(String origin, WrittenReport written) {}

    @Override
    public void failed(String origin, String id, String why) {
      throw new AssertionError(why);
    }
  }

  private final class Told extends SilentDisasterEvents {
    @Override
    public void changed(Disaster disaster, Optional<ApprovalRequest> request) {
      told.add(disaster.state().name());
    }
  }
}
