package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.approval.ApprovalPolicy;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.Membership;
import dev.restorebot.engine.approval.SamePersonRules;
import dev.restorebot.engine.approval.SecondFactor;
import dev.restorebot.engine.approval.SecondFactorKind;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.approval.jdbc.JdbcApprovalStore;
import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.contents.ContentsComparison;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bot dies after it took an approved request, and before it began what was approved. */
@RequiresDocker
@RequiresCompose
class DisasterBeginsIT {
  private static final PlanOptions AUTOMATIC =
      new PlanOptions(
          PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.AUTOMATIC, false, AfterSwap.DEFAULT);
  private static final ChannelRef CHANNEL = new ChannelRef("slack", "T1", "C1");
  private static final Actor ASHA = new Actor("slack:U1", "Asha");
  private static final Actor BEN = new Actor("slack:U2", "Ben");
  private static final Actor CHEN = new Actor("slack:U3", "Chen");

  @TempDir Path folder;
  private ComposeUnderTest project;
  private DisasterRig rig;
  private Path dump;
  private StateDatabase state;
  private JdbcDisasterStore store;
  private JdbcAuditLog audit;
  private Approvals approvals;
  private final Leads leads = new Leads();
  private volatile Duration runWithin = Duration.ofMinutes(30);
  private final List<Backup> shelf = new CopyOnWriteArrayList<>();
  private final List<String> thread = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    project = new ComposeUnderTest(folder.resolve("app")).up();
    project.fill("saved");
    dump = project.dump(folder.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    project.sql("INSERT INTO items (name) VALUES ('lost')");
    rig = new DisasterRig(project);
    state = StateDatabase.open(folder.resolve("state.db"));
    store = new JdbcDisasterStore(state);
    audit = new JdbcAuditLog(state);
    approvals = approvals(state, store);
  }

  @AfterEach
  void stop() throws Exception {
    state.close();
    rig.close();
    project.close();
  }

  @Test
  void theNextStartBeginsItAndLaterGoesBack() throws Exception {
    String id;
    try (Disasters first = disasters()) {
      voided(first);
      id = requested(first);
    }
    anotherStateFolderIsRefused(store.find(id).orElseThrow());
    taken(id);
    try (Disasters next = disasters()) {
      next.start();
      await(id, DisasterState.DONE);
      assertThat(thread).contains("restore-bot was restarted and starts the approved restore.");
      assertThat(project.get("/items")).isEqualTo("200 saved");
      next.settle();
      assertThat(locks()).isEmpty();
      lossIsKnown(store.find(id).orElseThrow());
      project.sql(
          "INSERT INTO items (name) SELECT 'after' FROM generate_series(1, 3);"
              + " UPDATE items SET name = 'later' WHERE name = 'saved'");
      Disaster back = next.requestRollback(id, "too old", ASHA, CHANNEL, Optional.empty());
      assertThat(back.state()).isEqualTo(DisasterState.DONE);
      assertThatThrownBy(() -> deletion(next, id))
          .hasMessageContaining("A rollback of " + id + " is requested for the same target");
      assertThat(back.observations().written().orElseThrow().lines())
          .containsExactly(
              "3 rows inserted, 1 updated in 1 table:",
              "- public.items: 3 rows inserted, 1 updated");
      project.sql("DELETE FROM items WHERE name = 'later'");
    }
    taken(id);
    try (Disasters last = disasters()) {
      last.start();
      await(id, DisasterState.ROLLED_BACK);
      assertThat(project.get("/items")).isEqualTo("200 saved,lost");
      assertThat(store.find(id).orElseThrow().observations().written().orElseThrow().lines())
          .as("counted again when the services had stopped")
          .contains("- public.items: 3 rows inserted, 1 updated, 1 deleted");
      last.settle();
      theRestoredVolumeIsDeletedWhenTwoLeadsApprove(last, id);
      theOldVolumeIsDeletedWhenTwoLeadsApprove(last);
    }
  }

  private void theRestoredVolumeIsDeletedWhenTwoLeadsApprove(Disasters disasters, String id)
      throws Exception {
    String restored = store.find(id).orElseThrow().plan().newVolume();
    assertThat(rig.volumes(restored)).contains(restored);
    assertThat(deletion(disasters, id).state()).isEqualTo(DisasterState.ROLLED_BACK);
    assertThatThrownBy(() -> deletion(disasters, id))
        .hasMessageContaining("A deletion of " + id + " is requested for the same target");
    vote(disasters, id, BEN);
    vote(disasters, id, CHEN);
    disasters.settle();
    assertThat(rig.volumes(restored)).doesNotContain(restored);
    assertThat(thread).contains("Deleted: " + restored + ".");
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
  }

