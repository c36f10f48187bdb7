package dev.restorebot.engine.job.jdbc;

import static dev.restorebot.engine.job.Jobs.NOON;
import static dev.restorebot.engine.job.Jobs.event;
import static dev.restorebot.engine.job.Jobs.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.JobStoreContract;
import dev.restorebot.engine.job.Jobs;
import dev.restorebot.engine.job.OtherProcess;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.verify.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileJobStoreTest extends JobStoreContract {
  @TempDir Path folder;
  private int stores;

  @Override
  protected JobStore create() {
    return JdbcJobStore.open(file(stores++));
  }

  private Path file(int number) {
    return folder.resolve("state" + number).resolve("state.db");
  }

  @Test
  void keepsEverythingWhenItIsOpenedAgain() {
    Job job = store.insert(queued("abc123"), event(queued("abc123")));
    Job next = job.become(JobState.PREPARING, NOON).withSandbox(Jobs.sandbox("abc123"));
    Job stored = store.update(next, event(next)).orElseThrow();
    String owner = store.owner();
    store.close();

    store = JdbcJobStore.open(file(0));

    assertThat(store.find("abc123")).contains(stored);
    assertThat(store.history("abc123")).containsExactly(event(job), event(next));
    assertThat(store.owner()).isEqualTo(owner);
  }

  @Test
  void showsASecondOpenerAllThatWasStoredByAFirstThatNeverClosed() {
    Job job = store.insert(queued("abc123"), event(queued("abc123")));

    try (JobStore second = JdbcJobStore.open(file(0))) {
      assertThat(second.find("abc123")).contains(job);
      Job theirs = job.become(JobState.CANCELLED, NOON);
      assertThat(second.update(theirs, event(theirs))).isPresent();
    }
    Job ours = job.become(JobState.PREPARING, NOON);
    assertThat(store.update(ours, event(ours))).isEmpty();
  }

  @Test
  void losesNothingThatItAnnouncedWhenItsProcessIsKilled() throws Exception {
    Path file = folder.resolve("killed.db");
    List<String> announced = OtherProcess.killAfterLines(50, StoresForEver.class, file);

    try (JobStore reopened = JdbcJobStore.open(file)) {
      for (String id : announced) {
        assertThat(reopened.find(id)).isPresent();
        assertThat(reopened.history(id)).hasSize(1);
      }
    }
  }

  @Test
  void mayNotBeReadByOthers() throws IOException {
    store.insert(queued("abc123"), event(queued("abc123")));

    try (var files = Files.list(file(0).getParent())) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(0).getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void itsHistoryCannotBeChangedOrRemoved() {
    store.insert(queued("abc123"), event(queued("abc123")));

    try (StateDatabase database = StateDatabase.open(file(0))) {
      for (String sql : List.of("delete from job_event", "update job_event set detail = 'x'")) {
        assertThatThrownBy(() -> database.write(handle -> handle.execute(sql)))
            .isInstanceOf(StateException.class)
            .hasMessageContaining("append-only");
      }
    }
  }

  @Test
  void refusesAFileThatANewerVersionWrote() {
    try (StateDatabase database = StateDatabase.open(file(0))) {
      database.write(
          handle ->
              handle.execute(
                  "insert into schema_history (installed_rank, version, description, type,"
                      + " script, installed_by, execution_time, success)"
                      + " values (99, '99', 'later', 'SQL', 'V99__later.sql', 'x', 1, 1)"));
    }

    assertThatThrownBy(() -> JdbcJobStore.open(file(0)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("newer restore-bot");
  }

  @Test
  void saysWhichFileIsNotADatabase() throws IOException {
    Path file = folder.resolve("notes.txt");
    Files.writeString(file, "not a database, but long enough to be taken for one".repeat(50));

    assertThatThrownBy(() -> JdbcJobStore.open(file))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void saysWhichFileCannotBeMade() throws IOException {
    Path notAFolder = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> JdbcJobStore.open(notAFolder.resolve("state.db")))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("state.db");
  }

  @Test
  void findsTheNewestOfTenThousandJobsFast() {
    try (StateDatabase database = StateDatabase.open(file(0))) {
      database.write(
          handle ->
              handle.execute(
                  """
                  with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)
                  insert into job (id, backup, file, requested_by_id, requested_by_name, origin,
                    state, report, created_at, changed_at, version)
                  select 'job' || i, 'b', 'f', 'u', 'n', 'o', 'CLEANED_UP',
                    '{"text":"' || hex(zeroblob(4000)) || '"}',
                    strftime('%Y-%m-%dT%H:%M:%S', 1800000000 + i, 'unixepoch') || '.000000000Z',
                    strftime('%Y-%m-%dT%H:%M:%S', 1800000000 + i, 'unixepoch') || '.000000000Z', 1
                  from n
                  """));
    }

    assertFast(() -> store.recent(20).toList());
    List<Job> recent = store.recent(20).toList();
    assertThat(recent).hasSize(20);
    assertThat(recent.get(0).id()).isEqualTo("job10000");
    assertFast(() -> store.open().toList());
  }

  /** Once at least: right after so much was written the disk may be busy. */
  private static void assertFast(Supplier<?> reading) {
    Eventually.get(
        "a fast reading",
        () -> {
          long begun = System.nanoTime();
          assertThat(reading.get()).isNotNull();
          return Duration.ofNanos(System.nanoTime() - begun);
        },
        took -> took.toMillis() < 500);
  }

  @Test
  void readsEachOfTheNewestJobsWhenTheStreamComesToIt() {
    Job first = store.insert(queued("aaaaaa", NOON), event(queued("aaaaaa", NOON)));
    Job last = queued("bbbbbb", NOON.plusSeconds(1));
    Job unused = store.insert(last, event(last));
    Iterator<Job> newest = store.recent(2).iterator();
    assertThat(newest.next().id()).isEqualTo("bbbbbb");
    Job withReport =
        first.withOutcome(Outcome.PASSED, Optional.empty(), Optional.of("{\"later\":1}"));
    assertThat(store.update(withReport, event(first))).isPresent();
    assertThat(newest.next().report()).contains("{\"later\":1}");
  }
}
