package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.task.RepeatedTask;
import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sends reminders of what waits for the leads, keeps services stopped while it waits, and ends
 * expired requests.
 */
final class ApprovalDeadlines implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** Between two reminders of a decision while services are stopped, or use unchecked data. */
  private static final Duration SOON = Duration.ofMinutes(5);

  /** The same while the services run as before. */
  private static final Duration LATER = Duration.ofMinutes(30);

  private final DisasterStore store;
  private final Approvals approvals;
  private final DisasterWorker worker;
  private final StoppedServices stopped;
  private final ContentsObserver observer;
  private final DisasterEvents events;
  private final InstantSource clock;
  private final Map<String, Long> reminders = new HashMap<>();
  private final RepeatedTask watch = new RepeatedTask("approval-deadlines", this::look);

  ApprovalDeadlines(
      DisasterStore store,
      Approvals approvals,
      DisasterWorker worker,
      StoppedServices stopped,
      ContentsObserver observer,
      DisasterEvents events,
      InstantSource clock) {
    this.store = store;
    this.approvals = approvals;
    this.worker = worker;
    this.stopped = stopped;
    this.observer = observer;
    this.events = events;
    this.clock = clock;
  }

  void start() {
    watch.start(Duration.ZERO, EVERY);
  }

  /** Does what is due now. */
  void look() {
    approvals.remindersDue().forEach(this::remind);
    for (Disaster each : store.open()) {
      if (each.state().awaitsLead()) {
        worker.watch(each.id(), DisasterState.AWAITING_GO, stopped::enforce);
        remindOfDecision(each);
      }
    }
    // Such as one whose approvers could not be looked up when it was approved.
    approvals.approved().stream()
        .flatMap(request -> store.ofRequest(request.id()).stream())
        .forEach(each -> worker.execute(each.id(), true));
    worker.retryBlocked();
    endExpired();
  }

  /** Ends the requests whose deadline has passed. */
  void endExpired() {
    for (ApprovalRequest ended : approvals.expireDue()) {
      store.ofRequest(ended.id()).ifPresent(now -> events.changed(now, Optional.of(ended)));
    }
  }

  private void remind(ApprovalRequest request) {
    store
        .ofRequest(request.id())
        .ifPresent(
            found -> {
              events.changed(found, Optional.of(request));
              events.reminder(
                  found,
                  "Waiting for approval: "
                      + request.missing()
                      + (request.missing() == 1 ? " more lead needed (" : " more leads needed (")
                      + (request.needed() - request.missing())
                      + " of "
                      + request.needed()
                      + " so far).",
                  request.reminded() > 1);
            });
  }

  /**
   * Reminds of a decision that keeps services stopped, or data that failed a check. After a restart
   * at once, if one is due.
   */
  private void remindOfDecision(Disaster disaster) {
    Instant now = clock.instant();
    Duration waited = Duration.between(disaster.changedAt(), now);
    boolean soon = disaster.state() != DisasterState.AWAITING_GO || servicesStopped(disaster);
    long due = waited.dividedBy(soon ? SOON : LATER);
    String about = disaster.id() + " " + disaster.state();
    if (due > reminders.getOrDefault(about, 0L)) {
      reminders.put(about, due);
      worker.watch(disaster.id(), DisasterState.AWAITING_KEEP, this::countWritten);
      events.reminder(
          disaster,
          "Waiting for "
              + awaited(disaster)
              + " for "
              + Durations.text(waited)
              + "."
              + (disaster.state() == DisasterState.AWAITING_KEEP
                  ? " The application uses the restored data although a check failed."
                  : downtime(disaster, now)),
          due > 1);
    }
  }

  /** People decide by how many rows a rollback would leave behind by now. */
  private void countWritten(Disaster waiting) {
    store
        .update(waiting.with(observer.observed(waiting)))
        .ifPresent(now -> events.stands(now, approvals.find(now.approval())));
  }

  private static String awaited(Disaster disaster) {
    return switch (disaster.state()) {
      case AWAITING_KEEP -> "keep or roll back";
      case AWAITING_SERVICES ->
          disaster
              .progress()
              .handWork()
              .map(
                  work ->
                      "somebody to "
                          + work.task().verb()
                          + " "
                          + String.join(", ", work.services())
                          + " by hand, and a lead to confirm it,")
              .orElse("a lead");
      default -> "go or no-go";
    };
  }

  private static boolean servicesStopped(Disaster disaster) {
    return !disaster.progress().ran().isEmpty() && !mayRun(disaster);
  }

  private static String downtime(Disaster disaster, Instant now) {
    if (!servicesStopped(disaster)) {
      return "";
    }
    return disaster
        .progress()
        .stoppedAt()
        .map(
            at ->
                " The services have been stopped for "
                    + Durations.text(Duration.between(at, now))
                    + ".")
        .orElse(" The services are stopped.");
  }

  /** People are asked to stop them, so some may still run. */
  private static boolean mayRun(Disaster disaster) {
    return disaster.state() == DisasterState.AWAITING_SERVICES
        && disaster.progress().handWork().filter(w -> w.task() == HandWork.Task.STOP).isPresent();
  }

  @Override
  public void close() {
    watch.close();
  }
}
