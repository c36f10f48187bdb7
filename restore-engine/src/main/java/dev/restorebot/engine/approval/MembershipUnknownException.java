package dev.restorebot.engine.approval;

/** Signals that the leads could not be looked up. The message gives the reason, for people. */
public final class MembershipUnknownException extends Exception {
  private static final long serialVersionUID = 1L;

  public MembershipUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
