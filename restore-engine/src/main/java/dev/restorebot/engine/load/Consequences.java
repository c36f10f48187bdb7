package dev.restorebot.engine.load;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises errors that only follow from an error before: an object could not be created, and what
 * uses it fails too. One cause is told once.
 */
final class Consequences {
  static final String REASON = "follows from the errors above: uses an object that was not created";

  private static final int MOST = 10_000;
  private static final String NAME =
      "((?:\"(?:[^\"]|\"\")+\"|[^\\s\".(;]+)(?:\\.(?:\"(?:[^\"]|\"\")+\"|[^\\s\".(;]+))?)";
  private static final Pattern CREATES =
      Pattern.compile(
          "(?m)^\\s*CREATE (?:OR REPLACE )?(?:UNLOGGED |FOREIGN |MATERIALIZED"
              + " )?(?:TABLE|VIEW|SEQUENCE) (?:IF NOT EXISTS )?"
              + NAME,
          Pattern.CASE_INSENSITIVE);
  private static final Pattern MISSING =
      Pattern.compile("^(?:relation|table|view|sequence) \"(.+)\" does not exist", Pattern.DOTALL);
  private static final Pattern EXTENSION =
      Pattern.compile(
          "^extension \"[^\"]*\" is not available|could not open extension control file");
  private static final Pattern OF_EXTENSION =
      Pattern.compile(
          "^(?:type|function|operator|operator class|access method|extension|text search"
              + " \\w+|collation) .* does not exist",
          Pattern.DOTALL);

  private final Set<String> missing = new HashSet<>();
  private boolean extensionMissing;

  /** Returns whether an error of the server follows from one before. */
  boolean isOne(String message) {
    String line = message.lines().findFirst().orElse("");
    Matcher absent = MISSING.matcher(line);
    if (absent.find()) {
      return missing.contains(absent.group(1));
    }
    return extensionMissing && OF_EXTENSION.matcher(line).find();
  }

  /** Remembers what cannot be there because this statement failed. */
  void cause(String message, String statement) {
    extensionMissing |= EXTENSION.matcher(message).find();
    notCreated(statement);
  }

  /** Remembers what a statement that failed would have created. */
  void notCreated(String statement) {
    Matcher creates = CREATES.matcher(statement);
    if (creates.find() && missing.size() < MOST) {
      missing.add(creates.group(1).replaceAll("\"((?:[^\"]|\"\")+)\"", "$1").replace("\"\"", "\""));
    }
  }
}
