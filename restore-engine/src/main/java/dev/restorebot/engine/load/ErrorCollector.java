package dev.restorebot.engine.load;

import dev.restorebot.engine.diagnose.Diagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps the errors of a restore, the first ones whole and the rest as a number. Thread-safe. */
final class ErrorCollector {
  private static final int MOST_TEXT = 2_000;

  private final List<IgnoreRule> rules;
  private final List<LoadError> errors = new ArrayList<>();
  private final Map<String, Long> ignored = new TreeMap<>();
  private long count;

  ErrorCollector(List<IgnoreRule> rules) {
    this.rules = rules;
  }

  synchronized void add(String object, String message, String statement) {
    Optional<IgnoreRule> harmless =
        rules.stream().filter(rule -> rule.matches(message, statement)).findFirst();
    if (harmless.isPresent()) {
      ignored.merge(harmless.get().reason(), 1L, Long::sum);
      return;
    }
    count++;
    if (errors.size() < LoadResult.MOST_ERRORS) {
      errors.add(new LoadError(object, cut(message), cut(statement), Diagnosis.of(message)));
    }
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
