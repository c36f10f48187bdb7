package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import javax.crypto.Cipher;

/**
 * Opens what {@code openssl enc -aes-256-cbc -salt -pbkdf2} wrote: {@code Salted__}, eight bytes of
 * salt, AES blocks with PKCS#7 padding.
 *
 * <p>The file does not tell how many iterations were used, nor whether a key is the right one. So
 * each count is tried on the first blocks, then what older files have instead of PBKDF2; the right
 * one is where something known comes out.
 */
final class OpenSslDecryption {
  static final int BLOCK = 16;
  private static final int HEADER = 16;
  private static final int SALT_AT = 8;
  private static final List<String> LEGACY_DIGESTS = List.of("SHA-256", "MD5");

  private final ArchiveKey key;
  private final ArchiveMessages messages;

  OpenSslDecryption(ArchiveKey key, ArchiveMessages messages) {
    this.key = key;
    this.messages = messages;
  }

  /**
   * The clear text.
   *
   * @param in positioned at {@code Salted__}
   * @param size the length of {@code in}, if known
   */
  InputStream open(PeekInput in, OptionalLong size) throws IOException {
    if (key.passphrase().isEmpty()) {
      throw Failures.io(messages.keyMissing());
    }
    byte[] head = in.peek(HEADER + Sniffer.WANTED);
    if (head.length < HEADER + BLOCK) {
      throw cut();
    }
    Cipher cipher = find(head);
    if (size.isPresent() && size.getAsLong() % BLOCK != 0) {
      throw cut();
    }
    in.skip(HEADER);
    return new DecryptingInput(in, cipher, messages);
  }

  private Cipher find(byte[] head) throws IOException {
    byte[] salt = Arrays.copyOfRange(head, SALT_AT, HEADER);
    for (int iterations : key.iterations()) {
      OpenSslKey derived = OpenSslKey.pbkdf2(key.passphrase(), salt, iterations);
      if (fits(derived.cipher(), head)) {
        return derived.cipher();
      }
    }
    for (String digest : LEGACY_DIGESTS) {
      OpenSslKey derived = OpenSslKey.legacy(key.passphrase(), salt, digest);
      if (fits(derived.cipher(), head)) {
        return derived.cipher();
      }
    }
    throw Failures.io(messages.badDecrypt(key.iterations()));
  }

  private static boolean fits(Cipher cipher, byte[] head) {
    int length = (head.length - HEADER) / BLOCK * BLOCK;
    byte[] clear = cipher.update(head, HEADER, length);
    boolean whole = head.length < HEADER + Sniffer.WANTED;
    int padding = whole ? DecryptingInput.padding(clear, clear.length) : -1;
    byte[] start = padding > 0 ? Arrays.copyOf(clear, clear.length - padding) : clear;
    return Sniffer.isUnmistakable(start);
  }

  private IOException cut() {
    return Failures.io(messages.truncated("in the middle of its encrypted data"));
  }
}
