package dev.restorebot.engine.approval;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/** Somebody's app. */
public final class Authenticator {
  private final SecretKeySpec key;

  public Authenticator(String secret) {
    this.key = new SecretKeySpec(new Base32().decode(secret), "HmacSHA1");
  }

  public SecondFactorCode code(Instant now) {
    try {
      return new SecondFactorCode(
          new TimeBasedOneTimePasswordGenerator()
              .generateOneTimePasswordString(key, now, Locale.ROOT));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
