package dev.restorebot.engine.sandbox.server;

import java.security.SecureRandom;
import java.util.Base64;

/** A password that shows itself to nobody by accident: not in a log, an exception or a report. */
public final class Secret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 24;

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** A new password: 192 random bits, in letters that need no quoting anywhere. */
  public static Secret random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** A password that somebody else chose. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The password itself. */
  public String value() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
