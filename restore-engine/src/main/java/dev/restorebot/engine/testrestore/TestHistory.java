package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.job.Tested;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The results of earlier test restores of a backup, by the SHA-256 of its bytes. */
@FunctionalInterface
public interface TestHistory {
  /** Returns the newest test that passed. */
  Optional<PassedTest> newest(String sha256);

  /** Returns the newest test if it failed; empty when a later one passed, or none failed. */
  default Optional<FailedTest> failed(String sha256) {
    return Optional.empty();
  }

  /**
   * Estimates how long a restore takes from the newest test that passed, scaled by the size of the
   * backup as stored: a test of the same database, or else of any.
   *
   * @param bytes the size of the backup as stored
   * @param database the database that it is of, when it says so
   * @return empty when no test passed
   */
  default Optional<Estimate> estimate(long bytes, Optional<String> database) {
    return Optional.empty();
  }

  /** Returns the newest test of a backup of that name and size; its bytes were not compared. */
  default Optional<TestedFile> named(String backup, long bytes) {
    return Optional.empty();
  }

  /**
   * A backup file that was tested.
   *
   * @param sha256 of its bytes when it was tested
   * @param failed whether the test found a fault in it
   */
  record TestedFile(String sha256, boolean failed) {}

  /** Returns the newest test of each file that was tested. */
  default List<Tested> tested() {
    return List.of();
  }

  /**
   * An estimate for a backup.
   *
   * @param time how long a restore takes
   * @param backup the backup whose test it comes from
   */
  record Estimate(Duration time, String backup) {}
}
