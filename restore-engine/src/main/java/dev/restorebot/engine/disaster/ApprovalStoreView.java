package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalStore;
import dev.restorebot.engine.approval.ApprovedOperations;
import dev.restorebot.engine.audit.AuditEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The requests for disaster restores of some targets, in a store of all: what is done to all open
 * requests, by the rules of one target, is not done to another's.
 *
 * @param all the store, which stays its owner's
 * @param targets tells the targets by {@link Disaster#target}
 */
public record ApprovalStoreView(ApprovalStore all, Predicate<String> targets)
    implements ApprovalStore {
  @Override
  public ApprovalRequest insert(
      ApprovalRequest request, AuditEvent event, ApprovedOperations operation) {
    return all.insert(request, event, operation);
  }

  @Override
  public Optional<ApprovalRequest> update(
      ApprovalRequest request, AuditEvent event, ApprovedOperations operation) {
    return all.update(request, event, operation);
  }

  @Override
  public Optional<ApprovalRequest> find(String id) {
    return all.find(id).filter(this::isShown);
  }

  @Override
  public List<ApprovalRequest> open() {
    return all.open().stream().filter(this::isShown).toList();
  }

  private boolean isShown(ApprovalRequest request) {
    return targets.test(ApprovalBindings.targetOf(request.binding()));
  }

  @Override
  public void close() {}
}
