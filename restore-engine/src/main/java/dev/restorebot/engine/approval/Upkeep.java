package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes requests whose time has come, or for which the world changed. */
final class Upkeep {
  private final ApprovalPolicy policy;
  private final ApprovalStore store;
  private final RequestUpdater ledger;
  private final InstantSource clock;

  Upkeep(ApprovalPolicy policy, ApprovalStore store, RequestUpdater ledger, InstantSource clock) {
    this.policy = policy;
    this.store = store;
    this.ledger = ledger;
    this.clock = clock;
  }

  List<ApprovalRequest> expireDue() {
    List<ApprovalRequest> ended = new ArrayList<>();
    for (ApprovalRequest request : store.open()) {
      RequestRules.ending(request, policy, clock.instant())
          .flatMap(this::end)
          .ifPresent(ended::add);
    }
    return ended;
  }

  private Optional<ApprovalRequest> end(ApprovalRequest ended) {
    AuditContext trail = new AuditContext(Actor.BOT, ended.place().text(), "end");
    return ledger.store(trail, ended, Transition.end(ended));
  }

  List<ApprovalRequest> remindersDue() {
    Instant now = clock.instant();
    List<ApprovalRequest> due = new ArrayList<>();
    for (ApprovalRequest request : store.open()) {
      int passed =
          (int)
              policy.reminders().stream()
                  .filter(after -> !now.isBefore(request.createdAt().plus(after)))
                  .count();
      if (request.state() == ApprovalState.PENDING
          && passed > request.reminded()
          && RequestRules.ending(request, policy, now).isEmpty()) {
        ApprovalRequest next = request.withReminded(passed);
        AuditContext trail = new AuditContext(Actor.BOT, request.place().text(), "remind");
        ledger
            .store(trail, next, Transition.change(next, "approval.reminded", "", Map.of()))
            .ifPresent(due::add);
      }
    }
    return due;
  }
}
