package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.task.RepeatedTask;
import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Sends reminders of what waits for the leads, and ends expired requests. */
final class ApprovalDeadlines implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** Between two reminders of a go or no-go while services are stopped for it. */
  private static final Duration SERVICES_STOPPED = Duration.ofMinutes(5);

  /** The same while the services run. */
  private static final Duration SERVICES_RUN = Duration.ofMinutes(30);

  private final DisasterStore store;
  private final Approvals approvals;
  private final DisasterWorker worker;
  private final DisasterEvents events;
  private final InstantSource clock;
  private final Map<String, Long> goReminders = new HashMap<>();
  private final RepeatedTask watch = new RepeatedTask("approval-deadlines", this::look);

  ApprovalDeadlines(
      DisasterStore store,
      Approvals approvals,
      DisasterWorker worker,
      DisasterEvents events,
      InstantSource clock) {
    this.store = store;
    this.approvals = approvals;
    this.worker = worker;
    this.events = events;
    this.clock = clock;
  }

  void start() {
    watch.start(Duration.ZERO, EVERY);
  }

  /** Does what is due now. */
  void look() {
    approvals.remindersDue().forEach(this::remind);
    store.open().stream()
        .filter(each -> each.state() == DisasterState.AWAITING_GO)
        .forEach(this::remindOfGo);
    // Such as one whose approvers could not be looked up when it was approved.
    approvals.approved().stream()
        .flatMap(request -> store.ofRequest(request.id()).stream())
        .forEach(each -> worker.execute(each.id(), true));
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

  /** Reminds of a decision that keeps services stopped. After a restart at once, if one is due. */
  private void remindOfGo(Disaster disaster) {
    boolean stopped = !disaster.progress().ran().isEmpty();
    Duration waited = Duration.between(disaster.changedAt(), clock.instant());
    long due = waited.dividedBy(stopped ? SERVICES_STOPPED : SERVICES_RUN);
    if (due > goReminders.getOrDefault(disaster.id(), 0L)) {
      goReminders.put(disaster.id(), due);
      events.reminder(
          disaster,
          "Waiting for go or no-go for "
              + Durations.text(waited)
              + (stopped ? ". The services are stopped." : "."),
          due > 1);
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
