package dev.restorebot.engine.load;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises the statements after the data of a plain dump that may run at once: indexes, keys and
 * foreign keys, each with the tables that it locks.
 *
 * <p>Source of the wording: {@code dumpIndex} and {@code dumpConstraint} in PostgreSQL's pg_dump.c.
 * Foreign keys of partitioned tables (without {@code ONLY}) lock their partitions too and are not
 * among them.
 */
final class PostData {
  private static final String NAME = "(?:\"(?:[^\"]++|\"\")++\"|[^\\s\".(;]+)";
  private static final String TABLE = "(" + NAME + "(?:\\." + NAME + ")?)";
  private static final Pattern INDEX =
      Pattern.compile(
          "CREATE (?:UNIQUE )?INDEX " + NAME + " ON (?:ONLY )?" + TABLE + " USING (?s:.*)");
  private static final String ADD = "ALTER TABLE ONLY " + TABLE + "\\s+ADD CONSTRAINT " + NAME;
  private static final Pattern KEY =
      Pattern.compile(ADD + " (?:PRIMARY KEY|UNIQUE|EXCLUDE)\\b(?s:.*)");
  private static final Pattern FOREIGN_KEY =
      Pattern.compile(
          ADD
              + " FOREIGN KEY \\((?:\"(?:[^\"]++|\"\")++\"|[^\"()])+\\) REFERENCES "
              + TABLE
              + "\\((?s:.*)");

  /** Statements after which the rows of one table may depend on those of another. */
  private static final Pattern BINDS_ROWS =
      Pattern.compile(
          "(?s)CREATE (?:\\w+ ){0,4}(?:INDEX|TRIGGER|RULE) .*"
              + "|CREATE (?:\\w+ )?TABLE .*\\b(?:REFERENCES|PRIMARY KEY|UNIQUE|EXCLUDE)\\b.*"
              + "|ALTER TABLE .*\\b(?:REFERENCES|PRIMARY KEY|UNIQUE|EXCLUDE|TRIGGER|RULE)\\b.*");

  private PostData() {}

  /**
   * Makes the step of a statement that may run beside others; empty for other statements.
   *
   * @param line where the statement ends
   */
  static Optional<LockQueue.Step<PlainStep>> step(long line, String statement) {
    PlainStep step = new PlainStep(line, statement);
    Matcher index = INDEX.matcher(statement);
    if (index.matches()) {
      return Optional.of(new LockQueue.Step<>(step, Set.of(), Set.of(index.group(1))));
    }
    Matcher key = KEY.matcher(statement);
    if (key.matches()) {
      return Optional.of(new LockQueue.Step<>(step, Set.of(key.group(1)), Set.of()));
    }
    Matcher foreign = FOREIGN_KEY.matcher(statement);
    if (foreign.matches()) {
      Set<String> tables =
          foreign.group(1).equals(foreign.group(2))
              ? Set.of(foreign.group(1))
              : Set.of(foreign.group(1), foreign.group(2));
      return Optional.of(new LockQueue.Step<>(step, tables, Set.of()));
    }
    return Optional.empty();
  }

  /** Returns whether rows that follow this statement have to be loaded in the dump's order. */
  static boolean bindsRows(String statement) {
    return BINDS_ROWS.matcher(statement).matches();
  }
}
