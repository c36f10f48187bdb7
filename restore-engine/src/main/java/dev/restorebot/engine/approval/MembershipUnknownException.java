package dev.restorebot.engine.approval;

/** Whether somebody is a lead could not be asked. The message says why, for people. */
public final class MembershipUnknownException extends Exception {
  private static final long serialVersionUID = 1L;

  public MembershipUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
