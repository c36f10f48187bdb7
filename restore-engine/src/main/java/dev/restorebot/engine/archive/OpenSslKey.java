package dev.restorebot.engine.archive;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Key and initialisation vector as {@code openssl enc -aes-256-cbc -pbkdf2} derives them: 48 bytes
 * of PBKDF2 with HMAC-SHA-256 (OpenSSL's apps/enc.c).
 */
final class OpenSslKey {
  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 16;

  private OpenSslKey() {}

  /** A cipher that decrypts; padding is left to the caller, who knows where the end is. */
  static Cipher cipher(String passphrase, byte[] salt, int iterations) {
    try {
      PBEKeySpec spec =
          new PBEKeySpec(
              passphrase.toCharArray(), salt, iterations, (KEY_BYTES + IV_BYTES) * Byte.SIZE);
      byte[] derived;
      try {
        derived =
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      } finally {
        spec.clearPassword();
      }
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(derived, 0, KEY_BYTES, "AES"),
          new IvParameterSpec(derived, KEY_BYTES, IV_BYTES));
      Arrays.fill(derived, (byte) 0);
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2 and AES", e);
    }
  }
}
