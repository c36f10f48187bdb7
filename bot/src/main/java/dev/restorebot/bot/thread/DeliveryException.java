package dev.restorebot.bot.thread;

/** A chat did not take a message. */
public final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  /** Says what happened and whether it may work later. */
  public DeliveryException(String message, boolean retryable, Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** Whether the same message may be taken later. */
  public boolean retryable() {
    return retryable;
  }
}
