package dev.restorebot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.disaster.rehearsal.RehearsalStore;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.DrillState;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.MemoryJobStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceWriterTest {
  @TempDir Path temp;
  private final JobStore store = new MemoryJobStore();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private AuditLog audit;
  private EvidenceWriter writer;

  private final EvidenceEvents events =
      new EvidenceEvents() {
        @Override
        public void written(String origin, WrittenReport written) {
          told.add("written " + written.id() + " " + written.revision());
        }

        @Override
        public void failed(String origin, String id, String why) {
          told.add("failed " + id + ": " + why);
        }
      };

  @BeforeEach
  void open() {
    audit = JdbcAuditLog.open(temp.resolve("state.db"));
    writer = writer(temp.resolve("reports"));
  }

  @AfterEach
  void close() {
    writer.close();
    audit.close();
  }

  private EvidenceWriter writer(Path reports) {
    return new EvidenceWriter(
        Reports.evidence(reports, Optional.empty(), audit),
        store,
        mock(RehearsalStore.class),
        List.of(),
        events);
  }

  private Job queued(String id) {
    Job job = Job.queued(id, "a.dump", "/b/a.dump", Reports.ANNA, "console\nops\n1", Reports.NOON);
    return store.insert(job, event(job));
  }

  private Job cancelled(String id) {
    Job job = queued(id).become(JobState.CANCELLED, Reports.NOON);
    return store.update(job, event(job)).orElseThrow();
  }

  private static JobEvent event(Job job) {
    return new JobEvent(job.id(), Reports.NOON, job.state().name(), Reports.ANNA, "");
  }

  private String heard() throws InterruptedException {
    return String.valueOf(told.poll(60, TimeUnit.SECONDS));
  }

  @Test
  void aCancelledJobHasAReportThatClaimsNothing() throws Exception {
    Job job = cancelled("abc234");
    writer.changed(job, event(job));
    assertThat(heard()).isEqualTo("written abc234 1");
    assertThat(Files.readString(temp.resolve("reports/abc234/report.md")))
        .contains("COULD\\_NOT\\_VERIFY", "cancelled it: Anna", "every check", "not read whole")
        .doesNotContain("PASSED");
  }

  @Test
  void whatAnEarlierProcessFinishedIsCaughtUpOnce() throws Exception {
    cancelled("abc234");
    queued("def567");
    writer.catchUp();
    assertThat(heard()).isEqualTo("written abc234 1");
    writer.catchUp();
    writer.close();
    assertThat(told).isEmpty();
    assertThat(temp.resolve("reports/def567")).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeWrittenIsToldAndNothingIsThrown() throws Exception {
    try (EvidenceWriter broken = writer(Files.createFile(temp.resolve("a-file")))) {
      Job job = cancelled("abc234");
      broken.changed(job, event(job));
      assertThat(heard())
          .isEqualTo("failed abc234: the folder of the reports could not be written");
    }
  }

  @Test
  void aDrillThatWasSignedOffIsWrittenOnceAsAFurtherRevision() throws Exception {
    Job job = cancelled("abc234");
    writer.changed(job, event(job));
    assertThat(heard()).isEqualTo("written abc234 1");
    Drill drill =
        new Drill(
            "drill123",
            "zenops",
            DrillKind.TEST,
            Reports.NOON,
            true,
            DrillState.SIGNED_OFF,
            "console\nops\n2",
            Optional.empty(),
            Optional.of(
                new Drill.Run(
                    job.origin(),
                    Optional.of(job.id()),
                    Reports.ANNA,
                    Reports.NOON,
                    Optional.of(Reports.NOON.plusSeconds(90)),
                    Optional.of(Outcome.COULD_NOT_VERIFY),
                    Optional.of("6 min 40 s, within the RTO of 15 min"))),
            List.of(new Drill.Note(Reports.ANNA, Reports.NOON, "The <disk> was full")),
            List.of(),
            Optional.of(new Drill.Signature(new Actor("slack:U2", "Ben"), Reports.NOON)),
            0,
            Optional.empty(),
            Reports.NOON,
            3);
    writer.drill(drill);
    assertThat(heard()).isEqualTo("written abc234 2");
    writer.drill(drill);
    writer.close();
    assertThat(told).isEmpty();
    assertThat(Files.readString(temp.resolve("reports/abc234/revision-2/report.md")))
        .contains(
            "# drill abc234",
            "signed the drill off: Ben",
            "The <disk> was full",
            "Down in a disaster: 6 min 40 s, within the RTO of 15 min",
            "Duration: PT1M30S");
  }

  @Test
  void everyStepOfAJobIsInTheAuditLogWithWhoAndWhere() {
    JobTrail trail = new JobTrail(audit);
    Job job = queued("abc234");
    trail.changed(job, event(job));
    Job ended = job.become(JobState.CANCELLED, Reports.NOON);
    trail.changed(ended, event(ended));
    assertThat(audit.entries(0, 9))
        .extracting(AuditEntry::event)
        .extracting(e -> e.what() + " " + e.subject() + " " + e.by().id() + " " + e.where())
        .containsExactly(
            "test.queued abc234 slack:U1 console:ops",
            "test.cancelled abc234 slack:U1 console:ops");
  }
}
