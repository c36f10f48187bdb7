package dev.restorebot.engine.approval.totp;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/** Codes as all authenticator apps make them: HMAC-SHA-1, six digits, 30 seconds. */
final class TotpCodes {
  private static final int SECONDS = 30;

  /**
   * Steps before and after the present one whose codes are taken: clocks differ, people are slow.
   */
  private static final int WINDOW = 1;

  private final TimeBasedOneTimePasswordGenerator generator =
      new TimeBasedOneTimePasswordGenerator();

  /** The newest step around now to which a code belongs. */
  Optional<Long> stepOf(String code, String secret, Instant now) {
    SecretKeySpec key = new SecretKeySpec(new Base32().decode(secret), "HmacSHA1");
    long step = Math.floorDiv(now.getEpochSecond(), SECONDS);
    // All are compared, so that the time which it takes tells nothing.
    return LongStream.rangeClosed(step - WINDOW, step + WINDOW)
        .filter(candidate -> same(code, code(key, candidate)))
        .boxed()
        .reduce((older, newer) -> newer);
  }

  private String code(SecretKeySpec key, long step) {
    try {
      return generator.generateOneTimePasswordString(
          key, Instant.ofEpochSecond(step * SECONDS), Locale.ROOT);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("a key of HMAC-SHA-1 can be of any bytes", e);
    }
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
