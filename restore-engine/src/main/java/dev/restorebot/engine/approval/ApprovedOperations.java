package dev.restorebot.engine.approval;

/**
 * The operations that requests let run. They change together with their request, in one
 * transaction, so that none ever waits for a request that has ended.
 */
@FunctionalInterface
public interface ApprovedOperations {
  /** Operations that keep no state. */
  ApprovedOperations NONE = request -> {};

  /**
   * Brings the operation of a request to the state that follows from the request's. Called in the
   * transaction that stores the request, which is undone when this throws. Must not wait.
   */
  void follow(ApprovalRequest request);
}