  private void theOldVolumeIsDeletedWhenTwoLeadsApprove(Disasters disasters) throws Exception {
    String id = requested(disasters);
    vote(disasters, id, BEN);
    vote(disasters, id, CHEN);
    await(id, DisasterState.DONE);
    disasters.settle();
    aFreshBackupAndCommittedLinesAreSeen(disasters, id);
    String old = store.find(id).orElseThrow().plan().target().volume().name();
    try (DisasterRig.Holder holder = rig.hold(old)) {
      assertThatThrownBy(() -> deletion(disasters, id))
          .hasMessageContaining("is mounted by " + holder.name());
    }
    assertThat(deletion(disasters, id).state()).isEqualTo(DisasterState.DONE);
    vote(disasters, id, BEN);
    disasters.settle();
    assertThat(rig.volumes(old)).contains(old);
    vote(disasters, id, CHEN);
    disasters.settle();

    assertThat(rig.volumes(old)).doesNotContain(old);
    assertThat(project.get("/items")).isEqualTo("200 saved");
    assertThat(thread).contains("Deleted: " + old + ". There is no way back any more.");
    assertThat(store.find(id).orElseThrow().hasWayBack()).isFalse();
    assertThatThrownBy(
            () -> disasters.requestRollback(id, "too old", ASHA, CHANNEL, Optional.empty()))
        .hasMessageContaining("has been deleted");
    assertThatThrownBy(() -> deletion(disasters, id)).hasMessageContaining("keeps no storage");
  }

  private void aFreshBackupAndCommittedLinesAreSeen(Disasters disasters, String id)
      throws Exception {
    DisasterPlan plan = store.find(id).orElseThrow().plan();
    assertThat(plan.lines(Instant.now()))
        .as("the connection pool of the application")
        .anyMatch(line -> line.startsWith("Disk space: about "));
    disasters.lookAfter();
    assertThat(store.find(id).orElseThrow().observations().freshBackup()).isEmpty();
    shelf.add(backup("zenops_db_2026-02-10_14-30-00.dump", Instant.now()));
    project.edit("  unused:", "    external: true\n    name: " + plan.newVolume() + "\n  unused:");
    disasters.lookAfter();
    assertThat(store.find(id).orElseThrow().observations().committed())
        .as("the override file is there")
        .isFalse();
    Files.delete(plan.overrideFile());
    disasters.lookAfter();
    Observations seen = store.find(id).orElseThrow().observations();
    assertThat(seen.freshBackup().orElseThrow().name())
        .isEqualTo("zenops_db_2026-02-10_14-30-00.dump");
    assertThat(seen.committed()).isTrue();
    assertThat(thread).anyMatch(line -> line.startsWith("A fresh backup has arrived"));
    assertThat(disasters.plan(backup()).notes())
        .contains("NEWER BACKUPS that this plan does not use: 1")
        .anyMatch(line -> line.matches("- zenops_db_2026-02-10\\S+: .* newer, never tested"));
  }

  private static Disaster deletion(Disasters disasters, String id) throws Exception {
    return disasters.requestDeletion(id, "all is right", ASHA, CHANNEL, Optional.empty());
  }

  /** Production had a row that was written after the backup. */
  private static void lossIsKnown(Disaster done) {
    ContentsComparison found = done.observations().comparison().orElseThrow();
    assertThat(found.differences())
        .singleElement()
        .satisfies(
            items -> {
              assertThat(items.name()).isEqualTo("public.items");
              assertThat(items.production().orElseThrow().exact()).isTrue();
              assertThat(items.rows()).isEqualTo(-1);
            });
    assertThat(found.restored().migrations()).containsExactly("alembic a1b2c3");
    assertThat(found.production()).isPresent();
  }

  /** A lead left whose membership is remembered for some minutes; then the settings change. */
  private void voided(Disasters disasters) throws Exception {
    leads.left.add(CHEN);
    String first = requested(disasters);
    vote(disasters, first, BEN);
    vote(disasters, first, CHEN);
    await(first, DisasterState.VOID);
    leads.left.clear();
    String second = requested(disasters);
    vote(disasters, second, BEN);
    runWithin = Duration.ofMinutes(20);
    vote(disasters, second, CHEN);
    await(second, DisasterState.VOID);
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
  }

  /** The lock of the first stays, as if it were at work. */
  private void anotherStateFolderIsRefused(Disaster first) throws Exception {
    try (StateDatabase database = StateDatabase.open(folder.resolve("other.db"))) {
      JdbcDisasterStore others = new JdbcDisasterStore(database);
      Approvals theirs = approvals(database, others);
      try (Disasters other = disasters(others, theirs, new JdbcAuditLog(database))) {
        rig.lock().take(first, id -> false);
        String remove = "docker volume rm " + locks().get(0);
        assertThatThrownBy(() -> requested(other))
            .isInstanceOfSatisfying(
                ProblemException.class,
                refused -> {
                  assertThat(refused.problem().message()).contains(first.id(), "Asha");
                  assertThat(refused.problem().hint()).contains(remove);
                });
        rig.lock().release(first);
        String id = requested(other);
        rig.lock().take(first, any -> false);
        vote(other, id, BEN);
        vote(other, id, CHEN);
        other.settle();
        assertThat(others.find(id).orElseThrow().state())
            .isEqualTo(DisasterState.AWAITING_APPROVAL);
        assertThat(thread.get(thread.size() - 1)).contains("did not begin", first.id(), remove);
      }
      assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    }
  }

