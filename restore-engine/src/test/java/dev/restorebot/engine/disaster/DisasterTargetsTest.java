package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import dev.restorebot.engine.approval.ApprovalPolicy;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.Decision;
import dev.restorebot.engine.approval.ManualClock;
import dev.restorebot.engine.approval.Refusal;
import dev.restorebot.engine.approval.SamePersonRules;
import dev.restorebot.engine.approval.SecondFactor;
import dev.restorebot.engine.approval.SecondFactorKind;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.approval.jdbc.JdbcApprovalStore;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two targets in one state database, each with its own leads. */
class DisasterTargetsTest {
  private static final ChannelRef CHANNEL = new ChannelRef("slack", "", "C1");
  private static final Actor ASHA = new Actor("slack:U1", "Asha");
  private static final List<Actor> SHOP =
      List.of(ASHA, new Actor("slack:U2", "Ben"), new Actor("slack:U3", "Chen"));
  private static final List<Actor> BILLING =
      List.of(ASHA, new Actor("slack:U4", "Dora"), new Actor("slack:U5", "Emil"));
  private static final Backup BACKUP =
      new Backup(
          "a.dump",
          Path.of("/b/a.dump"),
          7,
          Instant.parse("2026-11-24T12:00:00Z"),
          Optional.empty(),
          Optional.empty(),
          false);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T12:00:00Z"));
  private final StateDatabase state = StateDatabase.inMemory();
  private final JdbcDisasterStore store = new JdbcDisasterStore(state);
  private final JdbcAuditLog audit = new JdbcAuditLog(state);
  private final Map<String, Duration> runWithin = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final CyclicBarrier bothFill = new CyclicBarrier(2);
  private volatile boolean waitForEachOther;
  private Disasters shop;
  private Disasters billing;
  private DisasterTargets targets;

  @BeforeEach
  void start() throws Exception {
    shop = disasters("shop", SHOP, "shop/db"::equals);
    billing = disasters("billing", BILLING, "billing/db"::equals);
    targets = new DisasterTargets(both(), List.of(), RunbookStatus::none);
  }

  private Map<String, Disasters> both() {
    Map<String, Disasters> both = new LinkedHashMap<>();
    both.put("shop", shop);
    both.put("billing", billing);
    return both;
  }

  @AfterEach
  void close() {
    targets.close();
    state.close();
  }

  private static <T> T stub(Class<T> type) {
    return mock(type, withSettings().stubOnly());
  }

  private Disasters disasters(String project, List<Actor> leads, Predicate<String> stored)
      throws Exception {
    Restorer restorer = stub(Restorer.class);
    Restorer.Loadable loadable = stub(Restorer.Loadable.class);
    Restorer.Loaded loaded = stub(Restorer.Loaded.class);
    NewVolumes volumes = stub(NewVolumes.class);
    NewVolumes.Filling filling = stub(NewVolumes.Filling.class);
    ServiceControl services = stub(ServiceControl.class);
    Preflight preflight = stub(Preflight.class);
    when(restorer.read(any(), any(), any())).thenReturn(loadable);
    when(loadable.load(any(), any(), any())).thenReturn(loaded);
    when(loaded.verify(any(), any(), any()))
        .thenReturn(
            new Verification(
                List.of(new CheckResult("readiness", CheckStatus.PASSED, "as told", List.of())),
                List.of()));
    when(volumes.start(any(), any(), any()))
        .thenAnswer(
            call -> {
              if (waitForEachOther) {
                bothFill.await(30, TimeUnit.SECONDS);
              }
              return filling;
            });
    when(services.running()).thenReturn(List.of("api", "db"));
    Checklist checklist = stub(Checklist.class);
    when(checklist.run(any(), any(), any(), any()))
        .thenReturn(List.of(new CheckResult("readiness", CheckStatus.PASSED, "ok", List.of())));
    when(preflight.target()).thenReturn(SampleDisasters.asked("any", project).settings());
    when(preflight.plan(any()))
        .thenAnswer(call -> SampleDisasters.asked("d" + count.incrementAndGet(), project).plan());
    runWithin.put(project, Duration.ofMinutes(10));
    DisasterStore own = new DisasterStoreView(store, stored);
    return new Disasters(
        () -> preflight,
        own,
        new Approvals(
            () ->
                new ApprovalPolicy(
                    2,
                    Duration.ofMinutes(30),
                    runWithin.get(project),
                    List.of(),
                    SecondFactorKind.NONE,
                    Set.of("slack:S-" + project),
                    SamePersonRules.DISTINCT,
                    Optional.empty()),
            new ApprovalStoreView(new JdbcApprovalStore(state), stored),
            audit,
            leads::contains,
            (actor, code) -> SecondFactor.Answer.NOT_ENROLLED,
            new RequestedDisasters(own, clock),
            clock),
        audit,
        List::of,
        new DisasterRun.Tools(
            stub(Planner.class),
            restorer,
            volumes,
            stub(NewUploads.class),
            stub(Swap.class),
            any -> services,
            stub(DatabaseProbe.class),
            checklist,
            stub(TargetLock.class)),
        new SilentDisasterEvents(),
        clock);
  }

  @Test
  void bothWorkAtTheSameTime() throws Exception {
    waitForEachOther = true;
    String one = asked(shop);
    String other = asked(billing);

    approve(one, SHOP);
    approve(other, BILLING);

    await(one, DisasterState.AWAITING_GO);
    await(other, DisasterState.AWAITING_GO);
    assertThat(targets.recent(10)).extracting(Disaster::id).containsExactlyInAnyOrder(one, other);
  }

