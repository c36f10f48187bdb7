package dev.restorebot.engine.load;

import dev.restorebot.engine.diagnose.Diagnosis;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.diagnose.RowValues;
import dev.restorebot.engine.diagnose.ServerMessage;
import dev.restorebot.engine.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps the errors of a restore, the first ones whole and the rest as a number. Thread-safe. */
final class ErrorCollector {
  private static final int MOST_TEXT = 2_000;

  /** The exit code of a program that SIGKILL ended. */
  private static final int KILLED = 137;

  private final List<IgnoreRule> rules;
  private final List<LoadError> errors = new ArrayList<>();
  private final Map<String, Long> ignored = new TreeMap<>();
  private final Consequences consequences = new Consequences();
  private long count;

  /** Collects the errors of one restore, but for those that one of these rules ignores. */
  ErrorCollector(List<IgnoreRule> rules) {
    this.rules = rules;
  }

  /**
   * An error.
   *
   * @param said the server's or the tool's words; what rows hold is taken out of them first
   */
  synchronized void add(String object, String said, String statement) {
    String message = RowValues.removedFrom(said);
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
      String shown = ServerMessage.masked(said, statement);
      errors.add(
          new LoadError(
              object,
              cut(shown),
              cut(ServerMessage.maskedStatement(statement)),
              Diagnosis.of(message, shown)));
    }
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

  /**
   * Counts a tool that failed without a word as an error.
   *
   * @throws ProblemException when it was killed: that says nothing about the backup
   */
  void end(String tool, int exit, Sandbox sandbox) throws ProblemException {
    if (exit == 0 || !sawNothing()) {
      return;
    }
    if (exit == KILLED) {
      throw sandbox.trouble().orElseGet(() -> killed(tool)).exception();
    }
    add("", tool + " failed with exit code " + exit + " and gave no reason", "");
  }

  private static Problem killed(String tool) {
    return new Problem(
        ProblemCode.SANDBOX_FAILED,
        tool + " was killed (exit code " + KILLED + "). This says nothing about the backup.",
        "Run the test again. If it happens again, check the memory of Docker's machine.");
  }

  synchronized boolean sawNothing() {
    return count == 0 && ignored.isEmpty();
  }

  private static String cut(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
  }
}
