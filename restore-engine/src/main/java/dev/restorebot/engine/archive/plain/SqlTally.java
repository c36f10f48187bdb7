package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.SqlSummary;
import dev.restorebot.engine.archive.SqlSummary.RowChanges;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
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

  /** May change the number of rows in a table, COPY and INSERT aside. */
  private static final Pattern CHANGE =
      Pattern.compile(
          "(UPDATE(?! (?:ONLY )?PG_CATALOG\\.)|DELETE|TRUNCATE|MERGE|DO|CALL|EXECUTE|WITH(?=.*\\b"
              + "(?:INSERT|UPDATE|DELETE|MERGE)\\b))\\b.*",
          Pattern.DOTALL);

  private static final Set<String> ONLY_REMOVE = Set.of("DELETE", "TRUNCATE");

  private long tables;
  private long objects;
  private long rows;
  private long statements;
  private long pendingTables;
  private long pendingObjects;
  private long pendingRows;
  private RowChanges changes = RowChanges.NONE;
  private RowChanges pendingChanges = RowChanges.NONE;
  private boolean open;
  private long openedAt;
  private OptionalLong undoneAt = OptionalLong.empty();

  /** A statement that ended in that line. Whether it brings a table, a row or another object. */
  boolean statement(StatementText text, long line) {
    statements++;
    return switch (text.initial()) {
      case 'I' -> text.start("INSERT".length()).equalsIgnoreCase("INSERT") && insert(line);
      case 'C' -> create(words(text), line);
      case 'B', 'S', 'E', 'R', 'A' -> {
        transaction(words(text), line);
        yield change(words(text), line);
      }
      case 'U', 'D', 'T', 'M' -> change(words(text), line);
      case 'W' -> change(words(text, StatementText.MOST), line);
      default -> false;
    };
  }

  /** Rows that COPY brought where no comment announced them. */
  void copiedBesides(long count, long line) {
    adds("COPY", line);
    copied(count);
  }

  /** Rows that COPY brought. */
  void copied(long count) {
    pendingRows += count;
    settle();
  }

  SqlSummary summary(Optional<String> foreign) {
    return new SqlSummary(tables, objects, rows, statements, undoneAt, foreign, changes);
  }

  /** The line of the BEGIN that nothing ended. */
  OptionalLong openedAt() {
    return open ? OptionalLong.of(openedAt) : OptionalLong.empty();
  }

  private boolean insert(long line) {
    adds("INSERT", line);
    pendingRows++;
    settle();
    return true;
  }

  /** Remembers a statement that may change rows; it brings none that could be counted. */
  private boolean change(String words, long line) {
    Matcher change = CHANGE.matcher(words);
    if (change.matches()) {
      Optional<String> it = Optional.of(named(change.group(1), line));
      pendingChanges =
          pendingChanges.then(
              new RowChanges(ONLY_REMOVE.contains(change.group(1)) ? Optional.empty() : it, it));
      settle();
    }
    return false;
  }

  /** A dump may have millions of these, and the first is enough. */
  private void adds(String word, long line) {
    if (pendingChanges.adds().isEmpty() && changes.adds().isEmpty()) {
      pendingChanges =
          pendingChanges.then(new RowChanges(Optional.of(named(word, line)), Optional.empty()));
    }
  }

  private static String named(String word, long line) {
    return "the " + word + " in line " + line;
  }

  private boolean create(String words, long line) {
    if (!words.startsWith("CREATE ")) {
      transaction(words, line);
      return change(words, line);
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
      pendingChanges = RowChanges.NONE;
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
    changes = changes.then(pendingChanges);
    pendingChanges = RowChanges.NONE;
    pendingTables = 0;
    pendingObjects = 0;
    pendingRows = 0;
  }

  private static String words(StatementText text) {
    return words(text, START);
  }

  private static String words(StatementText text, int most) {
    return text.start(most).toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
