package dev.restorebot.engine.job;

/** The storage of jobs failed, so nothing sensible can go on. The message says what to look at. */
public final class JobStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
