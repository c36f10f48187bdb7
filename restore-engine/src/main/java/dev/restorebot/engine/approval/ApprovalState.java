package dev.restorebot.engine.approval;

/** The state of a request for approval. No state follows an end. */
public enum ApprovalState {
  /** Waits for votes, until its deadline. */
  PENDING(false),
  /** Has all votes, and may be executed until its second deadline. A deny still ends it. */
  APPROVED(false),
  /** A lead said no. */
  DENIED(true),
  /** A deadline passed. */
  EXPIRED(true),
  /** Something that it was bound to changed, or an approver left. */
  VOID(true),
  /** The requester withdrew it. */
  WITHDRAWN(true),
  /** Its operation was let run, once. A crash right after this is the operation's to go on from. */
  USED(true);

  private final boolean end;

  ApprovalState(boolean end) {
    this.end = end;
  }

  /** Returns whether this is for ever. */
  public boolean ended() {
    return end;
  }
}
