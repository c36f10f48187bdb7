package dev.restorebot.engine;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.approval.Binding;
import dev.restorebot.engine.approval.Code;
import dev.restorebot.engine.approval.Decision;
import dev.restorebot.engine.approval.NewRequest;
import dev.restorebot.engine.approval.Place;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterListener;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.DisasterRun;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.DisasterStore;
import dev.restorebot.engine.job.Actor;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only way to disaster restores: whatever a front end wants done, it asks here, and no front
 * end can vote for anybody.
 *
 * <p>Thread-safe. One at a time a target, and one at work at a time. Closing waits for no restore:
 * what was not finished goes on at the next start, by the rule of its {@link DisasterState}.
 */
public final class Disasters implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Disasters.class);
  private static final Duration UPKEEP = Duration.ofSeconds(10);
  private static final int RECENT = 100;
  private static final int RETOLD = 3;
  private static final String KIND = "disaster";
  private static final String ROLLBACK = "rollback";

  private final Preflight preflight;
  private final DisasterStore store;
  private final Approvals approvals;
  private final AuditLog audit;
  private final List<String> handChecks;
  private final DisasterRun.Tools tools;
  private final DisasterEvents events;
  private final InstantSource clock;
  private final Map<String, Cancellation> running = new ConcurrentHashMap<>();
  private final ScheduledExecutorService worker = thread("disaster");
  private final ScheduledExecutorService upkeep = thread("approval-deadlines");

  /** Puts it together; nothing runs before {@link #start}. The parts stay their owner's. */
  public Disasters(
      Preflight preflight,
      DisasterStore store,
      Approvals approvals,
      AuditLog audit,
      List<String> handChecks,
      DisasterRun.Tools tools,
      DisasterEvents events,
      InstantSource clock) {
    this.preflight = preflight;
    this.store = store;
    this.approvals = approvals;
    this.audit = audit;
    this.handChecks = List.copyOf(handChecks);
    this.tools = tools;
    this.events = events;
    this.clock = clock;
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Goes on with what an earlier process left, and begins to watch deadlines. */
  public void start() {
    store.recent(RETOLD).forEach(left -> events.stands(left, approvals.find(left.approval())));
    store.open().forEach(this::resume);
    var unused =
        upkeep.scheduleWithFixedDelay(this::keepUp, 0, UPKEEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void resume(Disaster left) {
    if (left.state().working()) {
      events.note(left, "restore-bot was restarted and goes on from " + left.state() + ".");
      drive(left);
    } else if (left.state() == DisasterState.AWAITING_APPROVAL) {
      approvals
          .find(left.approval())
          .filter(request -> request.state().ended())
          .ifPresent(request -> neverBegan(left, request));
    }
  }

  /** The process died between the end of a request and what follows from it. */
  private void neverBegan(Disaster left, ApprovalRequest request) {
    boolean denied = request.state() == ApprovalState.DENIED;
    if (request.state() == ApprovalState.USED) {
      events.note(
          left, "restore-bot died when it was about to begin. Nothing was done; ask again.");
    }
    store
        .update(left.become(denied ? DisasterState.DENIED : DisasterState.EXPIRED, clock.instant()))
        .ifPresent(ended -> events.changed(ended, Optional.of(request)));
  }

  /** What would be done, without doing anything or asking anybody. Reads the whole backup. */
  public DisasterPlan plan(Backup backup) throws ProblemException {
    return preflight.plan(backup);
  }

  /**
   * Asks for a disaster restore. Reads the whole backup first, so it takes a while.
   *
   * @param database the database's name as the person typed it out
   * @param origin where it is told about
   * @param code the person's own second factor; only the command line needs it
   * @throws ProblemException why it is not even asked for
   */
  public Disaster request(
      Backup backup,
      String database,
      String reason,
      Actor by,
      Place place,
      String origin,
      Optional<Code> code)
      throws ProblemException {
    preflight.requireTyped(database);
    DisasterPlan plan = preflight.plan(backup);
    Decision opened = approvals.open(new NewRequest(by, reason, place, binding(KIND, plan), code));
    ApprovalRequest request =
        opened.request().filter(any -> opened.accepted()).orElseThrow(() -> refused(opened));
    Disaster asked = Disaster.requested(by, reason, origin, request.id(), preflight.target(), plan);
    if (!store.insert(asked)) {
      Decision unused =
          approvals.withdraw(request.id(), new Vote(by, place, request.seal(), Optional.empty()));
      throw Preflight.problem(
          "Another disaster restore of " + asked.target() + " is under way, so nothing was asked.",
          "Look at it with `/restore status`; end it, or wait for its end.");
    }
    events.changed(asked, Optional.of(request));
    return asked;
  }

  private static ProblemException refused(Decision decision) {
    return Preflight.problem("It was not asked for: " + decision.words(), "Then ask again.");
  }

  /** Counts an approval. The last one begins the restore, or the way back. */
  public Decision approve(String id, Vote vote) {
    Decision decision = approvals.approve(requestOf(id), vote);
    if (decision.accepted()) {
      tell(id, decision);
      store.find(id).ifPresent(d -> events.note(d, vote.by().name() + " approved."));
      if (stateOf(decision) == ApprovalState.APPROVED) {
        submit(() -> execute(id, false));
      }
    }
    return decision;
  }

  /** Ends a request, with the reason why. */
  public Decision deny(String id, Vote vote, String reason) {
    Decision decision = approvals.deny(requestOf(id), vote, reason);
    if (decision.accepted()) {
      store
          .find(id)
          .ifPresent(d -> events.note(d, vote.by().name() + " denied it: " + reason.strip()));
      ended(id, DisasterState.DENIED, decision);
    }
    return decision;
  }

  /** A lead says to swap. */
  public Decision go(String id, Vote vote) {
    return decided(id, vote, "go", disaster -> run(disaster).go());
  }

  /** A lead says not to swap: everything is undone. */
  public Decision abandon(String id, Vote vote) {
    return decided(id, vote, "abandon", disaster -> run(disaster).rollBack());
  }

  private Decision decided(String id, Vote vote, String word, Step step) {
    Decision decision = approvals.decide(requestOf(id), vote, word);
    if (decision.accepted()) {
      submit(
          () -> {
            Optional<Disaster> waiting =
                store.find(id).filter(found -> found.state() == DisasterState.AWAITING_GO);
            if (waiting.isPresent()) {
              events.note(waiting.get(), vote.by().name() + " said: " + word + ".");
              guarded(waiting.get(), step);
            }
          });
    }
    return decision;
  }

  /**
   * Ends it before the swap: while it waits for approval by whoever asked, later by a lead.
   *
   * @return the decision; accepted when it is being ended
   */
  public Decision cancel(String id, Vote vote) {
    Optional<Disaster> found = store.find(id);
    if (found.filter(d -> d.state() == DisasterState.AWAITING_APPROVAL).isPresent()) {
      Decision decision = approvals.withdraw(requestOf(id), vote);
      if (decision.accepted()) {
        ended(id, DisasterState.CANCELLED, decision);
      }
      return decision;
    }
    if (found.filter(d -> d.state() == DisasterState.AWAITING_GO).isPresent()) {
      return abandon(id, vote);
    }
    Decision decision = approvals.decide(requestOf(id), vote, "cancel");
    if (decision.accepted()) {
      Optional.ofNullable(running.get(id)).ifPresent(Cancellation::cancel);
    }
    return decision;
  }

  /**
   * Asks to go back to the old volume of one that is DONE. Approved as the restore itself was.
   *
   * @throws ProblemException when there is nothing to go back to
   */
  public Disaster requestRollback(
      String id, String reason, Actor by, Place place, Optional<Code> code)
      throws ProblemException {
    Disaster done =
        store
            .find(id)
            .filter(found -> found.state() == DisasterState.DONE)
            .orElseThrow(
                () ->
                    Preflight.problem(
                        "There is no finished disaster restore " + id + " to roll back.",
                        "`/restore status` lists what there is."));
    tools.probe().requireVolume(done.plan().target().volume().name());
    Decision opened =
        approvals.open(new NewRequest(by, reason, place, binding(ROLLBACK, done.plan()), code));
    ApprovalRequest request =
        opened.request().filter(any -> opened.accepted()).orElseThrow(() -> refused(opened));
    Disaster asked =
        store
            .update(done.withApproval(request.id()))
            .orElseThrow(
                () ->
                    Preflight.problem(
                        "The disaster restore " + id + " has just changed.", "Try again."));
    events.changed(asked, Optional.of(request));
    return asked;
  }

  /**
   * Records that somebody looked at what only people can check, and found it right.
   *
   * @param check its place in the settings' list
   * @return whether there is such a check of a disaster restore that is DONE
   */
  public boolean checked(String id, int check, Actor by) {
    Optional<Disaster> done = store.find(id).filter(found -> found.state() == DisasterState.DONE);
    if (done.isEmpty() || check < 0 || check >= handChecks.size()) {
      return false;
    }
    String what = handChecks.get(check);
    audit.append(
        new AuditEvent(
            clock.instant(),
            by,
            done.get().target(),
            "disaster.checked",
            id,
            Map.of("what", what)));
    events.note(done.get(), what + ": checked by " + by.name() + ".");
    return true;
  }

  /** Whether a vote there comes with a code. */
  public boolean codeNeeded(Place place) {
    return approvals.codeNeeded(place);
  }

  /** The one of that id. */
  public Optional<Disaster> find(String id) {
    return store.find(id);
  }

  /** Its request as it stands. */
  public Optional<ApprovalRequest> request(Disaster disaster) {
    return approvals.find(disaster.approval());
  }

  /** The newest, newest first. */
  public List<Disaster> recent(int limit) {
    return store.recent(limit);
  }

  /**
   * Begins what is approved, if it still is.
   *
   * @param again whether it was tried before, and people know why it does not begin
   */
  private void execute(String id, boolean again) {
    Disaster disaster = store.find(id).orElseThrow();
    boolean back = disaster.state() == DisasterState.DONE;
    if (!back && disaster.state() != DisasterState.AWAITING_APPROVAL) {
      return;
    }
    Binding now = back ? binding(ROLLBACK, disaster.plan()) : binding(KIND, disaster.plan());
    if (!back) {
      try {
        tools.planner().recheck(disaster.plan(), disaster.settings());
      } catch (ProblemException e) {
        now = new Binding(now.kind(), now.backupSha256(), now.target(), "changed");
        log.warn("disaster {} is not what was approved any more: {}", id, e.getMessage());
        events.note(disaster, e.problem().message() + " " + e.problem().hint());
      }
    }
    Decision decision = approvals.checkForExecution(disaster.approval(), now);
    boolean over = stateOf(decision).ended();
    if (over || !again) {
      tell(id, decision);
    }
    if (!decision.accepted()) {
      if (over || !again) {
        events.note(disaster, decision.words());
      }
      if (!back && stateOf(decision).ended()) {
        ended(id, DisasterState.EXPIRED, decision);
      }
      return;
    }
    if (back) {
      guarded(disaster, found -> run(found).rollBack());
    } else {
      store
          .update(disaster.become(DisasterState.PREPARING, clock.instant()))
          .ifPresent(this::driveNow);
    }
  }

  /** Looks again when its turn has come: somebody may have driven it meanwhile. */
  private void drive(Disaster disaster) {
    submit(
        () ->
            store
                .find(disaster.id())
                .filter(now -> now.state().working())
                .ifPresent(this::driveNow));
  }

  private void driveNow(Disaster disaster) {
    events.changed(disaster, approvals.find(disaster.approval()));
    guarded(disaster, found -> run(found).drive());
  }

  private void guarded(Disaster disaster, Step step) {
    try {
      Disaster unused = step.run(disaster);
    } catch (ProblemException e) {
      log.warn("disaster {}: {}", disaster.id(), e.getMessage());
      events.note(disaster, e.problem().message() + " " + e.problem().hint());
    } finally {
      running.remove(disaster.id());
    }
  }

  private DisasterRun run(Disaster disaster) {
    Cancellation cancellation = new Cancellation();
    running.put(disaster.id(), cancellation);
    DisasterListener listener =
        new DisasterListener() {
          @Override
          public void changed(Disaster now) {
            events.changed(now, approvals.find(now.approval()));
          }

          @Override
          public void progress(Disaster now, Progress progress) {
            events.progress(now, progress);
          }
        };
    return new DisasterRun(disaster, tools, store, listener, clock, cancellation);
  }

  private void keepUp() {
    try {
      for (ApprovalRequest request : approvals.remindersDue()) {
        of(request).ifPresent(found -> events.changed(found, Optional.of(request)));
        of(request)
            .ifPresent(
                found -> events.note(found, "It still waits for approval: " + missing(request)));
      }
      // Such as one whose approvers could not be looked up when it was approved.
      store.recent(RECENT).stream()
          .filter(each -> approvals.find(each.approval()).filter(this::mayBegin).isPresent())
          .forEach(each -> submit(() -> execute(each.id(), true)));
      for (ApprovalRequest request : approvals.expireDue()) {
        of(request).ifPresent(found -> expired(found, request));
      }
    } catch (RuntimeException e) {
      log.error("deadlines could not be looked at; trying again", e);
    }
  }

  private boolean mayBegin(ApprovalRequest request) {
    return request.state() == ApprovalState.APPROVED;
  }

  private static String missing(ApprovalRequest request) {
    return request.missing() + " of " + request.needed() + " leads are missing.";
  }

  private void expired(Disaster found, ApprovalRequest request) {
    if (found.state() == DisasterState.AWAITING_APPROVAL) {
      store
          .update(found.become(DisasterState.EXPIRED, clock.instant()))
          .ifPresent(ended -> events.changed(ended, Optional.of(request)));
    } else {
      events.changed(found, Optional.of(request));
    }
  }

  private Optional<Disaster> of(ApprovalRequest request) {
    return store.recent(RECENT).stream()
        .filter(each -> each.approval().equals(request.id()))
        .findFirst();
  }

  private void ended(String id, DisasterState state, Decision decision) {
    store
        .find(id)
        .filter(found -> found.state() == DisasterState.AWAITING_APPROVAL)
        .flatMap(found -> store.update(found.become(state, clock.instant())))
        .ifPresentOrElse(
            found -> events.changed(found, decision.request()), () -> tell(id, decision));
  }

  private void tell(String id, Decision decision) {
    store.find(id).ifPresent(found -> events.changed(found, decision.request()));
  }

  private String requestOf(String id) {
    return store.find(id).map(Disaster::approval).orElse("");
  }

  private static ApprovalState stateOf(Decision decision) {
    return decision.request().map(ApprovalRequest::state).orElse(ApprovalState.PENDING);
  }

  private static Binding binding(String kind, DisasterPlan plan) {
    String target =
        plan.target().project().name()
            + "/"
            + plan.target().server().service()
            + "/"
            + plan.target().database()
            + " on "
            + plan.target().volume().name();
    return Binding.of(kind, plan.backup().sha256(), target, plan.fingerprint());
  }

  private void submit(Runnable task) {
    try {
      worker.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException e) {
              log.error("a step of a disaster restore broke; the next start goes on", e);
            }
          });
    } catch (RejectedExecutionException e) {
      log.info("restore-bot ends; the next start goes on", e);
    }
  }

  /** Stops watching deadlines, and waits a minute for what is at work; the next start goes on. */
  @Override
  public void close() {
    upkeep.shutdownNow();
    worker.shutdown();
    try {
      if (!worker.awaitTermination(1, TimeUnit.MINUTES)) {
        // Not interrupted: that would undo it. It stops with the process, as in a crash.
        log.warn("a disaster restore is at work; the next start goes on with it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Step {
    Disaster run(Disaster disaster) throws ProblemException;
  }
}
