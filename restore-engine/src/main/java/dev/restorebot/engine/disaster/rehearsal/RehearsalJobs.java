package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.RepeatedTask;
import dev.restorebot.engine.task.Threads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rehearsals of the running bot, one at a time for each target. A disaster restore of a target
 * has priority: none begins while one is requested or runs, and it ends the one that runs.
 * Thread-safe.
 */
public final class RehearsalJobs implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RehearsalJobs.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
  private static final String AGAIN = "Run it again any time.";

  private static final Problem NOT_STORED =
      new Problem(
          ProblemCode.INTERNAL_ERROR,
          "The result of the rehearsal could not be stored.",
          "Check the disk of the state folder, then run it again. Details are in the bot's log.");

  private final RehearsalStore store;
  private final Function<String, Optional<Parts>> targets;
  private final RehearsalEvents events;
  private final AuditLog audit;
  private final InstantSource clock;
  private final ExecutorService workers = Executors.newCachedThreadPool(Threads.named("rehearsal"));
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final RepeatedTask left = new RepeatedTask("rehearsals-left", this::removeLeft);
  private boolean closing;

  /** Plans and carries out the rehearsals of a target. */
  public record Parts(Rehearsals rehearsals, RehearsalPlanning planning) {}

  /** One that runs, or begins. */
  private static final class Running {
    private final String target;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Rehearsal> newest = Optional.empty();
    private Actor by = Actor.BOT;
    private Problem why = Rehearsals.CANCELLED;
    private long endBy;

    Running(String target) {
      this.target = target;
    }

    /** Ends it early, for the first who says so. */
    synchronized void end(Actor who, Problem reason) {
      if (!cancellation.isCancelled()) {
        by = who;
        why = reason;
        endBy = System.nanoTime() + PATIENCE.toNanos();
        cancellation.cancel();
      }
    }

    synchronized Rehearsal asEndedEarly(Rehearsal ended) {
      return ended.cancelled(by, why);
    }

    /** Waits until it has ended, at most {@link #PATIENCE} from when it was told to. */
    void await() {
      long left;
      synchronized (this) {
        left = endBy - System.nanoTime();
      }
      try {
        if (!ended.await(left, TimeUnit.NANOSECONDS)) {
          log.error("a rehearsal of {} has not ended within {}", target, PATIENCE);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Runs the rehearsals of those targets. The parts stay their owner's.
   *
   * @param targets gives those of a target, by the settings of the moment; empty for an unknown one
   */
  public RehearsalJobs(
      RehearsalStore store,
      Function<String, Optional<Parts>> targets,
      RehearsalEvents events,
      AuditLog audit,
      InstantSource clock) {
    this.store = store;
    this.targets = targets;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Starts one. Its result is stored, and told to the events.
   *
   * @param target the target's name in the settings
   * @param origin where it is told about
   * @throws ProblemException why it was not started: the target is in use
   */
  public synchronized Rehearsal start(String target, Backup backup, Actor by, String origin)
      throws ProblemException {
    if (closing) {
      throw problem("restore-bot is stopping, so no rehearsal was started.", "Try again later.");
    }
    Parts parts =
        targets
            .apply(target)
            .orElseThrow(
                () ->
                    problem(
                        "There is no target " + target + ", so no rehearsal was started.",
                        "Use the name of a target of the settings."));
    parts.planning().requireSuitable();
    swept(parts.rehearsals().sweep(this::isLeft));
    String id = parts.planning().newId();
    Running run = new Running(target);
    running.put(id, run); // before it is stored: a disaster restore that is stored then ends it
    Rehearsal begun;
    try {
      begun =
          parts
              .rehearsals()
              .begin(id, target, backup.displayName(), new Rehearsal.Request(by, origin));
    } catch (ProblemException | RuntimeException e) {
      over(id, run);
      throw e;
    }
    note(begun, by, "rehearsal.started");
    changed(run, begun);
    workers.execute(() -> run(begun, parts, backup, run));
    return begun;
  }

  /** Begins to remove, every minute, what could not be removed when its rehearsal ended. */
  public void watch() {
    left.start(LOOK_EVERY, LOOK_EVERY);
  }

  /** Removes what could not be removed when its rehearsal ended. */
  public void removeLeft() {
    store.open().stream()
        .filter(this::isLeft)
        .flatMap(each -> targets.apply(each.target()).stream())
        .findFirst() // it removes those of all targets
        .ifPresent(parts -> swept(parts.rehearsals().sweep(this::isLeft)));
  }

  /** One of this process that does not run: its removal failed, or its end was not stored. */
  private boolean isLeft(Rehearsal open) {
    return open.process().equals(RunningProcess.own()) && !running.containsKey(open.id());
  }

  private void over(String id, Running run) {
    running.remove(id);
    run.ended.countDown();
  }

  private void changed(Running run, Rehearsal rehearsal) {
    run.newest = Optional.of(rehearsal);
    told(rehearsal);
  }

  /** Whoever cannot hear of it, it goes on. */
  private void told(Rehearsal rehearsal) {
    try {
      events.changed(rehearsal);
    } catch (RuntimeException e) {
      log.error("a step of the rehearsal {} was not reported", rehearsal.id(), e);
    }
  }

  private void run(Rehearsal begun, Parts parts, Backup backup, Running run) {
    Rehearsal ended = begun;
    try {
      ended =
          parts
              .rehearsals()
              .run(
                  begun,
                  parts.planning(),
                  backup,
                  progress -> progress(begun, progress),
                  run.cancellation,
                  reached -> changed(run, reached));
      if (run.cancellation.isCancelled()
          && ended.problem().filter(why -> why.code() == ProblemCode.INTERRUPTED).isPresent()) {
        ended = run.asEndedEarly(ended);
        store.put(ended);
      }
    } catch (RuntimeException e) {
      log.error("the result of the rehearsal {} was not stored", begun.id(), e);
      ended = ended.outcome().isPresent() ? ended : begun.stopped(NOT_STORED);
    } finally {
      over(begun.id(), run);
    }
    tell(ended);
  }

  private void progress(Rehearsal begun, Progress progress) {
    try {
      events.progress(begun, progress);
    } catch (RuntimeException e) {
      log.warn("the progress of the rehearsal {} was not reported", begun.id(), e);
    }
  }

  private void tell(Rehearsal ended) {
    if (ended.outcome().isEmpty()) {
      return;
    }
    note(
        ended,
        ended.cancelledBy().orElse(Actor.BOT),
        ended.cancelledBy().isPresent() ? "rehearsal.cancelled" : "rehearsal.ended");
    told(ended);
  }

  private void note(Rehearsal rehearsal, Actor by, String what) {
    Map<String, String> detail =
        new TreeMap<>(Map.of("target", rehearsal.target(), "backup", rehearsal.backup()));
    rehearsal.outcome().ifPresent(outcome -> detail.put("outcome", outcome.name()));
    rehearsal.problem().ifPresent(why -> detail.put("reason", why.code().code()));
    try {
      audit.append(
          new AuditEvent(
              clock.instant(),
              by,
              rehearsal.asked().origin().lines().limit(2).reduce((a, b) -> a + ":" + b).orElse(""),
              what,
              rehearsal.id(),
              detail));
    } catch (RuntimeException e) {
      log.error("a step of the rehearsal {} is missing in the audit log", rehearsal.id(), e);
    }
  }

  /** Tells of those that were left and that were removed now. */
  public void swept(List<Rehearsal> left) {
    left.forEach(
        each -> {
          log.info("removed the interrupted rehearsal {}", each.id());
          tell(each);
        });
  }

  /** Ends one early. False when it is not running here. */
  public boolean cancel(String id, Actor by) {
    Optional<Running> found = Optional.ofNullable(running.get(id));
    found.ifPresent(
        run ->
            run.end(
                by,
                new Problem(
                    ProblemCode.INTERRUPTED, by.name() + " stopped the rehearsal.", AGAIN)));
    return found.isPresent();
  }

  /** Ends the one of a target, for a disaster restore of it, and waits a minute for its end. */
  public void makeRoom(String target) {
    List<Running> all = running.values().stream().filter(run -> run.target.equals(target)).toList();
    all.forEach(
        run ->
            run.end(
                Actor.BOT,
                new Problem(
                    ProblemCode.INTERRUPTED,
                    "A disaster restore of " + target + " was requested, which has priority.",
                    "Run the rehearsal again when the disaster restore has ended.")));
    all.forEach(Running::await);
  }

  /**
   * Fails when no backup of a target can be rehearsed.
   *
   * @throws ProblemException with the reason and what to do
   */
  public void requireSuitable(String target) throws ProblemException {
    Optional<Parts> parts = targets.apply(target);
    if (parts.isPresent()) {
      parts.get().planning().requireSuitable();
    }
  }

  /** Returns the one of that id, as far as it is. */
  public Optional<Rehearsal> find(String id) {
    return Optional.ofNullable(running.get(id)).flatMap(run -> run.newest).or(() -> store.find(id));
  }

  /** Returns whether the one of that id runs here. */
  public boolean isRunning(String id) {
    return running.containsKey(id);
  }

  /** Returns those that run here. */
  public List<Rehearsal> running() {
    return running.values().stream().flatMap(run -> run.newest.stream()).toList();
  }

  /** Returns the newest of a target, or of all, newest first. */
  public List<Rehearsal> recent(Optional<String> target, int limit) {
    return store.recent(target, limit);
  }

  /** Returns the newest of each of these targets, newest first. */
  public List<Rehearsal> recent(List<String> targets, int ofEach) {
    return store.recent(targets, ofEach);
  }

  /** Returns the newest of a target that passed. */
  public Optional<Rehearsal> newestPassed(String target) {
    return store.newestPassed(target);
  }

  private static ProblemException problem(String message, String hint) {
    return new Problem(ProblemCode.TARGET_UNSUITABLE, message, hint).exception();
  }

  /** Ends those that run, and waits until what they made is removed. */
  @Override
  public void close() {
    left.close();
    synchronized (this) {
      closing = true;
    }
    workers.shutdown();
    List<Running> all = List.copyOf(running.values());
    all.forEach(
        run ->
            run.end(
                Actor.BOT,
                new Problem(
                    ProblemCode.INTERRUPTED,
                    "restore-bot was stopped during the rehearsal.",
                    "Run it again.")));
    all.forEach(Running::await);
    try {
      if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
        log.error("a rehearsal did not end; the next start removes what it left");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