  private List<String> locks() {
    return rig.volumes("restore-bot-lock_" + project.name());
  }

  private void vote(Disasters disasters, String id, Actor lead) {
    String seal = disasters.find(id).flatMap(disasters::request).orElseThrow().seal();
    disasters.approve(id, new Vote(lead, CHANNEL, seal, Optional.empty()));
  }

  private String requested(Disasters disasters) throws Exception {
    return disasters
        .request(backup(), "zenops", "the disk", ASHA, CHANNEL, "-", Optional.empty())
        .id();
  }

  /** Both leads approve and the request is taken, but nobody is there to begin. */
  private void taken(String id) {
    ApprovalRequest request = approvals.find(store.find(id).orElseThrow().approval()).orElseThrow();
    for (Actor lead : List.of(BEN, CHEN)) {
      Vote vote = new Vote(lead, CHANNEL, request.seal(), Optional.empty());
      assertThat(approvals.approve(request.id(), vote).accepted()).isTrue();
    }
    assertThat(approvals.checkForExecution(request.id(), request.binding()).accepted()).isTrue();
  }

  private Approvals approvals(StateDatabase database, JdbcDisasterStore disasters) {
    return new Approvals(
        () ->
            new ApprovalPolicy(
                2,
                Duration.ofMinutes(30),
                runWithin,
                List.of(),
                SecondFactorKind.NONE,
                Set.of("slack:S1"),
                SamePersonRules.DISTINCT,
                Optional.empty()),
        new JdbcApprovalStore(database),
        new JdbcAuditLog(database),
        leads,
        (actor, code) -> SecondFactor.Answer.NOT_ENROLLED,
        new RequestedDisasters(disasters, Clock.systemUTC()),
        Clock.systemUTC());
  }

  private Backup backup() throws Exception {
    return backup(String.valueOf(dump.getFileName()), Files.getLastModifiedTime(dump).toInstant());
  }

  private Backup backup(String name, Instant takenAt) throws Exception {
    return new Backup(
        name,
        dump.resolveSibling(name),
        Files.size(dump),
        takenAt,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private Disasters disasters() {
    return disasters(store, approvals, audit);
  }

  private Disasters disasters(JdbcDisasterStore store, Approvals approvals, JdbcAuditLog audit) {
    ArchiveReader reader = new ArchiveReader(new ArchiveKey("", ArchiveKey.DEFAULT_ITERATIONS));
    Preflight preflight =
        new Preflight(
            reader,
            rig.planner(),
            project.settings(),
            AUTOMATIC,
            Optional.empty(),
            sha256 -> Optional.empty(),
            Clock.systemUTC(),
            Optional.empty(),
            DisasterRig.GLOBALS,
            Optional.of(
                new PlanNotes(
                    rig.probe(),
                    sha256 -> Optional.empty(),
                    () -> List.copyOf(shelf),
                    plan -> List.of())));
    return new Disasters(
        () -> preflight,
        store,
        approvals,
        audit,
        List::of,
        rig.tools(),
        new Told(),
        Clock.systemUTC());
  }

  private void await(String id, DisasterState state) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (store.find(id).orElseThrow().state() != state) {
      assertThat(System.nanoTime()).as("%s; %s", store.find(id), thread).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** Ben and Chen are leads; some left, which only who asks at the moment hears. */
  private static final class Leads implements Membership {
    private final Set<Actor> left = ConcurrentHashMap.newKeySet();

    @Override
    public boolean isLead(Actor actor) {
      return !actor.equals(ASHA);
    }

    @Override
    public boolean isLeadNow(Actor actor) {
      return isLead(actor) && !left.contains(actor);
    }

    @Override
    public boolean mayRequest(Actor actor) {
      return true;
    }
  }

  private final class Told extends SilentDisasterEvents {
    @Override
    public void changed(Disaster disaster, Optional<ApprovalRequest> request) {
      thread.add(disaster.state().name());
    }

    @Override
    public void note(Disaster disaster, String words) {
      thread.add(words);
    }

    @Override
    public void reminder(Disaster disaster, String words, boolean escalate) {
      thread.add(words);
    }

    @Override
    public void trouble(Disaster disaster, String words) {
      thread.add(words);
    }
  }
}
