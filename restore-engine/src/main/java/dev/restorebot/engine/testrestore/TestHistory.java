package dev.restorebot.engine.testrestore;

import java.util.Optional;

/** What earlier test restores said of a backup, by the SHA-256 of its bytes. */
@FunctionalInterface
public interface TestHistory {
  /** Returns the newest test that passed. */
  Optional<PassedTest> newest(String sha256);

  /** Returns the newest test if it failed; empty when a later one passed, or none failed. */
  default Optional<FailedTest> failed(String sha256) {
    return Optional.empty();
  }
}
