package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.jdbc.JdbcRehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers;
import dev.restorebot.engine.disaster.rehearsal.RehearsalEvents;
import dev.restorebot.engine.disaster.rehearsal.RehearsalJobs;
import dev.restorebot.engine.disaster.rehearsal.RehearsalPlanning;
import dev.restorebot.engine.disaster.rehearsal.RehearsalServices;
import dev.restorebot.engine.disaster.rehearsal.RehearsalSettings;
import dev.restorebot.engine.disaster.rehearsal.RehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.Rehearsals;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.verify.Outcome;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RehearsalJobsTest {
  private static final Actor ASHA = new Actor("slack:U1", "asha");
  private static final Backup BACKUP = Planned.BACKUP;

  private final StateDatabase state = StateDatabase.inMemory();
  private final RehearsalStore store = new JdbcRehearsalStore(state);
  private final JdbcAuditLog audit = new JdbcAuditLog(state);
  private final RehearsalContainers containers = mock(RehearsalContainers.class);
  private final AtomicReference<Optional<String>> disaster =
      new AtomicReference<>(Optional.empty());
  private final BlockingQueue<Rehearsal> ended = new LinkedBlockingQueue<>();
  private final AtomicInteger ids = new AtomicInteger();
  private RehearsalPlanning planning = new Waits();
  private final RehearsalJobs jobs =
      new RehearsalJobs(
          store,
          target ->
              target.equals("shop")
                  ? Optional.of(new RehearsalJobs.Parts(rehearsals(), planning))
                  : Optional.empty(),
          new RehearsalEvents() {
            @Override
            public void changed(Rehearsal rehearsal) {
              if (rehearsal.outcome().isPresent()) {
                ended.add(rehearsal);
              }
            }

            @Override
            public void progress(Rehearsal rehearsal, Progress progress) {}
          },
          audit,
          InstantSource.system());

  /** Reads the backup until it is cancelled. */
  private final class Waits implements RehearsalPlanning {
    @Override
    public void requireSuitable() {}

    @Override
    public String newId() {
      return "aaaaa" + ids.incrementAndGet();
    }

    @Override
    public DisasterPlan plan(
        String id, Backup backup, ProgressListener progress, Cancellation cancellation) {
      CountDownLatch cancelled = new CountDownLatch(1);
      try (Cancellation.Registration unused = cancellation.onCancel(cancelled::countDown)) {
        cancelled.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      cancellation.check();
      throw new AssertionError("not cancelled");
    }
  }

  /** Plans what fails at once with that problem, once its volumes are named. */
  private record Fails(Problem why) implements RehearsalPlanning {
    @Override
    public void requireSuitable() {}

    @Override
    public String newId() {
      return "bbbbb1";
    }

    @Override
    public DisasterPlan plan(
        String id, Backup backup, ProgressListener progress, Cancellation cancellation)
        throws ProblemException {
      throw why.exception();
    }
  }

  private Rehearsals rehearsals() {
    return new Rehearsals(
        store,
        RehearsalParts.of(
            mock(Restorer.class),
            mock(NewVolumes.class),
            mock(RehearsalServices.class),
            containers,
            RehearsalSettings.DEFAULT),
        disaster::get,
        InstantSource.system());
  }

  @AfterEach
  void close() {
    jobs.close();
    state.close();
  }

  private Rehearsal start() throws ProblemException {
    return jobs.start("shop", BACKUP, ASHA, "slack\nC1\n1.2");
  }

  private Rehearsal ended(String id) throws InterruptedException {
    Rehearsal next = ended.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("the end of %s", id).isNotNull();
    assertThat(next.id()).isEqualTo(id);
    return next;
  }

  private List<String> audited() {
    return audit.entries(0, 99).stream()
        .map(entry -> entry.event().what() + " by " + entry.event().by().name())
        .toList();
  }

  @Test
  void aTargetThatCannotBeRehearsedIsRefusedBeforeItsBackupIsRead() throws Exception {
    Problem why = new Problem(ProblemCode.TARGET_UNSUITABLE, "It is in a server.", "Test it.");
    planning = mock(RehearsalPlanning.class);
    doThrow(why.exception()).when(planning).requireSuitable();

    assertThatThrownBy(this::start).hasMessageContaining("It is in a server.");
    assertThatThrownBy(() -> jobs.requireSuitable("shop")).hasMessageContaining("in a server");
    verify(planning, never()).plan(any(), any(), any(), any());
    assertThat(store.recent(Optional.empty(), 9)).isEmpty();
  }

  @Test
  void oneRunsAtATimeOfATargetUntilSomebodyStopsIt() throws Exception {
    Rehearsal first = start();
    assertThatThrownBy(this::start)
        .hasMessageContaining("rehearsal " + first.id() + " of shop is running");
    assertThat(jobs.running()).extracting(Rehearsal::id).containsExactly(first.id());

    assertThat(jobs.cancel(first.id(), ASHA)).isTrue();

    Rehearsal ended = ended(first.id());
    assertThat(ended.cancelledBy()).contains(ASHA);
    assertThat(ended.problem().orElseThrow().message()).isEqualTo("asha stopped the rehearsal.");
    assertThat(ended.endedAt()).isPresent();
    assertThat(jobs.find(first.id())).contains(ended);
    assertThat(jobs.cancel(first.id(), ASHA)).isFalse();
    assertThat(jobs.running()).isEmpty();
    assertThat(audited())
        .containsExactly("rehearsal.started by asha", "rehearsal.cancelled by asha");

    Rehearsal second = start();
    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @Test
  void aDisasterRestoreEndsTheRehearsalOfItsTargetAndNoOtherBegins() throws Exception {
    Rehearsal running = start();
    TargetLock lock = mock(TargetLock.class);
    TargetSettings target = SampleDisasters.asked("ccc111", "zenops").settings();

    EndsRehearsals ends = new EndsRehearsals(lock, () -> jobs.makeRoom("shop"));
    ends.requireFree(target, id -> false);
    assertThat(jobs.isRunning(running.id())).isTrue();
    ends.makeRoom();

    verify(lock).requireFree(any(), any());
    Rehearsal ended = ended(running.id());
    assertThat(ended.cancelledBy()).contains(Actor.BOT);
    assertThat(ended.problem().orElseThrow().message()).contains("disaster restore of shop");

    disaster.set(Optional.of("ccc111"));
    assertThatThrownBy(this::start)
        .hasMessageContaining("The disaster restore ccc111 of shop is in progress");
    assertThat(store.open()).isEmpty();
    assertThat(jobs.running()).isEmpty();
  }

  @Test
  void anotherTargetsDisasterRestoreLeavesItAlone() throws Exception {
    Rehearsal running = start();

    jobs.makeRoom("billing");

    assertThat(jobs.running()).extracting(Rehearsal::id).containsExactly(running.id());
  }

  @Test
  void theStopOfTheBotEndsIt() throws Exception {
    Rehearsal running = start();

    jobs.close();

    Rehearsal ended = ended(running.id());
    assertThat(ended.cancelledBy()).contains(Actor.BOT);
    assertThat(ended.problem().orElseThrow().message())
        .isEqualTo("restore-bot was stopped during the rehearsal.");
    assertThat(store.open()).isEmpty();
    assertThatThrownBy(this::start).hasMessageContaining("restore-bot is stopping");
  }

  @Test
  void aBackupThatCannotBeReadIsFailedAndAFullDiskIsNot() throws Exception {
    planning = new Fails(new Problem(ProblemCode.DISK_FULL, "The disk is full.", "Free space."));
    Rehearsal ended = ended(start().id());
    assertThat(ended.outcome()).contains(Outcome.COULD_NOT_VERIFY);
    assertThat(ended.problem().orElseThrow().message()).isEqualTo("The disk is full.");
    assertThat(ended.cancelledBy()).isEmpty();
    assertThat(audited()).contains("rehearsal.ended by restore-bot");

    planning = new Fails(new Problem(ProblemCode.BACKUP_CORRUPT, "It is cut off.", "Use another."));
    assertThat(ended(start().id()).outcome()).contains(Outcome.FAILED);
  }

  @Test
  void whatCouldNotBeRemovedAtItsEndIsRemovedLater() throws Exception {
    Problem away = new Problem(ProblemCode.DOCKER_UNREACHABLE, "Docker is away.", "Start it.");
    planning = new Fails(new Problem(ProblemCode.DISK_FULL, "The disk is full.", "Free space."));
    Rehearsal begun = start();
    String id = ended(begun.id()).id();
    var unused = Eventually.get("its end", () -> jobs.isRunning(id), running -> !running);
    store.put(begun); // as if its end had not been stored
    doThrow(away.exception()).doNothing().when(containers).remove(any(), any());

    jobs.removeLeft();
    assertThat(store.open()).extracting(Rehearsal::id).containsExactly(id);
    jobs.removeLeft();

    assertThat(store.open()).isEmpty();
    verify(containers, times(2)).remove(any(), any());
    assertThat(store.find(id).orElseThrow().outcome()).contains(Outcome.COULD_NOT_VERIFY);
  }

  @Test
  void anUnknownTargetIsRefused() {
    assertThatThrownBy(() -> jobs.start("other", BACKUP, ASHA, ""))
        .hasMessageContaining("There is no target other");
  }
}
