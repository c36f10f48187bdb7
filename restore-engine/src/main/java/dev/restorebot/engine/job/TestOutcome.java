package dev.restorebot.engine.job;

import dev.restorebot.engine.verify.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The outcome of one job, as {@link JobStore#tested} merges them.
 *
 * @param file the backup's path
 * @param database the database that was taken of it
 * @param outcome what is known since
 * @param at when the test was asked for
 * @param several whether it ended because each database of the backup has a test of its own
 */
public record TestOutcome(
    String file, Optional<String> database, Outcome outcome, Instant at, boolean several) {
  /**
   * Returns the newest test of each backup. Of a backup that holds several databases it is the
   * worst of the newest tests of each.
   *
   * @param tests oldest first
   */
  public static List<Tested> newest(List<TestOutcome> tests) {
    Map<String, Map<Optional<String>, TestOutcome>> files = new LinkedHashMap<>();
    for (TestOutcome test : tests) {
      Map<Optional<String>, TestOutcome> of =
          files.computeIfAbsent(test.file(), file -> new LinkedHashMap<>());
      of.remove(test.database()); // the newest comes last
      of.put(test.database(), test);
    }
    return files.values().stream().flatMap(of -> merged(of.values()).stream()).toList();
  }

  private static Optional<Tested> merged(Collection<TestOutcome> ofOneFile) {
    Optional<TestOutcome> whole = ofOneFile.stream().filter(TestOutcome::several).findFirst();
    // The tests are in order, and the last of those that compare equal is taken.
    return ofOneFile.stream()
        .filter(test -> !test.several())
        .filter(test -> whole.isEmpty() || !test.at().isBefore(whole.get().at()))
        .reduce(
            (one, next) ->
                whole.isPresent() && severity(next.outcome()) < severity(one.outcome())
                    ? one
                    : next)
        .map(test -> new Tested(test.file(), test.outcome(), test.at()));
  }

  private static int severity(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> 0;
      case COULD_NOT_VERIFY -> 1;
      case FAILED -> 2;
    };
  }
}
