package dev.restorebot.engine.sandbox.server;

import java.security.SecureRandom;
import java.util.Base64;
import org.postgresql.util.PasswordUtil;

/** A password that shows itself to nobody by accident: not in a log, an exception or a report. */
public final class Secret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 24;
  private static final int SALT = 16;

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

  /**
   * Returns what a server may be given in place of a {@link #random} password, in the format of
   * PostgreSQL's {@code pg_authid.rolpassword}. With one iteration: more of them protect passwords
   * that can be guessed, which 192 random bits cannot, and delay each log-in by 8 ms.
   */
  public String verifier() {
    byte[] salt = new byte[SALT];
    RANDOM.nextBytes(salt);
    return PasswordUtil.encodeScramSha256(value.toCharArray(), 1, salt);
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
