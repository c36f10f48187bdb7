package dev.restorebot.engine.state;

/** The storage of jobs failed, so nothing sensible can go on. The message says what to check. */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
