package dev.restorebot.engine.state;

/** The storage of jobs failed, so nothing sensible can go on. The message says what to check. */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean diskFull;

  public StateException(String message, Throwable cause) {
    this(message, cause, false);
  }

  StateException(String message, Throwable cause, boolean diskFull) {
    super(message, cause);
    this.diskFull = diskFull;
  }

  /** Returns whether it works again when there is room on the disk. */
  public boolean isDiskFull() {
    return diskFull;
  }
}
