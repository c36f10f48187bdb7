package dev.restorebot.engine.approval;

import dev.restorebot.engine.audit.AuditEvent;
import java.util.List;
import java.util.Optional;

/**
 * Keeps requests across restarts, each change in one transaction with what the audit log says about
 * it and with the operation that it is for: there is never one without the others. Thread-safe.
 *
 * <p>A failure of the storage itself is an unchecked exception.
 */
public interface ApprovalStore extends AutoCloseable {
  /**
   * Stores a new request. Fails when the id exists.
   *
   * @param operation changed in the same transaction; when it throws, nothing is stored
   */
  ApprovalRequest insert(ApprovalRequest request, AuditEvent event, ApprovedOperations operation);

  /**
   * Stores a newer state of a request, if nobody else did meanwhile and it had not ended.
   *
   * @param operation changed in the same transaction; when it throws, nothing is stored
   * @return the request with its new version, or empty when nothing was stored
   */
  Optional<ApprovalRequest> update(
      ApprovalRequest request, AuditEvent event, ApprovedOperations operation);

  /** The request of that id. */
  Optional<ApprovalRequest> find(String id);

  /** Requests that have not ended, oldest first. */
  List<ApprovalRequest> open();

  @Override
  void close();
}
