package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Verification;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;

/** What a run makes of trouble in each step; the steps themselves are done by mocks. */
class DisasterRunTest {
  private final List<String> swaps = new ArrayList<>();

  private static final PlanOptions ASK =
      new PlanOptions(
          PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.ASK, false, AfterSwap.DEFAULT);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

  @TempDir Path folder;
  private JdbcDisasterStore store;
  private final Planner planner = mock(Planner.class);
  private final Restorer restorer = mock(Restorer.class);
  private final Restorer.Loadable loadable = mock(Restorer.Loadable.class);
  private final Restorer.Loaded loaded = mock(Restorer.Loaded.class);
  private final NewVolumes volumes = mock(NewVolumes.class);
  private final NewVolumes.Filling filling = mock(NewVolumes.Filling.class);
  private final NewUploads uploads = mock(NewUploads.class);
  private final Swap swap = mock(Swap.class);
  private final ServiceControl services = mock(ServiceControl.class);
  private final DatabaseProbe probe = mock(DatabaseProbe.class);
  private final Checklist checklist = mock(Checklist.class);
  private final Cancellation cancellation = new Cancellation();
  private final Map<DisasterState, Set<DisasterState>> taken = new TreeMap<>();
  private int count;

  @BeforeEach
  void allIsWell() throws Exception {
    store = JdbcDisasterStore.open(folder.resolve("state.db"));
    when(restorer.read(any(), any(), any())).thenReturn(loadable);
    when(loadable.load(any(), any(), any())).thenReturn(loaded);
    when(volumes.start(any(), any(), any())).thenReturn(filling);
    when(services.running()).thenReturn(List.of("api", "db"));
    verified(CheckStatus.PASSED);
    checked(CheckStatus.PASSED);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everyTransitionOfTheTableIsTakenAndNoOther() throws Exception {
    assertThat(go(drive(ASK)).state()).isEqualTo(DisasterState.DONE);
    backFromDone();
    eachOrderOfStoppingAndSwapping();
    eachStepFails();
    cancelledAndAbandoned();
    continuedAfterACrash();
    swappedByHand();
    aFailedCheckIsDecidedByALead();
    peopleStopAndStartTheServices();
    beforeAnyWork();

    for (DisasterState from : DisasterState.values()) {
      assertThat(taken.getOrDefault(from, EnumSet.noneOf(DisasterState.class)))
          .as("from %s", from)
          .isEqualTo(from.next());
    }
  }

  @Test
  void aBackupThatIsNotTheApprovedOneIsDiscardedAndServicesAreAsTheyWere() throws Exception {
    when(loadable.load(any(), any(), any())).thenThrow(trouble(ProblemCode.BACKUP_CHANGED));

    Disaster ended =
        drive(
            new PlanOptions(
                PlanOptions.Stop.BEFORE_RESTORE,
                PlanOptions.Swap.AUTOMATIC,
                false,
                AfterSwap.DEFAULT));

    assertThat(ended.state()).isEqualTo(DisasterState.FAILED);
    assertThat(ended.problem().orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_CHANGED);
    InOrder order = inOrder(services, volumes, loadable);
    order.verify(services).stop(any());
    order.verify(volumes).start(any(), any(), any());
    order.verify(loadable).load(any(), any(), any());
    order.verify(volumes).discard(any());
    order.verify(services).start(eq(ended.progress().ran()), any());
    verify(loaded, never()).verify(any(), any(), any());
    verify(filling, never()).finish(any());
    verify(swap, never()).swapIn(any(), any(), any(), any());
  }

  @Test
  void withoutDockerWhatIsUndoneBeforeTheSwapWaits() throws Exception {
    when(loadable.load(any(), any(), any())).thenThrow(trouble(ProblemCode.DOCKER_UNREACHABLE));
    doNothing()
        .doThrow(trouble(ProblemCode.DOCKER_UNREACHABLE))
        .doNothing()
        .when(volumes)
        .discard(any());

    DisasterRun first = run(approved(automatic()));
    Disaster waiting = first.drive();
    assertThat(waiting.state()).isEqualTo(DisasterState.ROLLING_BACK);
    assertThat(first.waitsFor().orElseThrow().code()).isEqualTo(ProblemCode.DOCKER_UNREACHABLE);
    verify(services, never()).start(any(), any());

    DisasterRun second = run(waiting);
    assertThat(second.drive().state()).isEqualTo(DisasterState.COULD_NOT_VERIFY);
    assertThat(second.waitsFor()).isEmpty();
    verify(services).start(eq(waiting.progress().ran()), any());
  }

  @Test
  void eachSwapIsAnnouncedBefore() throws Exception {
    doAnswer(call -> swaps.add("swap")).when(swap).swapIn(any(), any(), any(), any());

    assertThat(drive(automatic()).state()).isEqualTo(DisasterState.DONE);
    assertThat(go(drive(ASK)).state()).isEqualTo(DisasterState.DONE);

    assertThat(swaps).containsExactly("before", "swap", "before", "swap");
  }

  @Test
  void aSwapGoesOnWhenDockerAnswersAgain() throws Exception {
    doThrow(trouble(ProblemCode.DOCKER_UNREACHABLE))
        .doNothing()
        .when(swap)
        .swapIn(any(), any(), any(), any());
    DisasterRun first = run(approved(automatic()));
    Disaster waiting = first.drive();
    assertThat(waiting.state()).isEqualTo(DisasterState.SWAPPING);
    assertThat(first.waitsFor().orElseThrow().code()).isEqualTo(ProblemCode.DOCKER_UNREACHABLE);

    doThrow(trouble(ProblemCode.DOCKER_UNREACHABLE))
        .doNothing()
        .when(services)
        .startWithNeeded(any(), any(), any());
    Disaster later = run(waiting).drive();
    assertThat(later.state()).isEqualTo(DisasterState.STARTING_SERVICES);

    assertThat(run(later).drive().state()).isEqualTo(DisasterState.DONE);
    verify(swap, never()).swapBack(any(), any(), any());
  }

  @Test
  void aDiskOfTheStateThatTheNewVolumeFillsIsFreedBeforeTheEndIsStored() throws Exception {
    when(loadable.load(any(), any(), any())).thenThrow(trouble(ProblemCode.DISK_FULL));
    StateException full = mock(StateException.class);
    when(full.isDiskFull()).thenReturn(true);
    AtomicInteger discarded = new AtomicInteger();
    doAnswer(volume -> discarded.incrementAndGet()).when(volumes).discard(any());
    JdbcDisasterStore real = store;
    DisasterStore onFullDisk = mock(DisasterStore.class, delegatesTo(real));
    doAnswer(
            update -> {
              Disaster next = update.getArgument(0);
              if (next.state() == DisasterState.ROLLING_BACK && discarded.get() < 2) {
                throw full;
              }
              return real.update(next);
            })
        .when(onFullDisk)
        .update(any());

    Disaster ended = run(approved(automatic()), onFullDisk).drive();

    assertThat(ended.state()).isEqualTo(DisasterState.COULD_NOT_VERIFY);
    assertThat(ended.problem().orElseThrow().code()).isEqualTo(ProblemCode.DISK_FULL);
  }

  private void aFailedCheckIsDecidedByALead() throws Exception {
    checked(CheckStatus.FAILED);
    PlanOptions ask = automatic(AfterSwap.OnFailedCheck.ASK, List.of(), List.of());
    Disaster waiting = drive(ask);
    assertThat(waiting.state()).isEqualTo(DisasterState.AWAITING_KEEP);
    assertThat(run(waiting).keep().state()).isEqualTo(DisasterState.DONE);
    assertThat(run(drive(ask)).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);
    checked(CheckStatus.PASSED);
  }

  @Test
  void peopleStopAndStartTheServices() throws Exception {
    Disaster asked = drive(byHand(AfterSwap.OnFailedCheck.ROLL_BACK));
    assertThat(waitsFor(asked, HandWork.Task.STOP)).containsExactly("api");
    assertThat(asked.servicesDownSince()).isEmpty();

    Disaster starting = confirmed(asked);
    assertThat(waitsFor(starting, HandWork.Task.START)).containsExactly("api");
    assertThat(starting.servicesDownSince()).isPresent();
    Disaster done = confirmed(starting);
    assertThat(done.state()).isEqualTo(DisasterState.DONE);
    assertThat(done.servicesDownSince()).isEmpty();

    Disaster back = run(done).rollBack();
    assertThat(waitsFor(back, HandWork.Task.STOP)).containsExactly("api");
    Disaster ended = confirmed(back);
    assertThat(ended.state()).isEqualTo(DisasterState.ROLLED_BACK);
    assertThat(ended.progress().handWork().orElseThrow().isLeftToPeople()).isTrue();
    reset(swap);
  }

  @Test
  void whatPeopleHaveToDoIsTheSameAfterARestart() throws Exception {
    Disaster asked = drive(byHand(AfterSwap.OnFailedCheck.ROLL_BACK));
    Disaster read = store.find(asked.id()).orElseThrow();
    assertThat(waitsFor(read, HandWork.Task.STOP)).containsExactly("api");
    assertThat(confirmed(read).state()).isEqualTo(DisasterState.AWAITING_SERVICES);
  }

  @Test
  void abandonedWhilePeopleStopTheServicesItEndsAndNobodyIsWaitedFor() throws Exception {
    Disaster ended = run(drive(byHand(AfterSwap.OnFailedCheck.ROLL_BACK))).rollBack();
    assertThat(ended.state()).isEqualTo(DisasterState.CANCELLED);
    assertThat(ended.progress().handWork().orElseThrow().words()).startsWith("Start api by hand");
  }

  /** They were confirmed as stopped, and nobody was asked to start them since. */
  @Test
  void servicesThatPeopleStoppedAreNotAskedForAgainWhenTheSwapFails() throws Exception {
    Disaster asked = drive(byHand(AfterSwap.OnFailedCheck.ROLL_BACK));
    doThrow(trouble(ProblemCode.SWAP_FAILED)).when(swap).swapIn(any(), any(), any(), any());
    assertThat(confirmed(asked).state()).isEqualTo(DisasterState.ROLLED_BACK);
  }

  @Test
  void afterARollbackThatFailedPeopleAreAskedToStopThemAgain() throws Exception {
    Disaster done = confirmed(confirmed(drive(byHand(AfterSwap.OnFailedCheck.ROLL_BACK))));
    doThrow(trouble(ProblemCode.SWAP_FAILED)).doNothing().when(swap).swapBack(any(), any(), any());
    Disaster stuck = confirmed(run(done).rollBack());
    assertThat(stuck.state()).isEqualTo(DisasterState.FAILED);
    assertThat(stuck.problem().orElseThrow().message()).doesNotContain("services were started");

    Disaster again = run(store.update(retry(stuck)).orElseThrow()).drive();
    assertThat(waitsFor(again, HandWork.Task.STOP)).containsExactly("api");
    assertThat(confirmed(again).state()).isEqualTo(DisasterState.ROLLED_BACK);
  }

  private static PlanOptions byHand(AfterSwap.OnFailedCheck onFailedCheck) {
    return automatic(onFailedCheck, List.of(), List.of())
        .with(new ServiceSettings(ServiceSettings.Kind.CHECKLIST, List.of()));
  }

  private static List<String> waitsFor(Disaster disaster, HandWork.Task task) {
    assertThat(disaster.state()).isEqualTo(DisasterState.AWAITING_SERVICES);
    HandWork work = disaster.progress().handWork().orElseThrow();
    assertThat(work.task()).isEqualTo(task);
    assertThat(work.done()).isFalse();
    return work.services();
  }

  private Disaster confirmed(Disaster waiting) {
    return run(waiting).confirmed();
  }

  @Test
  void aRollbackThatALeadDecidesOnSaysWhichCheckFailed() throws Exception {
    Problem why = new Problem(ProblemCode.CHECK_FAILED, "http ready: answers 500", "curl");
    when(checklist.run(any(), any(), any(), any()))
        .thenReturn(List.of(new CheckResult("http", CheckStatus.FAILED, "500", List.of(why))));
    Disaster waiting = drive(automatic(AfterSwap.OnFailedCheck.ASK, List.of(), List.of()));
    assertThat(waiting.problem()).hasValue(why);
    verify(swap, never()).swapBack(any(), any(), any());

    assertThat(run(waiting).rollBack().problem()).hasValue(why);
    verify(swap).swapBack(any(), any(), any());
  }

  @Test
  void ifNoServiceRanBeforeAllThatStopAreStarted() throws Exception {
    when(services.running()).thenReturn(List.of("db"));
    Disaster done = drive(automatic());
    verify(services).startWithNeeded(eq(List.of("api")), any(), any());

    assertThat(run(done).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);
    verify(services).start(eq(List.of("api")), any());
  }

  @Test
  void aRollbackAfterAFailedCheckStartsOnlyWhatRanBefore() throws Exception {
    when(services.running()).thenReturn(List.of("db"));
    checked(CheckStatus.FAILED);
    assertThat(drive(automatic()).state()).isEqualTo(DisasterState.ROLLED_BACK);
    InOrder order = inOrder(services);
    order.verify(services).startWithNeeded(eq(List.of("api")), any(), any());
    order.verify(services, atLeastOnce()).stop(List.of("api"));
    order.verify(services).start(eq(List.of()), any());
  }

  @Test
  void aServiceThatIsHeldBackStartsWhenALeadSaysSo() throws Exception {
    PlanOptions hold = automatic(AfterSwap.OnFailedCheck.ROLL_BACK, List.of(), List.of("api"));
    Disaster done = drive(hold);
    assertThat(done.progress().held()).containsExactly("api");
    verify(services, never()).startWithNeeded(eq(List.of("api")), any(), any());

    Disaster started = run(done).startHeld();
    verify(services).startWithNeeded(eq(List.of("api")), any(), any());
    assertThat(started.state()).isEqualTo(DisasterState.DONE);
    assertThat(store.find(done.id()).orElseThrow().progress().held()).isEmpty();
  }

  /** It ran before, so it is as it was. */
  @Test
  void aServiceThatIsHeldBackStartsWithARollback() throws Exception {
    Disaster done = drive(automatic(AfterSwap.OnFailedCheck.ROLL_BACK, List.of(), List.of("api")));
    assertThat(run(done).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);
    verify(services).start(eq(List.of("api")), any());
  }

  private void backFromDone() throws Exception {
    Disaster done = go(drive(ASK));
    assertThat(run(done).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);

    Disaster again = go(drive(ASK));
    doThrow(trouble(ProblemCode.SWAP_FAILED)).when(swap).swapBack(any(), any(), any());
    Disaster stuck = run(again).rollBack();
    assertThat(stuck.state()).isEqualTo(DisasterState.FAILED);
    assertThat(stuck.problem().orElseThrow().message()).contains("has not been touched");
    verify(services, atLeastOnce()).start(eq(List.of("api")), any());
    reset(swap);
    Disaster retried = run(store.update(retry(stuck)).orElseThrow()).drive();
    assertThat(retried.state()).isEqualTo(DisasterState.ROLLED_BACK);
    verify(swap).swapBack(any(), any(), any());
    reset(swap);
  }

  private Disaster retry(Disaster stuck) {
    assertThat(stuck.mayGoBack()).isTrue();
    note(stuck.state(), DisasterState.ROLLING_BACK);
    return stuck.rollingBack(DisasterState.ROLLED_BACK, Optional.empty(), CLOCK.instant());
  }

  @Test
  void aRollbackThatIsNotProvenStopsNothingAndMayBeRequestedAgain() throws Exception {
    Disaster done = go(drive(ASK));
    reset(services);
    when(planner.requireWayBack(any(), any())).thenThrow(trouble(ProblemCode.TARGET_UNSUITABLE));

    Disaster stuck = run(done).rollBack();

    assertThat(stuck.state()).isEqualTo(DisasterState.FAILED);
    assertThat(stuck.mayGoBack()).isTrue();
    assertThat(stuck.problem().orElseThrow().hint()).contains("/restore rollback " + done.id());
    verify(services, never()).stop(any());
    verify(swap, never()).swapBack(any(), any(), any());
  }

  @Test
  void aSwapThatIsNotProvenStopsNothing() throws Exception {
    doThrow(trouble(ProblemCode.TARGET_UNSUITABLE)).when(planner).requireSwap(any());
    Disaster waiting =
        drive(
            new PlanOptions(
                PlanOptions.Stop.BEFORE_SWAP, PlanOptions.Swap.ASK, false, AfterSwap.DEFAULT));

    assertThatThrownBy(() -> go(waiting)).hasMessageContaining("trouble");
    assertThat(store.find(waiting.id()).orElseThrow().state()).isEqualTo(DisasterState.AWAITING_GO);
    Disaster unasked =
        drive(
            new PlanOptions(
                PlanOptions.Stop.BEFORE_SWAP,
                PlanOptions.Swap.AUTOMATIC,
                false,
                AfterSwap.DEFAULT));
    assertThat(unasked.state()).isIn(DisasterState.COULD_NOT_VERIFY, DisasterState.FAILED);
    verify(services, never()).stop(any());
    verify(swap, never()).swapIn(any(), any(), any(), any());
  }

  /** As nothing continues by itself there, people have to be told. */
  @Test
  void whatFailsUnexpectedlyAfterGoIsReportedAndItStillWaits() throws Exception {
    Disaster waiting =
        drive(
            new PlanOptions(
                PlanOptions.Stop.BEFORE_SWAP, PlanOptions.Swap.ASK, false, AfterSwap.DEFAULT));
    doThrow(new IllegalStateException("a bug")).when(volumes).closeLook(any());
    assertThatThrownBy(() -> go(waiting)).hasMessageContaining("internal error");
    reset(volumes);
    when(services.running()).thenThrow(new IllegalStateException("a bug"));
    assertThatThrownBy(() -> go(waiting)).hasMessageContaining("internal error");
    assertThat(store.find(waiting.id()).orElseThrow().state()).isEqualTo(DisasterState.AWAITING_GO);
  }

  @Test
  void whenTheDatabaseDoesNotComeBackTheServicesAreStartedAnyway() throws Exception {
    Disaster done = go(drive(ASK));
    when(swap.resume(any(), any(), any())).thenReturn("The database runs on it.");
    doThrow(trouble(ProblemCode.SWAP_FAILED)).when(swap).swapBack(any(), any(), any());

    Disaster stuck = run(done).rollBack();

    assertThat(stuck.state()).isEqualTo(DisasterState.FAILED);
    assertThat(stuck.problem().orElseThrow().message())
        .contains("The database runs on it. The services were started.");
    InOrder order = inOrder(services, swap);
    order.verify(swap).swapBack(any(), any(), any());
    order.verify(swap).resume(any(), any(), any());
    order.verify(services).start(eq(List.of("api")), any());
  }

  @Test
  void servicesThatOnlyTheRestoreStartedAreStartedAgainToo() throws Exception {
    when(services.running()).thenReturn(List.of("db"));
    checked(CheckStatus.FAILED);
    Disaster waiting = drive(automatic(AfterSwap.OnFailedCheck.ASK, List.of("api"), List.of()));
    assertThat(waiting.progress().ran()).isEmpty();
    reset(services);
    doThrow(trouble(ProblemCode.SWAP_FAILED)).when(swap).swapBack(any(), any(), any());

    Disaster stuck = run(waiting).rollBack();

    assertThat(stuck.state()).isEqualTo(DisasterState.FAILED);
    InOrder order = inOrder(services);
    order.verify(services).stop(List.of("api"));
    order.verify(services).start(eq(List.of("api")), any());
  }

  @Test
  void whenTheNewVolumeCannotBeRemovedTheServicesAreStartedAnyway() throws Exception {
    Disaster waiting = drive(ASK);
    doThrow(trouble(ProblemCode.SANDBOX_FAILED)).when(volumes).discard(any());

    Disaster stuck = run(waiting).rollBack();

    assertThat(stuck.state()).isEqualTo(DisasterState.FAILED);
    assertThat(stuck.problem().orElseThrow().message()).endsWith("The services were started.");
    assertThat(stuck.servicesDownSince()).isEmpty();
    verify(services).start(eq(List.of("api")), any());
    verify(swap, never()).resume(any(), any(), any());
  }

  private void eachOrderOfStoppingAndSwapping() throws Exception {
    for (PlanOptions.Stop stop : PlanOptions.Stop.values()) {
      for (PlanOptions.Swap how : List.of(PlanOptions.Swap.ASK, PlanOptions.Swap.AUTOMATIC)) {
        Disaster reached = drive(new PlanOptions(stop, how, false, AfterSwap.DEFAULT));
        Disaster done = reached.state() == DisasterState.AWAITING_GO ? go(reached) : reached;
        assertThat(done.state()).isEqualTo(DisasterState.DONE);
      }
    }
    when(services.running()).thenReturn(List.of("db"));
    assertThat(drive(automatic()).state()).isEqualTo(DisasterState.DONE);
    when(services.running()).thenReturn(List.of("api", "db"));
  }

  private void eachStepFails() throws Exception {
    when(restorer.read(any(), any(), any())).thenThrow(trouble(ProblemCode.BACKUP_CHANGED));
    assertThat(drive(ASK).state()).isEqualTo(DisasterState.FAILED);
    allIsWellAgain();
    doThrow(trouble(ProblemCode.COMPOSE_FAILED)).doNothing().when(services).stop(any());
    assertThat(drive(ASK).state()).isEqualTo(DisasterState.COULD_NOT_VERIFY);
    when(volumes.start(any(), any(), any())).thenThrow(trouble(ProblemCode.DISK_FULL));
    assertThat(drive(ASK).state()).isEqualTo(DisasterState.COULD_NOT_VERIFY);
    allIsWellAgain();
    when(loadable.load(any(), any(), any())).thenThrow(trouble(ProblemCode.RESTORE_ERROR));
    assertThat(drive(ASK).state()).isEqualTo(DisasterState.FAILED);
    allIsWellAgain();
    verified(CheckStatus.FAILED);
    assertThat(drive(ASK).state()).isEqualTo(DisasterState.FAILED);
    verified(CheckStatus.COULD_NOT_VERIFY);
    assertThat(drive(ASK).state()).isEqualTo(DisasterState.COULD_NOT_VERIFY);
    verify(swap, never()).swapBack(any(), any(), any());
    verified(CheckStatus.PASSED);
    doThrow(trouble(ProblemCode.SWAP_FAILED))
        .doNothing()
        .when(swap)
        .swapIn(any(), any(), any(), any());
    assertThat(drive(automatic()).state()).isEqualTo(DisasterState.ROLLED_BACK);
    doThrow(trouble(ProblemCode.COMPOSE_FAILED))
        .doNothing()
        .when(services)
        .startWithNeeded(any(), any(), any());
    assertThat(drive(automatic()).state()).isEqualTo(DisasterState.ROLLED_BACK);
    for (CheckStatus bad : List.of(CheckStatus.FAILED, CheckStatus.COULD_NOT_VERIFY)) {
      checked(bad);
      assertThat(drive(automatic()).state()).isEqualTo(DisasterState.ROLLED_BACK);
    }
    checked(CheckStatus.PASSED);
  }

  private void cancelledAndAbandoned() throws Exception {
    assertThat(run(drive(ASK)).rollBack().state()).isEqualTo(DisasterState.CANCELLED);
    when(loadable.load(any(), any(), any()))
        .thenAnswer(
            call -> {
              cancellation.cancel();
              cancellation.check();
              return loaded;
            });
    assertThat(drive(ASK).state()).isEqualTo(DisasterState.CANCELLED);
    allIsWellAgain();
  }

  /** A new run knows nothing of the server that fills the volume: it is made anew. */
  private void continuedAfterACrash() throws Exception {
    for (DisasterState dead : List.of(DisasterState.RESTORING, DisasterState.VERIFYING)) {
      Disaster at = approved(ASK);
      for (DisasterState next :
          List.of(
              DisasterState.STOPPING_SERVICES,
              DisasterState.CREATING_VOLUME,
              DisasterState.RESTORING,
              DisasterState.VERIFYING)) {
        if (at.state() != dead) {
          at = step(at, next);
        }
      }
      assertThat(go(run(at).drive()).state()).isEqualTo(DisasterState.DONE);
    }
  }

  /** Without uploads in the plan nothing of theirs is touched; with them they fail as a whole. */
  @Test
  void uploadsGoWithTheDatabase() throws Exception {
    assertThat(go(drive(ASK)).state()).isEqualTo(DisasterState.DONE);
    verifyNoInteractions(uploads);

    when(uploads.verify(any())).thenReturn(result(CheckStatus.PASSED));
    Disaster waiting = run(withUploads()).drive();
    assertThat(waiting.checks()).hasSize(2);
    assertThat(go(waiting).state()).isEqualTo(DisasterState.DONE);
    InOrder order = inOrder(uploads, loadable);
    order.verify(uploads).discard(any());
    order.verify(uploads).create(any());
    order.verify(loadable, atLeastOnce()).load(any(), any(), any());
    order.verify(uploads).fill(any(), any(), any());
    order.verify(uploads).verify(any());

    doThrow(trouble(ProblemCode.BACKUP_CHANGED)).when(uploads).fill(any(), any(), any());
    assertThat(run(withUploads()).drive().state()).isEqualTo(DisasterState.FAILED);
    reset(uploads);
    when(uploads.verify(any())).thenThrow(trouble(ProblemCode.SANDBOX_FAILED));
    assertThat(run(withUploads()).drive().state()).isEqualTo(DisasterState.COULD_NOT_VERIFY);
    verify(uploads, times(2)).discard(any());
    verify(swap, times(2)).swapIn(any(), any(), any(), any());
  }

  private Disaster withUploads() {
    Disaster asked = SampleDisasters.withUploads("job" + ++count, "project" + count, ASK);
    assertThat(store.insert(asked)).isTrue();
    return step(asked, DisasterState.PREPARING);
  }

  private void swappedByHand() throws Exception {
    Disaster waiting =
        drive(
            new PlanOptions(
                PlanOptions.Stop.BEFORE_RESTORE,
                PlanOptions.Swap.MANUAL,
                false,
                AfterSwap.DEFAULT));
    assertThat(go(waiting).state()).isEqualTo(DisasterState.DONE);
  }

  @Test
  void aSwapByHandThatIsNotDoneChangesNothing() throws Exception {
    Disaster waiting =
        drive(
            new PlanOptions(
                PlanOptions.Stop.BEFORE_SWAP, PlanOptions.Swap.MANUAL, false, AfterSwap.DEFAULT));
    when(swap.doneByHand(any())).thenThrow(trouble(ProblemCode.SWAP_FAILED));
    assertThatThrownBy(() -> go(waiting)).hasMessageContaining("trouble");
    assertThat(store.find(waiting.id()).orElseThrow().state()).isEqualTo(DisasterState.AWAITING_GO);
    assertThat(run(waiting).rollBack().state()).isEqualTo(DisasterState.CANCELLED);
    verify(swap, never()).swapBack(any(), any(), any());
  }

  @Test
  void withoutServicesToStopNoneIsStoppedOrStarted() throws Exception {
    Disaster asked = SampleDisasters.withoutServices("job", "project", automatic());
    assertThat(store.insert(asked)).isTrue();
    Disaster done = run(step(asked, DisasterState.PREPARING)).drive();
    assertThat(done.state()).isEqualTo(DisasterState.DONE);
    assertThat(run(done).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);
    for (List<String> services : List.of(List.of("api"), List.of("db"), List.of("api", "db"))) {
      verify(this.services, never()).stop(services);
      verify(this.services, never()).start(eq(services), any());
    }
  }

  /** A person stops them with the commands of the swap; the bot starts them again. */
  @Test
  void servicesThatAPersonStoppedForASwapByHandAreStartedAgain() throws Exception {
    Disaster waiting =
        drive(
            new PlanOptions(
                PlanOptions.Stop.BEFORE_SWAP, PlanOptions.Swap.MANUAL, false, AfterSwap.DEFAULT));
    verify(services, never()).stop(any());
    when(services.running()).thenReturn(List.of());
    Disaster done = go(waiting);
    assertThat(done.state()).isEqualTo(DisasterState.DONE);
    verify(services).startWithNeeded(eq(List.of("api")), any(), any());

    assertThat(run(done).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);
    InOrder back = inOrder(services, swap);
    back.verify(services).stop(List.of("api"));
    back.verify(swap).swapBack(any(), any(), any());
    back.verify(services).start(eq(List.of("api")), any());
  }

  /** Whoever asks for approvals does these; here only the table is held against the store. */
  private void beforeAnyWork() {
    for (DisasterState end :
        List.of(
            DisasterState.DENIED,
            DisasterState.EXPIRED,
            DisasterState.VOID,
            DisasterState.CANCELLED)) {
      Disaster ended = step(asked(ASK), end);
      assertThat(ended.state().ended()).isTrue();
    }
  }

  private void allIsWellAgain() throws Exception {
    reset(restorer, loadable, volumes);
    when(restorer.read(any(), any(), any())).thenReturn(loadable);
    when(loadable.load(any(), any(), any())).thenReturn(loaded);
    when(volumes.start(any(), any(), any())).thenReturn(filling);
  }

  private void verified(CheckStatus status) throws Exception {
    when(loaded.verify(any(), any(), any()))
        .thenReturn(new Verification(List.of(result(status)), List.of()));
  }

  private void checked(CheckStatus status) {
    when(checklist.run(any(), any(), any(), any())).thenReturn(List.of(result(status)));
  }

  private static CheckResult result(CheckStatus status) {
    return new CheckResult("readiness", status, "as told", List.of());
  }

  private static ProblemException trouble(ProblemCode code) {
    return new Problem(code, "trouble", "help").exception();
  }

  private static PlanOptions automatic(
      AfterSwap.OnFailedCheck onFailedCheck, List<String> start, List<String> hold) {
    return new PlanOptions(
        PlanOptions.Stop.BEFORE_RESTORE,
        PlanOptions.Swap.AUTOMATIC,
        false,
        new AfterSwap(onFailedCheck, start, hold));
  }

  private static PlanOptions automatic() {
    return new PlanOptions(
        PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.AUTOMATIC, false, AfterSwap.DEFAULT);
  }

  private Disaster drive(PlanOptions options) {
    return run(approved(options)).drive();
  }

  private Disaster go(Disaster waiting) throws ProblemException {
    assertThat(waiting.state()).as("%s", waiting.problem()).isEqualTo(DisasterState.AWAITING_GO);
    return run(waiting).go();
  }

  private Disaster asked(PlanOptions options) {
    Disaster asked = SampleDisasters.asked("job" + ++count, "project" + count, options);
    assertThat(store.insert(asked)).isTrue();
    return asked;
  }

  private Disaster approved(PlanOptions options) {
    return step(asked(options), DisasterState.PREPARING);
  }

  private Disaster step(Disaster from, DisasterState to) {
    note(from.state(), to);
    return store.update(from.become(to, CLOCK.instant())).orElseThrow();
  }

  private DisasterRun run(Disaster disaster) {
    return run(disaster, store);
  }

  private DisasterRun run(Disaster disaster, DisasterStore in) {
    List<DisasterState> states = new ArrayList<>(List.of(disaster.state()));
    return new DisasterRun(
        disaster,
        new DisasterRun.Tools(
            planner,
            restorer,
            volumes,
            uploads,
            swap,
            project -> services,
            probe,
            checklist,
            mock(TargetLock.class)),
        in,
        new DisasterListener() {
          @Override
          public void changed(Disaster now) {
            note(states.get(states.size() - 1), now.state());
            states.add(now.state());
          }

          @Override
          public void beforeSwap(Disaster now) {
            swaps.add("before");
          }
        },
        CLOCK,
        cancelledOnce());
  }

  /** A cancellation of one run does not reach the next. */
  private Cancellation cancelledOnce() {
    return cancellation.isCancelled() ? Cancellation.none() : cancellation;
  }

  private void note(DisasterState from, DisasterState to) {
    taken.computeIfAbsent(from, any -> EnumSet.noneOf(DisasterState.class)).add(to);
  }
}
