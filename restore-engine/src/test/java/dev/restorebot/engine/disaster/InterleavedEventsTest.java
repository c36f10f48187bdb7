package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import dev.restorebot.engine.approval.ApprovalPolicy;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.ManualClock;
import dev.restorebot.engine.approval.SamePersonRules;
import dev.restorebot.engine.approval.SecondFactor;
import dev.restorebot.engine.approval.SecondFactorKind;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.approval.jdbc.JdbcApprovalStore;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.testing.Exhaustive;
import dev.restorebot.engine.verify.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to a request and its disaster restore, in whatever order: neither waits for the
 * other for ever, and the end of both says what it was. The clock and the worker are driven by
 * hand; a restart loses what the worker has not begun.
 */
class InterleavedEventsTest {
  private static final ChannelRef CHANNEL = new ChannelRef("slack", "", "C1");
  private static final Actor ASHA = new Actor("slack:U1", "Asha");
  private static final Actor BEN = new Actor("slack:U2", "Ben");
  private static final Actor CHEN = new Actor("slack:U3", "Chen");
  private static final Actor DORA = new Actor("slack:U4", "Dora");
  private static final Backup BACKUP =
      new Backup(
          "a.dump",
          Path.of("/b/a.dump"),
          7,
          Instant.EPOCH,
          Optional.empty(),
          Optional.empty(),
          false);

  private enum Event {
    BEN_VOTES,
    CHEN_VOTES,
    DENY,
    TIME_PASSES,
    SWEEP,
    SETTINGS_CHANGE,
    LEAD_LEAVES,
    CANCEL,
    LEAD_WITHDRAWS,
    GO,
    ABANDON,
    WORK,
    RESTART
  }

  /** Where the pairs begin: pending, with one vote, approved but not begun, and waiting for go. */
  static List<List<Event>> beginnings() {
    return List.of(
        List.of(),
        List.of(Event.BEN_VOTES),
        List.of(Event.BEN_VOTES, Event.CHEN_VOTES),
        List.of(Event.BEN_VOTES, Event.CHEN_VOTES, Event.WORK));
  }

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T12:00:00Z"));
  private final StateDatabase state = StateDatabase.inMemory();
  private final JdbcDisasterStore store = new JdbcDisasterStore(state);
  private final JdbcAuditLog audit = new JdbcAuditLog(state);
  private final Set<Actor> leads = ConcurrentHashMap.newKeySet();
  private final Map<String, Disaster> told = new ConcurrentHashMap<>();
  private final Preflight preflight = stub(Preflight.class);
  private DisasterRun.Tools tools;
  private Approvals approvals;
  private volatile Duration runWithin = Duration.ofMinutes(10);
  private ByHand worker = new ByHand();
  private Disasters disasters;
  private int count;

  @BeforeEach
  void everyStepWorks() throws Exception {
    Restorer restorer = stub(Restorer.class);
    Restorer.Loadable loadable = stub(Restorer.Loadable.class);
    Restorer.Loaded loaded = stub(Restorer.Loaded.class);
    NewVolumes volumes = stub(NewVolumes.class);
    NewVolumes.Filling filling = stub(NewVolumes.Filling.class);
    ServiceControl services = stub(ServiceControl.class);
    Checklist checklist = stub(Checklist.class);
    when(restorer.read(any(), any(), any())).thenReturn(loadable);
    when(loadable.load(any(), any(), any())).thenReturn(loaded);
    when(loaded.verify(any(), any(), any())).thenReturn(new Verification(List.of(), List.of()));
    when(volumes.start(any(), any(), any())).thenReturn(filling);
    when(services.running()).thenReturn(List.of("api", "db"));
    when(preflight.target()).thenReturn(SampleDisasters.asked("any", "zenops").settings());
    when(preflight.plan(any()))
        .thenAnswer(call -> SampleDisasters.asked("d" + ++count, "zenops").plan());
    tools =
        new DisasterRun.Tools(
            stub(Planner.class),
            restorer,
            volumes,
            stub(NewUploads.class),
            stub(Swap.class),
            project -> services,
            stub(DatabaseProbe.class),
            checklist,
            stub(TargetLock.class));
    approvals =
        new Approvals(
            () ->
                new ApprovalPolicy(
                    2,
                    Duration.ofMinutes(30),
                    runWithin,
                    List.of(Duration.ofMinutes(5)),
                    SecondFactorKind.NONE,
                    Set.of("slack:S1"),
                    SamePersonRules.DISTINCT,
                    Optional.empty()),
            new JdbcApprovalStore(state),
            audit,
            leads::contains,
            (actor, code) -> SecondFactor.Answer.NOT_ENROLLED,
            new RequestedDisasters(store, clock),
            clock);
    started();
  }

  private static <T> T stub(Class<T> type) {
    return mock(type, withSettings().stubOnly());
  }

  @AfterEach
  void close() {
    disasters.close();
    state.close();
  }

  @ParameterizedTest
  @MethodSource("beginnings")
  void noPairOfEventsLeavesARequestOrARestoreStuck(List<Event> beginning) throws Exception {
    boolean decided = true;
    for (Event first : Event.values()) {
      for (Event second : Event.values()) {
        List<Event> events = new ArrayList<>(beginning);
        events.addAll(List.of(first, second));
        happen(events, decided);
        decided = !decided;
      }
    }
  }

  /** A sample. */
  @Test
  void noLongerSequenceDoesEither() throws Exception {
    longerSequences(50);
  }

  @Exhaustive
  @Test
  void noneOfManyLongerSequencesDoesEither() throws Exception {
    longerSequences(1000);
  }

