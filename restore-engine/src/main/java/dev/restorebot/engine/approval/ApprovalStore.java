package dev.restorebot.engine.approval;

import dev.restorebot.engine.audit.AuditEvent;
import java.util.List;
import java.util.Optional;

/**
 * Keeps requests across restarts, each change in one transaction with what the audit log says about
 * it: there is never one without the other. Thread-safe.
 *
 * <p>A failure of the storage itself is an unchecked exception.
 */
public interface ApprovalStore extends AutoCloseable {
  /** Stores a new request. Fails when the id exists. */
  ApprovalRequest insert(ApprovalRequest request, AuditEvent event);

  /**
   * Stores a newer state of a request, if nobody else did meanwhile and it had not ended.
   *
   * @return the request with its new version, or empty when nothing was stored
   */
  Optional<ApprovalRequest> update(ApprovalRequest request, AuditEvent event);

  /** The request of that id. */
  Optional<ApprovalRequest> find(String id);

  /** Requests that have not ended, oldest first. */
  List<ApprovalRequest> open();

  @Override
  void close();
}
