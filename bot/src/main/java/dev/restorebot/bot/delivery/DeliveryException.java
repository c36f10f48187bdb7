package dev.restorebot.bot.delivery;

import java.time.Duration;
import java.util.Optional;

/** A chat did not take a message. The message is for people and holds no secret. */
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

  /** The chat wants to be left alone for so long. */
  public DeliveryException(String message, Duration retryAfter) {
    super(message);
    this.retryable = true;
    this.retryAfter = retryAfter;
  }

  /** Whether the same message may be taken later. */
  public boolean retryable() {
    return retryable;
  }

  /** How long the chat wants no message at all, when it said so. */
  public Optional<Duration> retryAfter() {
    return Optional.of(retryAfter).filter(time -> !time.isZero());
  }
}
