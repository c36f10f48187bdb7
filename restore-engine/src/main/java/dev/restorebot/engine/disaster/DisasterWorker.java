package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.approval.Binding;
import dev.restorebot.engine.approval.Decision;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the disaster restores of one target, one at a time: starts those that are approved, if they
 * still are, and continues those that an earlier process left.
 */
final class DisasterWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DisasterWorker.class);

  private final DisasterStore store;
  private final Approvals approvals;
  private final DisasterRun.Tools tools;
  private final DisasterEvents events;
  private final InstantSource clock;
  private final Map<String, Cancellation> running = new ConcurrentHashMap<>();
  private final Set<String> watched = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean waits = new AtomicBoolean();
  private final Set<String> blocked = ConcurrentHashMap.newKeySet();
  private final StoppedServices stopped;
  private final ExecutorService worker;
  private final LeftStorage leftStorage;

  /**
   * Runs them with that executor, and shuts it down when this is closed.
   *
   * @param worker runs one task at a time
   */
  DisasterWorker(
      DisasterStore store,
      Approvals approvals,
      DisasterRun.Tools tools,
      DisasterEvents events,
      StoppedServices stopped,
      InstantSource clock,
      ExecutorService worker) {
    this.store = store;
    this.approvals = approvals;
    this.tools = tools;
    this.events = events;
    this.stopped = stopped;
    this.clock = clock;
    this.worker = worker;
    this.leftStorage = new LeftStorage(store, tools.volumes(), tools.probe());
  }

  /** Continues one that an earlier process left, by the rule of its state. */
  void resume(Disaster left) {
    if (left.state().working()) {
      events.note(
          left,
          left.state() == DisasterState.PREPARING
              ? "restore-bot was restarted and starts the approved restore."
              : "restore-bot was restarted and continues from " + left.state() + ".");
      drive(left.id());
    }
  }

  /**
   * Begins what is approved, if it still is.
   *
   * @param again whether it was tried before, and people know why it does not begin
   */
  void execute(String id, boolean again) {
    submit(() -> executeNow(id, again));
  }

  private void executeNow(String id, boolean again) {
    Disaster disaster = store.find(id).orElseThrow();
    if (approvals.find(disaster.approval()).filter(ApprovalBindings::isDeletion).isPresent()) {
      begin(
          disaster,
          present(
              disaster,
              ApprovalBindings.deletion(disaster.plan()),
              () -> leftStorage.requireDeletable(disaster)),
          again,
          this::deleteNow);
      return;
    }
    boolean back = disaster.mayGoBack();
    if (!back && disaster.state() != DisasterState.AWAITING_APPROVAL) {
      return;
    }
    Binding present =
        back
            ? present(
                disaster,
                ApprovalBindings.rollback(disaster.plan()),
                () -> {
                  NewerRestore.requireNone(store, disaster);
                  var unused =
                      tools
                          .planner()
                          .requireWayBack(disaster.plan(), disaster.progress().override());
                })
            : present(
                disaster,
                ApprovalBindings.restore(disaster.plan()),
                () -> tools.planner().recheck(disaster.plan(), disaster.settings()));
    try {
      // One of this state folder has it by right, and says so below.
      if (!heldHere(disaster)) {
        tools.lock().take(disaster, this::left);
      }
    } catch (ProblemException e) {
      if (!again) {
        events.trouble(
            disaster,
            "It is approved, but it did not begin. "
                + e.problem().message()
                + " "
                + e.problem().hint()
                + " It starts when that one has ended, unless its own deadline passes first.");
      }
      return;
    }
    begin(disaster, present, again, this::driveNow);
    releaseIfLeft(id);
  }

  /** Continues to delete the old storage, if that was begun. */
  void continueDeletion(String id) {
    submit(() -> store.find(id).ifPresent(this::deleteNow));
  }

  private void deleteNow(Disaster disaster) {
    try {
      leftStorage
          .delete(disaster, clock.instant())
          .ifPresent(
              deleted -> {
                events.changed(deleted, approvals.find(deleted.approval()));
                events.note(
                    deleted,
                    "Deleted: "
                        + String.join(
                            ", ", deleted.observations().oldStorage().orElseThrow().names())
                        + "."
                        + (LeftStorage.isWayBack(deleted)
                            ? " There is no way back any more."
                            : ""));
              });
    } catch (ProblemException e) {
      log.warn("the old storage of {} was not deleted: {}", disaster.id(), e.getMessage());
      events.trouble(disaster, e.problem().message() + " " + e.problem().hint());
    }
  }

  /** Returns true when it is known here and no longer at work. */
  private boolean left(String id) {
    return store
        .find(id)
        .filter(found -> !found.state().working() && !found.state().awaitsLead())
        .isPresent();
  }

  private boolean heldHere(Disaster disaster) {
    return store.open().stream()
        .anyMatch(
            other -> other.target().equals(disaster.target()) && !other.id().equals(disaster.id()));
  }

  /** A lock that could not be given back is taken over by the next one of this state folder. */
  private void releaseIfLeft(String id) {
    if (left(id)) {
      try {
        tools.lock().release(store.find(id).orElseThrow());
      } catch (ProblemException e) {
        log.warn("the lock of the disaster restore {} stays: {}", id, e.getMessage());
      }
    }
  }

  private void begin(
      Disaster disaster, Binding present, boolean again, Consumer<Disaster> operation) {
    String id = disaster.id();
    Decision decision;
    try {
      decision = approvals.checkForExecution(disaster.approval(), present);
    } catch (RequestedDisasters.TargetHeldException e) {
      if (!again) {
        events.trouble(
            disaster,
            "It is approved, but "
                + e.getMessage()
                + ". It starts when that one has ended, unless its own deadline passes first.");
      }
      return;
    }
    if (decision.accepted()) {
      store.find(id).ifPresent(operation);
    } else if (decision.over() || !again) {
      // Where the request ended just now, the restore ended with it.
      store.find(id).ifPresent(now -> events.changed(now, decision.request()));
      events.trouble(disaster, decision.words());
    }
  }

  private Binding asRequested(Binding binding, Disaster disaster) {
    return ApprovalBindings.asRequested(
        binding,
        disaster.plan(),
        approvals.find(disaster.approval()).map(ApprovalRequest::binding));
  }

  /** Checks that what would be executed at this moment is what was planned. */
  private Binding present(Disaster disaster, Binding approved, Proof proof) {
    Binding planned = asRequested(approved, disaster);
    try {
      proof.require();
      return planned;
    } catch (ProblemException e) {
      log.warn(
          "disaster restore {} is no longer what was approved: {}", disaster.id(), e.getMessage());
      events.trouble(disaster, e.problem().message() + " " + e.problem().hint());
      return new Binding(planned.kind(), planned.backupSha256(), planned.target(), "changed");
    }
  }

  /** Reads its state again when its turn has come: somebody may have driven it meanwhile. */
  private void drive(String id) {
    submit(() -> store.find(id).filter(now -> now.state().working()).ifPresent(this::driveNow));
  }

  private void driveNow(Disaster disaster) {
    if (!blocked.contains(disaster.id())) {
      events.changed(disaster, approvals.find(disaster.approval()));
    }
    guarded(disaster, DisasterRun::drive);
  }

  /** Carries out what a lead decided, if it is still in the state that was decided about. */
  void decided(String id, DisasterState state, String words, Action action) {
    submit(
        () ->
            store
                .find(id)
                .filter(found -> found.state() == state)
                .ifPresent(
                    waiting -> {
                      events.note(waiting, words);
                      guarded(waiting, action);
                    }));
  }

  /** Does that when nothing else is at work. Not twice at a time. */
  void whenIdle(Runnable look) {
    if (waits.compareAndSet(false, true)) {
      submit(
          () -> {
            waits.set(false);
            look.run();
          });
    }
  }

  /** Looks at one that waits in that state, when nothing else is at work. Not twice at a time. */
  void watch(String id, DisasterState state, Look look) {
    if (watched.add(id + " " + state)) {
      submit(
          () -> {
            watched.remove(id + " " + state);
            store
                .find(id)
                .filter(found -> found.state() == state)
                .ifPresent(waiting -> watchNow(waiting, look));
          });
    }
  }

  private static void watchNow(Disaster waiting, Look look) {
    try {
      look.at(waiting);
    } catch (ProblemException e) {
      log.warn("a look at the disaster restore {}: {}", waiting.id(), e.getMessage());
    }
  }

  /** A look at a disaster restore that waits. */
  interface Look {
    void at(Disaster waiting) throws ProblemException;
  }

  /** Tries again to continue those that could not go on, such as without Docker. */
  void retryBlocked() {
    blocked.forEach(this::drive);
  }

  /** Ends the one of that id: the run at work, the next if none is, or what it waits for. */
  void cancel(String id) {
    running.computeIfAbsent(id, any -> new Cancellation()).cancel();
    // It may just have come to where nothing looks at the cancellation.
    decided(id, DisasterState.AWAITING_GO, "It was cancelled.", DisasterRun::rollBack);
  }

  private void guarded(Disaster disaster, Action action) {
    try {
      tools.lock().take(disaster, this::left);
    } catch (ProblemException e) {
      log.warn("disaster restore {} cannot take its lock: {}", disaster.id(), e.getMessage());
      if (disaster.state().working()) {
        block(disaster, e.problem());
      } else {
        events.trouble(disaster, e.problem().message() + " " + e.problem().hint());
      }
      return;
    }
    blocked.remove(disaster.id());
    Cancellation cancellation = running.computeIfAbsent(disaster.id(), any -> new Cancellation());
    try {
      DisasterRun run = new DisasterRun(disaster, tools, store, new Told(), clock, cancellation);
      Disaster unused = action.on(run);
      run.waitsFor().ifPresent(why -> block(disaster, why));
    } catch (ProblemException e) {
      log.warn("disaster restore {}: {}", disaster.id(), e.getMessage());
      events.trouble(disaster, e.problem().message() + " " + e.problem().hint());
    } catch (RuntimeException | Error e) {
      blocked.add(disaster.id()); // such as a full disk of the state: nothing could be stored
      throw e;
    } finally {
      running.remove(disaster.id());
      releaseIfLeft(disaster.id());
    }
  }

  /** It is tried again until it goes on; people are told once. */
  private void block(Disaster disaster, Problem why) {
    if (blocked.add(disaster.id())) {
      events.trouble(disaster, why.message() + " " + why.hint());
    }
  }

  private void submit(Runnable task) {
    try {
      worker.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException | Error e) {
              log.error("a step of a disaster restore failed; it is tried again", e);
            }
          });
    } catch (RejectedExecutionException e) {
      log.info("restore-bot is stopping; the disaster restore continues at the next start", e);
    }
  }

  /** Waits until all that was begun before has ended or waits for somebody. */
  void settle() throws InterruptedException {
    CountDownLatch settled = new CountDownLatch(1);
    try {
      // One at a time, in their order.
      worker.execute(settled::countDown);
    } catch (RejectedExecutionException e) {
      log.debug("nothing is begun any more", e);
      return;
    }
    settled.await();
  }

  /** Waits a minute for what is at work; the next start continues it. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(1, TimeUnit.MINUTES)) {
        // Not interrupted: that would undo it. It stops with the process, as in a crash.
        log.warn("a disaster restore is still running; it continues at the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Fails when something can no longer be done as it was approved. */
  private interface Proof {
    void require() throws ProblemException;
  }

  /** Something that a run does until it waits or has ended. */
  interface Action {
    Disaster on(DisasterRun run) throws ProblemException;
  }

  private final class Told implements DisasterListener {
    @Override
    public void changed(Disaster now) {
      events.changed(now, approvals.find(now.approval()));
    }

    @Override
    public void beforeSwap(Disaster now) throws ProblemException {
      stopped.enforce(now);
    }

    @Override
    public void progress(Disaster now, Progress progress) {
      events.progress(now, progress);
    }
  }
}
