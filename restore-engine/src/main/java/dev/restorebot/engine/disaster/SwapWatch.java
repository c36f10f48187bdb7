package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.RepeatedTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the volumes that production really uses with those that the newest swap or rollback left
 * it on. A deployment that does not read the override file changes them and says nothing.
 */
final class SwapWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SwapWatch.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  private static final int LOOKED_AT = 50;

  private final DisasterStore store;
  private final Approvals approvals;
  private final DatabaseProbe probe;
  private final AuditLog audit;
  private final DisasterEvents events;
  private final InstantSource clock;
  private final AtomicBoolean due = new AtomicBoolean();
  private Optional<DatabaseProbe.Listening> listening = Optional.empty();
  private final RepeatedTask task = new RepeatedTask("swap-watch", this::look);

  SwapWatch(
      DisasterStore store,
      Approvals approvals,
      DatabaseProbe probe,
      AuditLog audit,
      DisasterEvents events,
      InstantSource clock) {
    this.store = store;
    this.approvals = approvals;
    this.probe = probe;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
  }

  /** Compares at once, every minute, and soon after each change that Docker tells of. */
  void start() {
    task.start(Duration.ZERO, EVERY);
    listening =
        probe.onContainerChange(
            () -> {
              if (due.compareAndSet(false, true)) {
                task.runSoon();
              }
            });
  }

  /** Compares once, and reports what has changed since the last time. */
  void look() {
    due.set(false); // what changes from here on is for another look
    for (Disaster newest : Swapped.newest(store)) {
      try {
        compare(newest);
      } catch (ProblemException e) {
        // Such as a project that is down: it has no wrong data either.
        log.debug("the volumes of {} could not be compared: {}", newest.id(), e.getMessage());
      }
    }
    forgetOlder();
  }

  /** Forgets the losses of older restores once a newer one has swapped. */
  private void forgetOlder() {
    List<Disaster> newest = Swapped.newest(store);
    for (Disaster each : store.recent(LOOKED_AT)) {
      boolean older =
          newest.stream()
              .anyMatch(
                  other -> other.target().equals(each.target()) && !other.id().equals(each.id()));
      if (older && each.state() != DisasterState.AWAITING_APPROVAL && lostBefore(each)) {
        store
            .update(each.with(each.progress().withLost(Optional.empty())))
            .ifPresent(now -> events.stands(now, approvals.find(now.approval())));
      }
    }
  }

  private static boolean lostBefore(Disaster disaster) {
    return !disaster.state().working() && disaster.progress().lost().isPresent();
  }

  private void compare(Disaster disaster) throws ProblemException {
    Optional<LostSwap> before = disaster.progress().lost();
    Optional<LostSwap> now = lost(disaster);
    if (same(before, now)
        || Swapped.newest(store).stream().noneMatch(each -> each.id().equals(disaster.id()))) {
      return; // what began meanwhile changes the volumes on purpose
    }
    Optional<Disaster> stored = store.update(disaster.with(disaster.progress().withLost(now)));
    if (stored.isPresent()) {
      report(stored.get(), before);
    }
  }

  private static boolean same(Optional<LostSwap> before, Optional<LostSwap> now) {
    return before.map(LostSwap::service).equals(now.map(LostSwap::service))
        && before.map(LostSwap::volume).equals(now.map(LostSwap::volume));
  }

  private Optional<LostSwap> lost(Disaster disaster) throws ProblemException {
    Target target = disaster.plan().target();
    String database = target.server().service();
    List<LostSwap> found = new ArrayList<>();
    found.add(new LostSwap(database, probe.storage(disaster), clock.instant()));
    // A rollback that failed may have left the uploads on either volume.
    if (disaster.plan().newUploadsVolume().isPresent() && !disaster.stuck()) {
      for (UploadsVolume.Mount mount : target.uploads().orElseThrow().mounts()) {
        if (!mount.service().equals(database)) {
          found.add(
              new LostSwap(
                  mount.service(),
                  probe.mountedVolume(target, mount.service(), mount.path()),
                  clock.instant()));
        }
      }
    }
    return found.stream()
        .filter(each -> !each.volume().equals(LostSwap.expected(disaster, each.service())))
        .findFirst();
  }

  private void report(Disaster disaster, Optional<LostSwap> before) {
    Optional<LostSwap> now = disaster.progress().lost();
    // The state is the same, so this changes the headline and repeats no message.
    events.stands(disaster, approvals.find(disaster.approval()));
    if (now.isPresent()) {
      Problem problem = now.get().problem(disaster);
      log.error("{}", problem.message());
      append(disaster, "disaster.swap-lost", now.get());
      events.trouble(disaster, problem.message() + "\nWhat to do: " + problem.hint());
    } else if (before.isPresent()) {
      append(disaster, "disaster.swap-restored", before.get());
      events.note(
          disaster,
          before.get().service()
              + " is on "
              + disaster
                  .plan()
                  .target()
                  .volume()
                  .calls(LostSwap.expected(disaster, before.get().service()))
              + " again. What was written in the meantime is on "
              + (before.get().volume().isEmpty()
                  ? "no " + disaster.plan().target().volume().noun()
                  : before.get().volume())
              + ".");
    }
  }

  private void append(Disaster disaster, String what, LostSwap lost) {
    audit.append(
        new AuditEvent(
            clock.instant(),
            Actor.BOT,
            "engine",
            what,
            disaster.id(),
            Map.of(
                "service",
                lost.service(),
                "volume",
                lost.volume(),
                "expected",
                LostSwap.expected(disaster, lost.service()))));
  }

  @Override
  public void close() {
    listening.ifPresent(DatabaseProbe.Listening::close);
    task.close();
  }
}
