package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
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
import dev.restorebot.engine.task.RepeatedTask;
import dev.restorebot.engine.task.Threads;
import dev.restorebot.engine.text.Quoted;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entry point for disaster restores of one target. Front ends request everything here, and no
 * front end can vote for anybody.
 *
 * <p>Thread-safe. Those of one target: one at a time. Closing waits for no restore: what was not
 * finished continues at the next start, by the rule of its {@link DisasterState}.
 */
public final class Disasters implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Disasters.class);
  private static final int RETOLD = 3;
  private static final Duration FAILED_EVERY = Duration.ofMinutes(1);

  private final Supplier<Preflight> preflights;
  private final DisasterStore store;
  private final Approvals approvals;
  private final AuditLog audit;
  private final Supplier<List<String>> handChecks;
  private final DatabaseProbe probe;
  private final Planner planner;
  private final TargetLock lock;
  private final NewVolumes volumes;
  private final DisasterEvents events;
  private final InstantSource clock;
  private final StoppedServices stopped;
  private final DisasterWorker worker;
  private final ApprovalDeadlines deadlines;
  private final SwapWatch watch;
  private final RepeatedTask failed;
  private final Aftercare aftercare;

  /**
   * Puts it together; nothing runs before {@link #start}. The parts stay their owner's.
   *
   * @param store in the database of the requests
   * @param approvals whose operations are {@link RequestedDisasters} in that store
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
    this(
        preflights,
        store,
        approvals,
        audit,
        handChecks,
        tools,
        events,
        clock,
        Executors.newSingleThreadExecutor(Threads.named("disaster")));
  }

  /** Works with that executor, which it shuts down when it is closed. */
  Disasters(
      Supplier<Preflight> preflights,
      DisasterStore store,
      Approvals approvals,
      AuditLog audit,
      Supplier<List<String>> handChecks,
      DisasterRun.Tools tools,
      DisasterEvents events,
      InstantSource clock,
      ExecutorService executor) {
    this.preflights = preflights;
    this.store = store;
    this.approvals = approvals;
    this.audit = audit;
    this.handChecks = handChecks;
    this.probe = tools.probe();
    this.planner = tools.planner();
    this.lock = tools.lock();
    this.volumes = tools.volumes();
    this.events = events;
    this.clock = clock;
    this.stopped = new StoppedServices(tools, audit, events, clock);
    this.worker = new DisasterWorker(store, approvals, tools, events, stopped, clock, executor);
    this.deadlines =
        new ApprovalDeadlines(
            store, approvals, worker, stopped, new ContentsObserver(probe, clock), events, clock);
    FailedRollbacks failedRollbacks =
        new FailedRollbacks(store, approvals, tools, audit, events, clock);
    this.failed =
        new RepeatedTask("failed-rollbacks", () -> worker.whenIdle(failedRollbacks::look));
    this.watch = new SwapWatch(store, approvals, probe, audit, events, clock);
    this.aftercare =
        new Aftercare(store, approvals, tools, () -> preflights.get().backups(), events, clock);
  }

  /** Continues what an earlier process left, and begins to watch deadlines and volumes. */
  public void start() {
    resume();
    deadlines.start();
    watch.start();
    failed.start(Duration.ZERO, FAILED_EVERY);
    aftercare.start();
  }

  /** Continues what an earlier process left. */
  void resume() {
    List<Disaster> newest = store.recent(RETOLD);
    Stream.concat(newest.stream(), store.open().stream())
        .filter(each -> each.state() != DisasterState.FAILED) // its rollback was tried
        .map(Disaster::approval)
        .distinct()
        .forEach(this::catchUp);
    newest.stream()
        .flatMap(left -> store.find(left.id()).stream())
        .forEach(left -> events.stands(left, approvals.find(left.approval())));
    store.open().forEach(worker::resume);
    store.keeping().stream()
        .filter(left -> left.observations().oldStorage().isPresent())
        .forEach(left -> worker.continueDeletion(left.id()));
  }

  /** An earlier version ended a request first and its disaster restore then. */
  private void catchUp(String request) {
    try {
      approvals.find(request).ifPresent(new RequestedDisasters(store, clock)::follow);
    } catch (RequestedDisasters.TargetHeldException e) {
      log.warn("a rollback that was approved did not start: {}", e.getMessage());
    }
  }

  /**
   * Continues one that an earlier process left, or begins one that is approved, without {@link
   * #start}. {@link #settle} waits for it.
   *
   * @return false when nothing is to be continued: it waits for people, or has ended
   */
  public boolean resume(String id) {
    Optional<Disaster> found = store.find(id);
    if (found.filter(left -> left.state().working()).isPresent()) {
      worker.resume(found.get());
      return true;
    }
    if (found
        .flatMap(left -> left.observations().oldStorage())
        .filter(deletion -> deletion.endedAt().isEmpty())
        .isPresent()) {
      worker.continueDeletion(id);
      return true;
    }
    boolean begins = found.flatMap(this::request).filter(this::approved).isPresent();
    if (begins) {
      worker.execute(id, false);
    }
    return begins;
  }

  private boolean approved(ApprovalRequest request) {
    return request.state() == ApprovalState.APPROVED;
  }

  /** Ends the requests whose deadline has passed, without {@link #start}. */
  public void endExpired() {
    deadlines.endExpired();
  }

  /**
   * Waits until all that was begun here has ended or waits for somebody; for how long does not
   * matter.
   */
  public void settle() throws InterruptedException {
    worker.settle();
  }

  /** Does what is due now, as is done every few seconds after {@link #start}. */
  void look() {
    deadlines.look();
  }

  /** Looks whether what people have to do after a swap is done, as is done every few minutes. */
  void lookAfter() {
    aftercare.look();
  }

  /** Returns the settings of the target, at the moment. */
  TargetSettings settings() {
    return preflights.get().target();
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
    String target = preflight.target().name();
    if (store.open().stream().anyMatch(other -> other.target().equals(target))) {
      throw underWay(target);
    }
    requireMayRequest(by, place);
    lock.requireFree(preflight.target(), id -> store.find(id).isPresent());
    DisasterPlan plan = preflight.plan(backup);
    planner.requireWritable(plan);
    Doubts.require(plan.backup(), plan.target().database(), plan.createdAt(), reason);
    Disaster opened =
        opened(
            new NewRequest(by, reason, place, ApprovalBindings.restore(plan), code),
            request -> {
              Disaster asked =
                  Disaster.requested(by, reason, origin, request.id(), preflight.target(), plan);
              return store.insert(asked) ? Optional.of(asked) : Optional.empty();
            },
            underWay(target));
    // Only now, so that a request that is refused ends nothing; and none begins from here on.
    lock.makeRoom();
    return opened;
  }

  /**
   * Refuses whoever may not request a disaster restore there, and a request that too few leads
   * could approve, before anything is asked or read.
   *
   * @throws ProblemException why it would be refused, with what to do
   */
  public void requireMayRequest(Actor by, ChannelRef place) throws ProblemException {
    Optional<Decision> refusal = approvals.refusal(by, place, "a disaster restore");
    if (refusal.isPresent()) {
      throw refused(refusal.get());
    }
  }

  private static ProblemException underWay(String target) {
    return Preflight.problem(
        "Another disaster restore of " + target + " is in progress, so no request was made.",
        "Check it with `/restore status`. Cancel it, or wait until it has finished.");
  }

  /**
   * Opens a request and stores its disaster restore in one transaction.
   *
   * @param stored stores it; empty when it may not be
   * @param otherwise thrown in that case
   */
  private Disaster opened(
      NewRequest asked,
      Function<ApprovalRequest, Optional<Disaster>> stored,
      ProblemException otherwise)
      throws ProblemException {
    AtomicReference<Disaster> disaster = new AtomicReference<>();
    Decision decision;
    try {
      decision =
          approvals.open(
              asked,
              request -> disaster.set(stored.apply(request).orElseThrow(LostException::new)));
    } catch (LostException e) {
      audit.append(
          new AuditEvent(
              clock.instant(),
              asked.requester(),
              asked.place().text(),
              "approval.refused",
              asked.binding().target(),
              Map.of("tried", "request", "words", otherwise.problem().message())));
      throw otherwise;
    }
    if (!decision.accepted()) {
      throw refused(decision);
    }
    events.changed(disaster.get(), decision.request());
    return disaster.get();
  }

  private static ProblemException refused(Decision decision) {
    return Preflight.problem(
        "The request was refused: " + decision.words(), "Then request it again.");
  }

  /** Counts an approval. The last one begins the restore, or the way back. */
  public Decision approve(String id, Vote vote) {
    Decision decision = told(id, request -> approvals.approve(request, vote));
    if (decision.accepted()) {
      String name = name(decision, vote);
      store.find(id).ifPresent(d -> events.note(d, name + " approved."));
      if (decision.approved()) {
        worker.execute(id, false);
      }
    }
    return decision;
  }

  private static String name(Decision decision, Vote vote) {
    return decision.request().map(asked -> asked.shown(vote.by())).orElse(vote.by().name());
  }

  /** Ends a request, with the reason why. */
  public Decision deny(String id, Vote vote, String reason) {
    Decision decision = told(id, request -> approvals.deny(request, vote, reason));
    if (decision.accepted()) {
      String words = name(decision, vote) + " denied it: " + Quoted.inLine(reason);
      store.find(id).ifPresent(d -> events.note(d, words));
    }
    return decision;
  }

  /** A lead says to swap. */
  public Decision go(String id, Vote vote) {
    return decided(
        id,
        vote,
        "go",
        DisasterState.AWAITING_GO,
        run -> {
          stopped.enforce(run.disaster());
          return run.go();
        });
  }

  /** A lead says not to swap, or not to keep what was swapped in: everything is undone. */
  public Decision abandon(String id, Vote vote) {
    DisasterState state = store.find(id).map(Disaster::state).orElse(DisasterState.AWAITING_GO);
    if (state == DisasterState.AWAITING_SERVICES) {
      return decided(id, vote, "abandon", state, DisasterRun::rollBack);
    }
    return state == DisasterState.AWAITING_KEEP
        ? decided(id, vote, "roll back", DisasterState.AWAITING_KEEP, DisasterRun::rollBack)
        : decided(id, vote, "abandon", DisasterState.AWAITING_GO, DisasterRun::rollBack);
  }

  /**
   * A lead wants to look at the restored database before deciding. The thread gets the command that
   * opens a session: on a copy without a password, or of a database in another server on itself.
   */
  public Decision look(String id, Vote vote) {
    return decided(
        id,
        vote,
        "look at the restored database",
        DisasterState.AWAITING_GO,
        run -> {
          Disaster waiting = run.disaster();
          String command = volumes.look(waiting.plan());
          events.note(
              waiting,
              "To look at the restored database, run on restore-bot's host: `"
                  + command
                  + "` "
                  + whatItReads(waiting.plan().target()));
          return waiting;
        });
  }

  private static String whatItReads(Target target) {
    return target
        .address()
        .map(
            address ->
                "It reads the restored database itself, in read-only transactions. It asks for the"
                    + " password of "
                    + address.user()
                    + address.passwordFile().map(file -> ", which is in " + file).orElse("")
                    + ".")
        .orElse(
            "It reads a copy, which is being made now: while it is made, the command fails; try it"
                + " again. The swap or the end of the restore removes the copy.");
  }

  /** A lead says that the restored data stays although a check failed. */
  public Decision keep(String id, Vote vote) {
    return decided(id, vote, "keep", DisasterState.AWAITING_KEEP, DisasterRun::keep);
  }

  /**
   * A lead confirms that people have stopped or started the services by hand.
   *
   * @param task what they did; when something else is waited for, nothing happens
   */
  public Decision confirm(String id, Vote vote, HandWork.Task task) {
    return decided(
        id,
        vote,
        "services " + task.participle() + " by hand",
        DisasterState.AWAITING_SERVICES,
        run ->
            run.disaster().progress().handWork().filter(work -> work.task() == task).isPresent()
                ? run.confirmed()
                : run.disaster());
  }

  /** A lead starts the services that were held back until people had checked the data. */
  public Decision startHeld(String id, Vote vote) {
    return decided(id, vote, "start the held services", DisasterState.DONE, DisasterRun::startHeld);
  }

  /**
   * Decides.
   *
   * @param state the one that was decided about; in another one nothing is done
   */
  private Decision decided(
      String id, Vote vote, String word, DisasterState state, DisasterWorker.Action action) {
    Decision decision = told(id, request -> approvals.decide(request, vote, word));
    if (decision.accepted()) {
      worker.decided(id, state, name(decision, vote) + " decided: " + word + ".", action);
    }
    return decision;
  }

  /**
   * Ends it before the swap: while it waits for approval by the requester or a lead, later by a
   * lead.
   *
   * @return the decision; accepted when it is being ended
   */
  public Decision cancel(String id, Vote vote) {
    Optional<Disaster> found = store.find(id);
    if (found.flatMap(this::request).filter(asked -> !asked.state().ended()).isPresent()) {
      return told(id, request -> approvals.withdraw(request, vote));
    }
    if (found.filter(d -> d.state().awaitsLead()).isPresent()) {
      return abandon(id, vote);
    }
    Decision decision =
        approvals.decide(requestOf(id), vote, "cancel", found.flatMap(Disasters::tooLate));
    if (decision.accepted()) {
      worker.cancel(id);
    }
    return decision;
  }

  /** Returns why it cannot be cancelled any more; empty while it can. */
  private static Optional<String> tooLate(Disaster disaster) {
    DisasterState state = disaster.state();
    if (state.cancellable()) {
      return Optional.empty();
    }
    String what = "Nothing was cancelled: this disaster restore ";
    if (state == DisasterState.DONE) {
      return Optional.of(what + "is DONE. To go back to the old data, request a rollback.");
    }
    if (state.ended()) {
      return Optional.of(what + "has already ended as " + state + ".");
    }
    return Optional.of(
        state == DisasterState.ROLLING_BACK
            ? what + "is already being undone."
            : what
                + "has begun to swap ("
                + state
                + "). Wait until it is DONE; then you can request a rollback.");
  }

  /**
   * Asks to go back to the old volume of one that is DONE, or whose way back failed. Approved as
   * the restore itself was.
   *
   * @throws ProblemException when there is nothing to go back to, a newer restore is in use, or
   *     Compose would not give the old volume back
   */
  public Disaster requestRollback(
      String id, String reason, Actor by, ChannelRef place, Optional<SecondFactorCode> code)
      throws ProblemException {
    Optional<DeletedStorage> deleted = store.find(id).flatMap(d -> d.observations().oldStorage());
    if (deleted.isPresent()) {
      throw Preflight.problem(
          "There is no way back: "
              + String.join(", ", deleted.get().names())
              + (deleted.get().endedAt().isPresent() ? " has been" : " is being")
              + " deleted with the approval of two leads.",
          "To go to another state of the data, request a restore of another backup.");
    }
    requireOldStorage(id);
    Disaster done =
        store
            .find(id)
            .filter(Disaster::mayGoBack)
            .orElseThrow(
                () ->
                    Preflight.problem(
                        "There is no finished disaster restore " + id + " to roll back.",
                        "`/restore status` lists the jobs and disaster restores with their IDs."));
    String old = done.plan().target().volume().name();
    if (!done.plan().target().hasWayBack()) {
      throw Preflight.problem(
          "There is no way back: the old "
              + done.plan().target().volume().noun()
              + " "
              + old
              + " was gone before the restore.",
          "To go to another state of the data, request a restore of another backup.");
    }
    requireNoOtherRequest(done, "rollback");
    NewerRestore.requireNone(store, done);
    probe.requireVolume(done.plan().target(), old);
    var unused = planner.requireWayBack(done.plan(), done.progress().override());
    Observations observed = new ContentsObserver(probe, clock).observed(done);
    return opened(
        new NewRequest(by, reason, place, ApprovalBindings.rollback(done.plan()), code),
        request -> store.update(done.with(observed).withApproval(request.id())),
        Preflight.problem("The disaster restore " + id + " has just changed.", "Try again."));
  }

  private void requireOldStorage(String id) throws ProblemException {
    Optional<String> gone =
        store
            .find(id)
            .filter(each -> each.observations().gone().contains(each.plan().oldStorage()))
            .map(each -> each.plan().oldStorage());
    if (gone.isPresent()) {
      throw Preflight.problem(
          "There is no way back: " + gone.get() + " was deleted by hand.",
          "If it is on a disk that is not mounted, mount it and try again in 10 minutes. To go to"
              + " another state of the data, request a restore of another backup.");
    }
  }

  /** A deletion would wait in vain while a rollback runs, and a rollback for what is deleted. */
  private void requireNoOtherRequest(Disaster disaster, String what) throws ProblemException {
    Optional<ApprovalRequest> other =
        approvals.open().stream()
            .filter(
                asked ->
                    store
                        .ofRequest(asked.id())
                        .filter(of -> of.target().equals(disaster.target()))
                        .isPresent())
            .findFirst();
    if (other.isPresent()) {
      String id = store.ofRequest(other.get().id()).map(Disaster::id).orElse(disaster.id());
      throw Preflight.problem(
          "A "
              + other.get().binding().kind()
              + " of "
              + id
              + " is requested for the same target, so no "
              + what
              + " was requested.",
          "Approve or deny it, or end it with `/restore cancel " + id + "`. Then try again.");
    }
  }

  /**
   * Asks to delete the storage that one left: the old volume or folder, its safety copy and the old
   * volume of uploads, or the new ones after a rollback. Approved as the restore itself was. After
   * DONE the way back ends with it.
   *
   * @throws ProblemException when there is nothing to delete, or it is in use
   */
  public Disaster requestDeletion(
      String id, String reason, Actor by, ChannelRef place, Optional<SecondFactorCode> code)
      throws ProblemException {
    Disaster done =
        store
            .find(id)
            .orElseThrow(
                () ->
                    Preflight.problem(
                        "There is no disaster restore " + id + ".",
                        "`/restore status` lists the disaster restores."));
    requireNoOtherRequest(done, "deletion");
    new LeftStorage(store, volumes, probe).requireDeletable(done);
    return opened(
        new NewRequest(by, reason, place, ApprovalBindings.deletion(done.plan()), code),
        request -> store.update(done.withApproval(request.id())),
        Preflight.problem("The disaster restore " + id + " has just changed.", "Try again."));
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

  /** Returns the channel beside its own in which a request from there is approved, if any. */
  public Optional<ChannelRef> approvalChannel(ChannelRef place) {
    return approvals.channelOf(place);
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

  /**
   * Those that say how production is now, newest first: those that have not ended or whose request
   * waits for approval, those whose services are stopped, the newest swap, and those that keep
   * storage. No other one is read.
   */
  public List<Disaster> current() {
    Map<String, Disaster> all = new LinkedHashMap<>();
    Stream.of(
            store.current().stream(),
            approvals.open().stream().flatMap(asked -> store.ofRequest(asked.id()).stream()),
            store.keeping().stream().filter(each -> !LeftStorage.of(each).isEmpty()))
        .flatMap(Function.identity())
        .forEach(each -> all.putIfAbsent(each.id(), each));
    return List.copyOf(all.values());
  }

  /** Tries something on the request, and reports the restore if that changed the request. */
  private Decision told(String id, Function<String, Decision> attempt) {
    String request = requestOf(id);
    long before = version(request);
    Decision decision = attempt.apply(request);
    if (version(request) != before) {
      store.find(id).ifPresent(now -> events.changed(now, approvals.find(request)));
    }
    return decision;
  }

  private long version(String request) {
    return approvals.find(request).map(ApprovalRequest::version).orElse(-1L);
  }

  private String requestOf(String id) {
    return store.find(id).map(Disaster::approval).orElse("");
  }

  /** Stops watching, and waits a minute for what is at work; the next start continues it. */
  @Override
  public void close() {
    failed.close();
    watch.close();
    aftercare.close();
    deadlines.close();
    worker.close();
  }

  /** Something changed meanwhile, so nothing was stored. */
  private static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
