package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.Decision;
import dev.restorebot.engine.approval.NewRequest;
import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.CanonicalHash;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The entry point for disaster restores. Front ends request everything here, and no front end can
 * vote for anybody.
 *
 * <p>Thread-safe. One at a time a target, and one at work at a time. Closing waits for no restore:
 * what was not finished continues at the next start, by the rule of its {@link DisasterState}.
 */
public final class Disasters implements AutoCloseable {
  private static final int RETOLD = 3;

  private final Supplier<Preflight> preflights;
  private final DisasterStore store;
  private final Approvals approvals;
  private final AuditLog audit;
  private final Supplier<List<String>> handChecks;
  private final DatabaseProbe probe;
  private final DisasterEvents events;
  private final InstantSource clock;
  private final DisasterWorker worker;
  private final ApprovalDeadlines deadlines;

  /**
   * Puts it together; nothing runs before {@link #start}. The parts stay their owner's.
   *
   * @param preflights gives the one of the moment, for each request
   * @param handChecks what only people can check, at the moment
   */
  public Disasters(
      Supplier<Preflight> preflights,
      DisasterStore store,
      Approvals approvals,
      AuditLog audit,
      Supplier<List<String>> handChecks,
      DisasterRun.Tools tools,
      DisasterEvents events,
      InstantSource clock) {
    this.preflights = preflights;
    this.store = store;
    this.approvals = approvals;
    this.audit = audit;
    this.handChecks = handChecks;
    this.probe = tools.probe();
    this.events = events;
    this.clock = clock;
    this.worker = new DisasterWorker(store, approvals, tools, events, clock);
    this.deadlines = new ApprovalDeadlines(store, approvals, worker, events, clock);
  }

  /** Continues what an earlier process left, and begins to watch deadlines. */
  public void start() {
    List<Disaster> newest = store.recent(RETOLD);
    newest.forEach(left -> events.stands(left, approvals.find(left.approval())));
    newest.stream().filter(left -> left.state() == DisasterState.DONE).forEach(worker::resume);
    store.open().forEach(worker::resume);
    deadlines.start();
  }

  /** Makes the plan, without doing anything or asking anybody. Reads the whole backup. */
  public DisasterPlan plan(Backup backup) throws ProblemException {
    return preflights.get().plan(backup);
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
      ChannelRef place,
      String origin,
      Optional<SecondFactorCode> code)
      throws ProblemException {
    Preflight preflight = preflights.get();
    preflight.requireTyped(database);
    DisasterPlan plan = preflight.plan(backup);
    Decision opened =
        approvals.open(new NewRequest(by, reason, place, ApprovalBindings.restore(plan), code));
    ApprovalRequest request =
        opened.request().filter(any -> opened.accepted()).orElseThrow(() -> refused(opened));
    Disaster asked = Disaster.requested(by, reason, origin, request.id(), preflight.target(), plan);
    if (!store.insert(asked)) {
      Decision unused =
          approvals.withdraw(request.id(), new Vote(by, place, request.seal(), Optional.empty()));
      throw Preflight.problem(
          "Another disaster restore of "
              + asked.target()
              + " is in progress, so no request was made.",
          "Check it with `/restore status`. Cancel it, or wait until it has finished.");
    }
    events.changed(asked, Optional.of(request));
    return asked;
  }

  private static ProblemException refused(Decision decision) {
    return Preflight.problem(
        "The request was refused: " + decision.words(), "Then request it again.");
  }

  /** Counts an approval. The last one begins the restore, or the way back. */
  public Decision approve(String id, Vote vote) {
    Decision decision = approvals.approve(requestOf(id), vote);
    if (decision.accepted()) {
      tell(id, decision);
      store.find(id).ifPresent(d -> events.note(d, vote.by().name() + " approved."));
      if (decision.approved()) {
        worker.execute(id, false);
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
    return decided(id, vote, "go", DisasterRun::go);
  }

  /** A lead says not to swap: everything is undone. */
  public Decision abandon(String id, Vote vote) {
    return decided(id, vote, "abandon", DisasterRun::rollBack);
  }

  private Decision decided(String id, Vote vote, String word, DisasterWorker.Action action) {
    Decision decision = approvals.decide(requestOf(id), vote, word);
    if (decision.accepted()) {
      worker.decided(id, vote.by().name() + " decided: " + word + ".", action);
    }
    return decision;
  }

  /**
   * Ends it before the swap: while it waits for approval by the requester, later by a lead.
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
      worker.cancel(id);
    }
    return decision;
  }

  /**
   * Asks to go back to the old volume of one that is DONE. Approved as the restore itself was.
   *
   * @throws ProblemException when there is nothing to go back to
   */
  public Disaster requestRollback(
      String id, String reason, Actor by, ChannelRef place, Optional<SecondFactorCode> code)
      throws ProblemException {
    Disaster done =
        store
            .find(id)
            .filter(found -> found.state() == DisasterState.DONE)
            .orElseThrow(
                () ->
                    Preflight.problem(
                        "There is no finished disaster restore " + id + " to roll back.",
                        "`/restore status` lists the disaster restores."));
    probe.requireVolume(done.plan().target().volume().name());
    Decision opened =
        approvals.open(
            new NewRequest(by, reason, place, ApprovalBindings.rollback(done.plan()), code));
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
   * Records that somebody did a check that only people can do, and found it right.
   *
   * @param mark the check's {@link #mark}
   * @return whether there is such a check of a disaster restore that is DONE
   */
  public boolean checked(String id, String mark, Actor by) {
    Optional<Disaster> done = store.find(id).filter(found -> found.state() == DisasterState.DONE);
    Optional<String> check =
        handChecks.get().stream().filter(each -> mark(each).equals(mark)).findFirst();
    if (done.isEmpty() || check.isEmpty()) {
      return false;
    }
    String what = check.get();
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

  /**
   * Stands for a check in a button: a place in the list would mean another one as soon as the
   * settings change.
   */
  public static String mark(String check) {
    return new CanonicalHash("restore-bot hand check 1").add(check).hex().substring(0, 8);
  }

  /** Returns true when a vote there comes with a code. */
  public boolean codeNeeded(ChannelRef place) {
    return approvals.codeNeeded(place);
  }

  /** The one of that id. */
  public Optional<Disaster> find(String id) {
    return store.find(id);
  }

  /** Its request in its present state. */
  public Optional<ApprovalRequest> request(Disaster disaster) {
    return approvals.find(disaster.approval());
  }

  /** The newest, newest first. */
  public List<Disaster> recent(int limit) {
    return store.recent(limit);
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

  /**
   * Stops watching deadlines, and waits a minute for what is at work; the next start continues it.
   */
  @Override
  public void close() {
    deadlines.close();
    worker.close();
  }
}
