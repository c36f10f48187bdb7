package dev.restorebot.bot.delivery;

import java.time.Duration;
import java.util.Optional;

/** Thrown when a chat did not accept a message. Its text is for people and holds no secret. */
public final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean retryable;
  private final Duration retryAfter;

  /** Says what happened and whether it may work later. */
  public DeliveryException(String message, boolean retryable, Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
    this.retryAfter = Duration.ZERO;
  }

  /** The chat is rate-limiting us for that long. */
  public DeliveryException(String message, Duration retryAfter) {
    super(message);
    this.retryable = true;
    this.retryAfter = retryAfter;
  }

  /** Returns true if the same message may be accepted later. */
  public boolean retryable() {
    return retryable;
  }

  /** Time for which the chat accepts no message at all, if it said so. */
  public Optional<Duration> retryAfter() {
    return Optional.of(retryAfter).filter(time -> !time.isZero());
  }
}
