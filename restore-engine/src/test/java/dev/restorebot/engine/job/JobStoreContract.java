package dev.restorebot.engine.job;

import static dev.restorebot.engine.job.Jobs.ALICE;
import static dev.restorebot.engine.job.Jobs.NOON;
import static dev.restorebot.engine.job.Jobs.WRONG_KEY;
import static dev.restorebot.engine.job.Jobs.event;
import static dev.restorebot.engine.job.Jobs.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link JobStore} must do. */
public abstract class JobStoreContract {
  protected JobStore store;

  protected abstract JobStore create();

  @BeforeEach
  void openStore() {
    store = create();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void findsWhatWasInserted() {
    Job job = queued("abc123");

    assertThat(store.insert(job, event(job))).isEqualTo(job);
    assertThat(store.find("abc123")).contains(job);
    assertThat(store.find("nobody")).isEmpty();
  }

  @Test
  void keepsEveryFieldOfAJob() {
    Job first = store.insert(queued("abc123"), event(queued("abc123")));
    Job full =
        first
            .become(JobState.PREPARING, NOON.plusNanos(1))
            .withSandbox(Jobs.sandbox("abc123"))
            .withOutcome(Outcome.FAILED, Optional.of(WRONG_KEY), Optional.of("{\"tables\":58}"))
            .withExpiry(Optional.of(NOON.plus(Duration.ofHours(24))));

    Optional<Job> stored = store.update(full, event(full));

    assertThat(stored).contains(full.withVersion(1));
    assertThat(store.find("abc123")).isEqualTo(stored);
  }

  @Test
  void forgetsWhatWasTakenAway() {
    Job job = store.insert(queued("abc123"), event(queued("abc123")));
    Job ready = store.update(job.withExpiry(Optional.of(NOON)), event(job)).orElseThrow();

    assertThat(store.update(ready.withExpiry(Optional.empty()), event(job))).isPresent();

    assertThat(store.find("abc123").orElseThrow().expiresAt()).isEmpty();
  }

  @Test
  void knowsTheNewestTestOfEachBackup() {
    Outcome[] said = {Outcome.FAILED, Outcome.PASSED, Outcome.COULD_NOT_VERIFY};
    for (int i = 0; i < said.length; i++) {
      Job job = inserted("again" + i, NOON.plusSeconds(i), "a.dump");
      Job told = job.withOutcome(said[i], Optional.empty(), Optional.empty());
      assertThat(store.update(told, event(told))).isPresent();
    }
    Job broken = inserted("broken", NOON, "b.dump");
    broken = store.update(broken.become(JobState.PREPARING, NOON), event(broken)).orElseThrow();
    assertThat(store.update(broken.become(JobState.FAILED, NOON), event(broken))).isPresent();
    Job unused = inserted("queued", NOON, "c.dump");

    assertThat(store.tested())
        .containsExactlyInAnyOrder(
            new Tested("/backups/a.dump", Outcome.COULD_NOT_VERIFY, NOON.plusSeconds(2)),
            new Tested("/backups/b.dump", Outcome.FAILED, NOON));
  }

  @Test
  void aBackupOfSeveralDatabasesIsAsGoodAsItsWorst() {
    ended("z", NOON, Optional.of("a"), Outcome.FAILED);
    ended("whole", NOON.plusSeconds(1), Optional.empty(), Outcome.COULD_NOT_VERIFY);
    assertThat(store.tested()).as("no database of it was tested yet").isEmpty();
    ended("a", NOON.plusSeconds(2), Optional.of("a"), Outcome.FAILED);
    ended("b", NOON.plusSeconds(3), Optional.of("b"), Outcome.PASSED);
    assertThat(store.tested())
        .containsExactly(new Tested("/all.sql", Outcome.FAILED, NOON.plusSeconds(2)));
    ended("again", NOON.plusSeconds(4), Optional.of("a"), Outcome.PASSED);
    assertThat(store.tested())
        .containsExactly(new Tested("/all.sql", Outcome.PASSED, NOON.plusSeconds(4)));
  }

  private void ended(String id, Instant at, Optional<String> database, Outcome outcome) {
    Job job = Job.queued(id, "all.sql", "/all.sql", Actor.BOT, "o", database, Optional.empty(), at);
    Job queued = store.insert(job, event(job));
    Optional<Problem> why =
        database.isPresent()
            ? Optional.empty()
            : Optional.of(new Problem(ProblemCode.SEVERAL_DATABASES, "two", "Test each."));
    Job done = queued.withOutcome(outcome, why, Optional.empty());
    assertThat(store.update(done, event(done))).isPresent();
  }

  @Test
  void refusesASecondJobOfTheSameIdAndKeepsTheFirst() {
    Job first = store.insert(queued("abc123"), event(queued("abc123")));
    Job second = queued("abc123", NOON.plusSeconds(1));

    assertThatThrownBy(() -> store.insert(second, event(second)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("abc123");
    assertThat(store.find("abc123")).contains(first);
    assertThat(store.history("abc123")).hasSize(1);
  }

  @Test
  void refusesAnEventOfAnotherJob() {
    Job job = queued("abc123");

    assertThatThrownBy(() -> store.insert(job, event(queued("other1"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.find("abc123")).isEmpty();
  }

  @Test
  void refusesAnUpdateOfAnOldVersionAndNotesNothing() {
    Job old = store.insert(queued("abc123"), event(queued("abc123")));
    Job preparing = old.become(JobState.PREPARING, NOON);
    assertThat(store.update(preparing, event(preparing))).isPresent();
    Job cancelled = old.become(JobState.CANCELLED, NOON);

    assertThat(store.update(cancelled, event(cancelled))).isEmpty();

    assertThat(store.find("abc123")).contains(preparing.withVersion(1));
    assertThat(store.history("abc123")).containsExactly(event(old), event(preparing));
  }

  @Test
  void refusesAnUpdateOfAJobThatItDoesNotHave() {
    Job job = queued("abc123");

    assertThat(store.update(job, event(job))).isEmpty();
    assertThat(store.history("abc123")).isEmpty();
  }

  @Test
  void ofConcurrentUpdatesExactlyOneWins() throws Exception {
    Job job = store.insert(queued("abc123"), event(queued("abc123")));
    Job cancelled = job.become(JobState.CANCELLED, NOON);
    int racers = 8;
    CyclicBarrier start = new CyclicBarrier(racers);
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    try {
      List<Future<Optional<Job>>> answers = new ArrayList<>();
      for (int i = 0; i < racers; i++) {
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  return store.update(cancelled, event(cancelled));
                }));
      }
      int winners = 0;
      for (Future<Optional<Job>> answer : answers) {
        winners += answer.get().isPresent() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
    assertThat(store.find("abc123")).contains(cancelled.withVersion(1));
    assertThat(store.history("abc123")).hasSize(2);
  }

  @Test
  void tellsTheHistoryInTheOrderInWhichItWasStored() {
    Job job = store.insert(queued("abc123"), event(queued("abc123")));
    store.insert(queued("other1"), event(queued("other1")));
    JobEvent extended =
        new JobEvent("abc123", NOON.minusSeconds(60), "EXTENDED", ALICE, "by 12 h; '\u202e");

    assertThat(store.update(job, extended)).isPresent();

    assertThat(store.history("abc123")).containsExactly(event(job), extended);
    assertThat(store.history("nobody")).isEmpty();
  }

  @Test
  void listsJobsThatHaveNotEndedOldestFirst() {
    insert("third0", NOON.plusSeconds(3));
    insert("first0", NOON.plusSeconds(1));
    Job second = insert("second", NOON.plusSeconds(2));
    Job cancelled = second.become(JobState.CANCELLED, NOON);
    assertThat(store.update(cancelled, event(cancelled))).isPresent();

    assertThat(store.open()).extracting(Job::id).containsExactly("first0", "third0");
  }

  @Test
  void countsEveryStateThatIsNotAnEndAsOpen() {
    for (JobState state : JobState.values()) {
      Job at = inState(state);
      store.insert(at, event(at));
    }

    assertThat(store.open())
        .extracting(Job::state)
        .containsExactlyInAnyOrder(
            JobState.QUEUED,
            JobState.PREPARING,
            JobState.STARTING_SANDBOX,
            JobState.RESTORING,
            JobState.VERIFYING,
            JobState.READY);
  }

  @Test
  void listsTheNewestJobsNewestFirstAndOfOneMomentTheLastInserted() {
    insert("oldest", NOON.minusSeconds(1));
    insert("newest", NOON.plusNanos(1));
    insert("same01", NOON);
    insert("same02", NOON);

    assertThat(store.recent(3).toList())
        .extracting(Job::id)
        .containsExactly("newest", "same02", "same01");
    assertThat(store.recent(0).toList()).isEmpty();
    assertThat(store.recent(100).toList()).hasSize(4);
  }

  @Test
  void hasAnOwner() {
    assertThat(store.owner()).isNotBlank().isEqualTo(store.owner());
    try (JobStore other = create()) {
      assertThat(other.owner()).isNotEqualTo(store.owner());
    }
  }

  private Job insert(String id, Instant at) {
    Job job = queued(id, at);
    return store.insert(job, event(job));
  }

  @Test
  void theDatabaseAndTheLevelAreKept() {
    Job job =
        Job.queued(
            "deep",
            "b",
            "/b",
            Actor.BOT,
            "o",
            Optional.of("my db"),
            Optional.of(Level.DEEP),
            Instant.EPOCH);
    var unused = store.insert(job, event(job));
    insert("none", Instant.EPOCH);

    assertThat(store.find("deep").orElseThrow().level()).contains(Level.DEEP);
    assertThat(store.find("deep").orElseThrow().database()).contains("my db");
    assertThat(store.find("none").orElseThrow().database()).isEmpty();
    assertThat(store.find("none").orElseThrow().level()).isEmpty();
  }

  private static Job inState(JobState state) {
    Job job = queued(state.name());
    return new Job(
        job.id(),
        job.backup(),
        job.file(),
        job.requestedBy(),
        job.origin(),
        job.database(),
        job.level(),
        state,
        job.outcome(),
        job.reason(),
        job.sandbox(),
        job.expiresAt(),
        job.report(),
        job.createdAt(),
        job.changedAt(),
        job.version());
  }

  private Job inserted(String id, Instant at, String file) {
    Job job = Job.queued(id, file, "/backups/" + file, Actor.BOT, "origin", at);
    return store.insert(job, event(job));
  }
}
