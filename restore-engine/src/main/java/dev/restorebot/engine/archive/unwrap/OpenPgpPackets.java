package dev.restorebot.engine.archive.unwrap;

import java.util.Set;

/**
 * Recognises an encrypted message of OpenPGP by the first packet, which holds its session key,
 * encrypted for a key (tag 1) or with a passphrase (tag 3). RFC 9580, sections 4.2, 5.1 and 5.3.
 */
final class OpenPgpPackets {
  private static final int FOR_KEY = 1;
  private static final int WITH_PASSPHRASE = 3;
  private static final int KEY_ID_BYTES = 8;

  /** RSA, Elgamal, ECDH, X25519, X448 and the post-quantum combinations of ML-KEM. */
  private static final Set<Integer> KEY_ALGORITHMS = Set.of(1, 2, 8, 16, 18, 25, 26, 29, 35, 36);

  private static final int MOST_CIPHER = 13;

  private OpenPgpPackets() {}

  static boolean startsEncrypted(byte[] head) {
    if (head.length < 2 || (head[0] & 0x80) == 0) {
      return false;
    }
    boolean newFormat = (head[0] & 0x40) != 0;
    int tag = newFormat ? head[0] & 0x3f : (head[0] & 0x3c) >> 2;
    int body = newFormat ? newBody(head[1] & 0xff) : oldBody(head[0] & 3);
    if (body < 0 || head.length < body + 2 + KEY_ID_BYTES) {
      return false;
    }
    int version = head[body];
    return switch (tag) {
      case FOR_KEY ->
          version == 6
              || (version == 3 && KEY_ALGORITHMS.contains((int) head[body + 1 + KEY_ID_BYTES]));
      case WITH_PASSPHRASE ->
          version == 5 || version == 6 || (version == 4 && isCipher(head[body + 1]));
      default -> false;
    };
  }

  private static boolean isCipher(int algorithm) {
    return algorithm > 0 && algorithm <= MOST_CIPHER;
  }

  /**
   * Returns where the body begins, by the second byte; -1 for a length that such a packet cannot
   * have.
   */
  private static int newBody(int first) {
    if (first < 192) {
      return 2;
    }
    return first < 224 ? 3 : first == 255 ? 6 : -1;
  }

  private static int oldBody(int lengthType) {
    return lengthType == 3 ? -1 : 2 + (1 << lengthType) - 1;
  }
}