  private void longerSequences(int count) throws Exception {
    Random random = new Random(17);
    for (int sequence = 0; sequence < count; sequence++) {
      List<Event> events =
          random.ints(9, 0, Event.values().length).mapToObj(i -> Event.values()[i]).toList();
      happen(events, random.nextBoolean());
    }
    assertThat(audit.verify(Optional.empty()).problems()).isEmpty();
  }

  @Test
  void noTwoEventsAtTheSameMomentDoEither() throws Exception {
    List<Event> people =
        Arrays.stream(Event.values()).filter(event -> event != Event.RESTART).toList();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Event first : people) {
        for (Event second : people.subList(people.indexOf(first) + 1, people.size())) {
          leads.addAll(List.of(ASHA, BEN, CHEN, DORA));
          String id = asked();
          happen(Event.BEN_VOTES, id);
          CyclicBarrier start = new CyclicBarrier(2);
          List<Callable<Boolean>> both = List.of(at(start, first, id), at(start, second, id));
          for (Future<Boolean> each : threads.invokeAll(both)) {
            assertThat(each.get()).isTrue();
          }
          assertConsistent(id, List.of(first, second));
          finish(id, true, List.of(first, second));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<Boolean> at(CyclicBarrier start, Event event, String id) {
    return () -> {
      start.await(30, TimeUnit.SECONDS);
      happen(event, id);
      return true;
    };
  }

  /**
   * Lets events happen to a new request.
   *
   * @param decided whether people then end it, or time does
   */
  private void happen(List<Event> events, boolean decided) throws Exception {
    leads.addAll(List.of(ASHA, BEN, CHEN, DORA));
    String id = asked();
    for (Event event : events) {
      happen(event, id);
      assertConsistent(id, events);
    }
    finish(id, decided, events);
  }

  private void finish(String id, boolean decided, List<Event> events) throws Exception {
    worker.work();
    if (decided && state(id) == DisasterState.AWAITING_APPROVAL) {
      disasters.deny(id, vote(id, DORA), "no");
    } else if (state(id) == DisasterState.AWAITING_APPROVAL) {
      happen(Event.TIME_PASSES, id);
      happen(Event.SWEEP, id);
    }
    if (state(id) == DisasterState.AWAITING_GO) {
      assertThat(disasters.abandon(id, vote(id, DORA)).accepted()).isTrue();
    }
    worker.work();
    assertConsistent(id, events);
    assertThat(state(id).ended() || state(id) == DisasterState.DONE).as("%s", events).isTrue();
    assertThat(told.get(id).state()).as("%s", events).isEqualTo(state(id));
    String next = asked();
    assertThat(disasters.deny(next, vote(next, DORA), "no").accepted()).isTrue();
  }

  private String asked() throws Exception {
    return disasters
        .request(BACKUP, "zenops", "the disk", ASHA, CHANNEL, "-", Optional.empty())
        .id();
  }

  private void happen(Event event, String id) {
    switch (event) {
      case BEN_VOTES -> disasters.approve(id, vote(id, BEN));
      case CHEN_VOTES -> disasters.approve(id, vote(id, CHEN));
      case DENY -> disasters.deny(id, vote(id, DORA), "no");
      case TIME_PASSES -> clock.forward(Duration.ofMinutes(31));
      case SWEEP -> disasters.look();
      case SETTINGS_CHANGE -> runWithin = runWithin.plusSeconds(1);
      case LEAD_LEAVES -> leads.remove(BEN);
      case CANCEL -> disasters.cancel(id, vote(id, ASHA));
      case LEAD_WITHDRAWS -> disasters.cancel(id, vote(id, CHEN));
      case GO -> disasters.go(id, vote(id, DORA));
      case ABANDON -> disasters.abandon(id, vote(id, DORA));
      case WORK -> worker.work();
      case RESTART -> {
        worker = new ByHand();
        started();
        disasters.resume();
      }
    }
  }

  private void started() {
    disasters =
        new Disasters(
            () -> preflight, store, approvals, audit, List::of, tools, new Told(), clock, worker);
  }

  private Vote vote(String id, Actor by) {
    String seal = disasters.find(id).flatMap(disasters::request).orElseThrow().seal();
    return new Vote(by, CHANNEL, seal, Optional.empty());
  }

  private DisasterState state(String id) {
    return store.find(id).orElseThrow().state();
  }

  private void assertConsistent(String id, List<Event> events) {
    ApprovalState request = disasters.request(store.find(id).orElseThrow()).orElseThrow().state();
    switch (request) {
      case PENDING, APPROVED -> assertState(id, events, DisasterState.AWAITING_APPROVAL);
      case DENIED -> assertState(id, events, DisasterState.DENIED);
      case EXPIRED -> assertState(id, events, DisasterState.EXPIRED);
      case VOID -> assertState(id, events, DisasterState.VOID);
      case WITHDRAWN -> assertState(id, events, DisasterState.CANCELLED);
      case USED ->
          assertThat(state(id)).as("%s", events).isNotEqualTo(DisasterState.AWAITING_APPROVAL);
    }
  }

  private void assertState(String id, List<Event> events, DisasterState expected) {
    assertThat(state(id)).as("%s", events).isEqualTo(expected);
  }

  /** Runs what is handed in when it is told to. */
  private static final class ByHand extends AbstractExecutorService {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    void work() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void shutdown() {
      tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return tasks.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  private final class Told extends SilentDisasterEvents {
    @Override
    public void changed(Disaster disaster, Optional<ApprovalRequest> request) {
      told.merge(disaster.id(), disaster, Told::newer);
    }

    @Override
    public void stands(Disaster disaster, Optional<ApprovalRequest> request) {
      told.merge(disaster.id(), disaster, Told::newer);
    }

    /** What is shown in the end, whoever reports first. */
    private static Disaster newer(Disaster one, Disaster other) {
      return one.version() > other.version() ? one : other;
    }
  }
}
