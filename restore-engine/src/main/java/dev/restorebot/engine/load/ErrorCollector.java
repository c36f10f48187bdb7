package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.diagnose.Diagnosis;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps the errors of a restore, the first ones whole and the rest as a number. Thread-safe. */
final class ErrorCollector {
  private static final int MOST_TEXT = 2_000;

  private static final Problem DATA_ONLY =
      new Problem(
          ProblemCode.RESTORE_ERROR,
          "The backup holds rows but no table (pg_dump --data-only): it cannot be restored by"
              + " itself.",
          "Back up without --data-only. To restore this one, restore a backup of the structure"
              + " (pg_dump --schema-only) of the same time first.");

  private final List<IgnoreRule> rules;
  private final boolean dataOnly;
  private final List<LoadError> errors = new ArrayList<>();
  private final Map<String, Long> ignored = new TreeMap<>();
  private final Consequences consequences = new Consequences();
  private long count;

  /**
   * Collects the errors of one restore.
   *
   * @param entries the table of contents of what is restored
   */
  ErrorCollector(List<IgnoreRule> rules, List<TocEntry> entries) {
    this.rules = rules;
    this.dataOnly =
        entries.stream().anyMatch(entry -> entry.kind().equals("TABLE DATA"))
            && entries.stream().noneMatch(entry -> entry.kind().equals("TABLE"));
  }

  synchronized void add(String object, String message, String statement) {
    Optional<IgnoreRule> harmless =
        rules.stream().filter(rule -> rule.matches(message, statement)).findFirst();
    if (harmless.isPresent()) {
      ignore(harmless.get().reason(), 1);
      return;
    }
    if (consequences.isOne(message)) {
      consequences.notCreated(statement);
      ignore(Consequences.REASON, 1);
      return;
    }
    consequences.cause(message, statement);
    count++;
    if (errors.size() < LoadResult.MOST_ERRORS) {
      String shown = ServerMessage.masked(message, statement);
      errors.add(
          new LoadError(
              object,
              cut(shown),
              cut(ServerMessage.maskedStatement(statement)),
              problem(message, shown)));
    }
  }

  private Problem problem(String message, String shown) {
    return dataOnly && Consequences.isMissingRelation(message)
        ? DATA_ONLY
        : Diagnosis.of(message, shown);
  }

  /** Something that does not count happened that often. */
  synchronized void ignore(String reason, long times) {
    ignored.merge(reason, times, Long::sum);
  }

  synchronized List<LoadError> errors() {
    return List.copyOf(errors);
  }

  synchronized Map<String, Long> ignored() {
    return Map.copyOf(ignored);
  }

  synchronized long count() {
    return count;
  }

  synchronized boolean sawNothing() {
    return count == 0 && ignored.isEmpty();
  }

  private static String cut(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
  }
}
