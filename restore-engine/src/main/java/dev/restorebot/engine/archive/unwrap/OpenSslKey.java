package dev.restorebot.engine.archive.unwrap;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Key and initialisation vector of AES-256-CBC, as OpenSSL's apps/enc.c derives them. */
final class OpenSslKey {
  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 16;

  private final byte[] keyAndIv;

  private OpenSslKey(byte[] keyAndIv) {
    this.keyAndIv = keyAndIv;
  }

  /** {@code -pbkdf2 -iter N}: PBKDF2 with HMAC-SHA-256. */
  static OpenSslKey pbkdf2(String passphrase, byte[] salt, int iterations) {
    PBEKeySpec spec =
        new PBEKeySpec(
            passphrase.toCharArray(), salt, iterations, (KEY_BYTES + IV_BYTES) * Byte.SIZE);
    try {
      return new OpenSslKey(
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2", e);
    } finally {
      spec.clearPassword();
    }
  }

  /**
   * Without {@code -pbkdf2}: EVP_BytesToKey with one round of a digest, which was MD5 up to OpenSSL
   * 1.0.2 and is SHA-256 since.
   */
  static OpenSslKey legacy(String passphrase, byte[] salt, String digest) {
    try {
      MessageDigest hash = MessageDigest.getInstance(digest);
      byte[] all = new byte[KEY_BYTES + IV_BYTES + hash.getDigestLength()];
      byte[] block = new byte[0];
      for (int at = 0; at < KEY_BYTES + IV_BYTES; at += block.length) {
        hash.update(block);
        hash.update(passphrase.getBytes(StandardCharsets.UTF_8));
        block = hash.digest(salt);
        System.arraycopy(block, 0, all, at, block.length);
      }
      return new OpenSslKey(all);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + digest, e);
    }
  }

  /** A cipher that decrypts; padding is left to the caller, who knows where the end is. */
  Cipher cipher() {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(keyAndIv, 0, KEY_BYTES, "AES"),
          new IvParameterSpec(keyAndIv, KEY_BYTES, IV_BYTES));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES", e);
    }
  }
}
