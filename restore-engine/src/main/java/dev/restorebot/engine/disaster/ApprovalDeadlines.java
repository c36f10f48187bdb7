package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.task.RepeatedTask;
import java.time.Duration;
import java.util.Optional;

/** Sends reminders of requests for disaster restores, and ends expired requests. */
final class ApprovalDeadlines implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final DisasterStore store;
  private final Approvals approvals;
  private final DisasterWorker worker;
  private final DisasterEvents events;
  private final RepeatedTask watch = new RepeatedTask("approval-deadlines", this::look);

  ApprovalDeadlines(
      DisasterStore store, Approvals approvals, DisasterWorker worker, DisasterEvents events) {
    this.store = store;
    this.approvals = approvals;
    this.worker = worker;
    this.events = events;
  }

  void start() {
    watch.start(Duration.ZERO, EVERY);
  }

  /** Does what is due now. */
  void look() {
    approvals.remindersDue().forEach(this::remind);
    // Such as one whose approvers could not be looked up when it was approved.
    approvals.approved().stream()
        .flatMap(request -> store.ofRequest(request.id()).stream())
        .forEach(each -> worker.execute(each.id(), true));
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
              events.note(
                  found,
                  "Waiting for approval: "
                      + request.missing()
                      + (request.missing() == 1 ? " more lead needed (" : " more leads needed (")
                      + (request.needed() - request.missing())
                      + " of "
                      + request.needed()
                      + " so far).");
            });
  }

  @Override
  public void close() {
    watch.close();
  }
}