  @Test
  void oneRunsWhileTheOtherWaitsForItsApproval() throws Exception {
    String waits = asked(shop);
    String runs = asked(billing);
    approve(runs, BILLING);
    await(runs, DisasterState.AWAITING_GO);

    assertThat(targets.go(runs, vote(runs, BILLING.get(1))).accepted()).isTrue();
    await(runs, DisasterState.DONE);

    assertThat(targets.find(waits).orElseThrow().state())
        .isEqualTo(DisasterState.AWAITING_APPROVAL);
    approve(waits, SHOP);
    await(waits, DisasterState.AWAITING_GO);
  }

  @Test
  void whatHasSwappedIsNotSaidToBeCancelled() throws Exception {
    String id = asked(billing);
    approve(id, BILLING);
    await(id, DisasterState.AWAITING_GO);
    assertThat(targets.go(id, vote(id, BILLING.get(1))).accepted()).isTrue();
    await(id, DisasterState.DONE);

    Decision refused = targets.cancel(id, vote(id, BILLING.get(1)));

    assertThat(refused.refusal()).contains(Refusal.NOT_RUNNING);
    assertThat(refused.words()).contains("Nothing was cancelled", "DONE", "request a rollback");
    assertThat(store.find(id).orElseThrow().state()).isEqualTo(DisasterState.DONE);
  }

  @Test
  void onlyTheLeadsOfATargetApproveItsRestores() throws Exception {
    String id = asked(shop);

    Decision refused = targets.approve(id, vote(id, BILLING.get(1)));
    assertThat(refused.refusal()).contains(Refusal.NOT_A_LEAD);
    assertThat(billing.approve(id, vote(id, BILLING.get(1))).accepted()).isFalse();
    assertThat(request(id).votes()).isEmpty();
    assertThat(targets.approve(id, vote(id, SHOP.get(1))).accepted()).isTrue();
  }

  @Test
  void aChangeOfTheRulesOfOneTargetVoidsNoRequestOfTheOther() throws Exception {
    String kept = asked(shop);
    String changed = asked(billing);

    runWithin.put("billing", Duration.ofMinutes(20));
    shop.look();
    billing.look();

    assertThat(request(kept).state()).isEqualTo(ApprovalState.PENDING);
    assertThat(request(changed).state()).isEqualTo(ApprovalState.VOID);
    assertThat(targets.find(changed).orElseThrow().state()).isEqualTo(DisasterState.VOID);
  }

  @Test
  void oneAtATimeATarget() throws Exception {
    asked(shop);

    assertThatThrownBy(() -> asked(shop))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Another disaster restore of shop/db is in progress");
    assertThat(asked(billing)).isNotEmpty();
  }

  @Test
  void aRestoreOfATargetThatIsNoLongerConfiguredGoesOn() throws Exception {
    String left = asked(billing);
    approve(left, BILLING);
    await(left, DisasterState.AWAITING_GO);
    DisasterTargets fewer =
        new DisasterTargets(
            Map.of("shop", shop),
            List.of(disasters("", BILLING, target -> !target.equals("shop/db"))),
            RunbookStatus::none);

    assertThat(fewer.names()).containsExactly("shop");
    assertThat(fewer.only()).contains("shop");
    assertThat(fewer.go(left, vote(left, BILLING.get(1))).accepted()).isTrue();
    await(left, DisasterState.DONE);
    fewer.close();
  }

  @Test
  void anIdThatNoTargetHasIsSaidNotToExist() {
    assertThat(targets.find("none")).isEmpty();
    assertThatThrownBy(
            () -> targets.requestRollback("none", "why", ASHA, CHANNEL, Optional.empty()))
        .hasMessageContaining("There is no finished disaster restore none to roll back.");
  }

  @Test
  void olderRestoresThatKeepOldStorageAreCurrentToo() {
    for (String id : List.of("older", "newer")) {
      assertThat(store.insert(SampleDisasters.swapped(id, "shop", clock.instant()))).isTrue();
    }
    assertThat(targets.current()).extracting(Disaster::id).containsExactly("newer", "older");

    Disaster older = store.find("older").orElseThrow();
    DeletedStorage deleted =
        new DeletedStorage(LeftStorage.of(older), clock.instant(), Optional.of(clock.instant()));
    assertThat(store.update(older.with(older.observations().withOldStorage(deleted)))).isPresent();
    assertThat(targets.current()).extracting(Disaster::id).containsExactly("newer");
  }

  private String asked(Disasters target) throws Exception {
    return target.request(BACKUP, "zenops", "the disk", ASHA, CHANNEL, "-", Optional.empty()).id();
  }

  private void approve(String id, List<Actor> leads) {
    assertThat(targets.approve(id, vote(id, leads.get(1))).accepted()).isTrue();
    assertThat(targets.approve(id, vote(id, leads.get(2))).accepted()).isTrue();
  }

  private Vote vote(String id, Actor by) {
    return new Vote(by, CHANNEL, request(id).seal(), Optional.empty());
  }

  private ApprovalRequest request(String id) {
    return new JdbcApprovalStore(state).find(store.find(id).orElseThrow().approval()).orElseThrow();
  }

  private void await(String id, DisasterState wanted) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (store.find(id).orElseThrow().state() != wanted) {
      assertThat(System.nanoTime()).as("%s", store.find(id)).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
