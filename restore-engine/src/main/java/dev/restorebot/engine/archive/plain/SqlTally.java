package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.SqlSummary;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Counts what the statements of a script create and keep: what a transaction rolls back does not
 * count, what it never commits neither.
 */
final class SqlTally {
  private static final int START = 160;
  private static final Pattern TABLE =
      Pattern.compile("CREATE (?:UNLOGGED |FOREIGN )?TABLE\\b.*", Pattern.DOTALL);

  /** Not of the database itself, or gone with the session. */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "CREATE (?:ROLE|USER(?! MAPPING)|GROUP|DATABASE|TABLESPACE|EXTENSION|OR REPLACE"
              + " PROCEDURAL|PROCEDURAL|LANGUAGE|TEMP|TEMPORARY|LOCAL TEMP|GLOBAL TEMP)\\b.*",
          Pattern.DOTALL);

  private static final Pattern UNDO =
      Pattern.compile("(?:ROLLBACK|ABORT)\\b(?! PREPARED\\b)(?!.*\\bTO\\b).*", Pattern.DOTALL);

  private long tables;
  private long objects;
  private long rows;
  private long statements;
  private long pendingTables;
  private long pendingObjects;
  private long pendingRows;
  private boolean open;
  private long openedAt;
  private OptionalLong undoneAt = OptionalLong.empty();

  /** A statement that ended in that line. Whether it brings a table, a row or another object. */
  boolean statement(StatementText text, long line) {
    statements++;
    return switch (text.initial()) {
      case 'I' -> text.start("INSERT".length()).equalsIgnoreCase("INSERT") && insert();
      case 'C' -> create(words(text), line);
      case 'B', 'S', 'E', 'R', 'A' -> {
        transaction(words(text), line);
        yield false;
      }
      default -> false;
    };
  }

  /** Rows that COPY brought. */
  void copied(long count) {
    pendingRows += count;
    settle();
  }

  SqlSummary summary(Optional<String> foreign) {
    return new SqlSummary(tables, objects, rows, statements, undoneAt, foreign);
  }

  /** The line of the BEGIN that nothing ended. */
  OptionalLong openedAt() {
    return open ? OptionalLong.of(openedAt) : OptionalLong.empty();
  }

  private boolean insert() {
    pendingRows++;
    settle();
    return true;
  }

  private boolean create(String words, long line) {
    if (!words.startsWith("CREATE ")) {
      transaction(words, line);
      return false;
    }
    if (ELSEWHERE.matcher(words).matches()) {
      return false;
    }
    pendingTables += TABLE.matcher(words).matches() ? 1 : 0;
    pendingObjects++;
    settle();
    return true;
  }

  private void transaction(String words, long line) {
    if (words.matches("(?s)(?:BEGIN|START TRANSACTION)\\b.*")) {
      if (!open) {
        openedAt = line;
      }
      open = true;
    } else if (words.matches("(?s)(?:COMMIT|END)\\b(?! PREPARED\\b).*")) {
      open = words.contains(" AND CHAIN") && !words.contains(" AND NO CHAIN");
      keep();
    } else if (UNDO.matcher(words).matches()) {
      open = words.contains(" AND CHAIN") && !words.contains(" AND NO CHAIN");
      if (pendingObjects + pendingRows > 0) {
        undoneAt = OptionalLong.of(line);
      }
      pendingTables = 0;
      pendingObjects = 0;
      pendingRows = 0;
    }
  }

  private void settle() {
    if (!open) {
      keep();
    }
  }

  private void keep() {
    tables += pendingTables;
    objects += pendingObjects;
    rows += pendingRows;
    pendingTables = 0;
    pendingObjects = 0;
    pendingRows = 0;
  }

  private static String words(StatementText text) {
    return text.start(START).toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
