package dev.restorebot.engine.archive;

import java.util.List;

/**
 * The keys and the parameters with which encrypted backups are decrypted.
 *
 * @param passphrase the key of OpenSSL's encryption; empty when none is configured
 * @param iterations PBKDF2 iteration counts, in the order in which they are tried
 * @param age decrypts what age encrypted
 * @param gpg decrypts what OpenPGP encrypted
 */
public record ArchiveKey(
    String passphrase, List<Integer> iterations, DecryptionProgram age, DecryptionProgram gpg) {
  /** The iteration counts in use: the runbook's own, then OpenSSL's default. */
  public static final List<Integer> DEFAULT_ITERATIONS = List.of(200_000, 10_000);

  public ArchiveKey {
    iterations = List.copyOf(iterations);
  }

  /** The key of OpenSSL's encryption, and the other programs without a key file. */
  public ArchiveKey(String passphrase, List<Integer> iterations) {
    this(passphrase, iterations, DecryptionProgram.age(), DecryptionProgram.gpg());
  }

  /** No key is configured. */
  public static ArchiveKey none() {
    return new ArchiveKey("", DEFAULT_ITERATIONS);
  }

  @Override
  public String toString() {
    return "ArchiveKey[passphrase="
        + (passphrase.isEmpty() ? "none" : "***")
        + ", age="
        + age
        + ", gpg="
        + gpg
        + "]";
  }
}
