package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.task.RepeatedTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Sends reminders of requests for disaster restores, and ends expired requests. */
final class ApprovalDeadlines implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final int RECENT = 100;

  private final DisasterStore store;
  private final Approvals approvals;
  private final DisasterWorker worker;
  private final DisasterEvents events;
  private final InstantSource clock;
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

  private void look() {
    approvals.remindersDue().forEach(this::remind);
    // Such as one whose approvers could not be looked up when it was approved.
    store.recent(RECENT).stream()
        .filter(each -> approvals.find(each.approval()).filter(this::approved).isPresent())
        .forEach(each -> worker.execute(each.id(), true));
    approvals.expireDue().forEach(this::expired);
  }

  private void remind(ApprovalRequest request) {
    of(request)
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

  private void expired(ApprovalRequest request) {
    of(request)
        .ifPresent(
            found -> {
              Optional<Disaster> ended =
                  found.state() == DisasterState.AWAITING_APPROVAL
                      ? store.update(found.become(DisasterState.EXPIRED, clock.instant()))
                      : Optional.of(found);
              ended.ifPresent(now -> events.changed(now, Optional.of(request)));
            });
  }

  private boolean approved(ApprovalRequest request) {
    return request.state() == ApprovalState.APPROVED;
  }

  private Optional<Disaster> of(ApprovalRequest request) {
    return store.recent(RECENT).stream()
        .filter(each -> each.approval().equals(request.id()))
        .findFirst();
  }

  @Override
  public void close() {
    watch.close();
  }
}
