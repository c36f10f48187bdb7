package dev.restorebot.engine.archive;

import java.util.List;

/**
 * The key and the parameters with which encrypted backups are decrypted.
 *
 * @param passphrase the key; empty when none is configured
 * @param iterations PBKDF2 iteration counts, in the order in which they are tried
 */
public record ArchiveKey(String passphrase, List<Integer> iterations) {
  /** The iteration counts in use: the runbook's own, then OpenSSL's default. */
  public static final List<Integer> DEFAULT_ITERATIONS = List.of(200_000, 10_000);

  public ArchiveKey {
    iterations = List.copyOf(iterations);
  }

  /** No key is configured. */
  public static ArchiveKey none() {
    return new ArchiveKey("", DEFAULT_ITERATIONS);
  }

  @Override
  public String toString() {
    return "ArchiveKey[passphrase=" + (passphrase.isEmpty() ? "none" : "***") + "]";
  }
}
