package dev.restorebot.engine.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets of the state folder with a key in a file of its own (AES-256-GCM, NIST SP
 * 800-38D), so that a copy of the state database alone shows none of them. Thread-safe.
 */
public final class StateKey {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  private StateKey(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /**
   * Reads the key; creates it when the file is missing or empty.
   *
   * @throws IOException when the file cannot be read or written, or holds no key
   */
  public static StateKey open(Path file) throws IOException {
    PrivateFiles.createFile(file);
    if (Files.size(file) == 0) {
      byte[] fresh = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(fresh);
      Files.writeString(file, Base64.getEncoder().encodeToString(fresh) + "\n");
    }
    return read(file);
  }

  /**
   * Reads the key of another process; empty when there is none.
   *
   * @throws IOException when the file cannot be read or holds no key
   */
  public static Optional<StateKey> existing(Path file) throws IOException {
    return Files.exists(file) && Files.size(file) > 0 ? Optional.of(read(file)) : Optional.empty();
  }

  private static StateKey read(Path file) throws IOException {
    try {
      byte[] bytes = Base64.getDecoder().decode(Files.readString(file).strip());
      if (bytes.length == KEY_BYTES) {
        return new StateKey(bytes);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the file " + file + " holds no key", e);
    }
    throw new IOException("the file " + file + " holds no key");
  }

  /**
   * Encrypts a text.
   *
   * @param purpose what it belongs to; decrypting for something else fails
   * @return nonce and ciphertext in base64
   */
  public String seal(String text, String purpose) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, purpose);
      byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder()
          .encodeToString(
              ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + CIPHER, e);
    }
  }

  /** Decrypts what {@link #seal} made; empty when another key or purpose made it. */
  public Optional<String> unseal(String sealed, String purpose) {
    try {
      byte[] bytes = Base64.getDecoder().decode(sealed);
      if (bytes.length <= NONCE_BYTES) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, purpose);
      byte[] text = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
