package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Text looks as if it was never decoded in the wrong encoding. The first rows of each table are
 * looked at; what is found is a warning, since production may have the same.
 */
final class TextEncodingCheck implements Check {
  static final String NAME = "text-encoding";
  private static final int ROWS = 1_000;
  private static final int CHARACTERS = 2_000;

  /** Fewer values with a question mark between letters are writing. */
  private static final int QUESTIONS = 3;

  /**
   * The replacement character, and UTF-8 that was read as Windows-1252, Latin-1 (capital A with
   * tilde or circumflex before the second byte) or code pages 850 and 437 (box drawings).
   */
  private static final String WRONG =
      "\\uFFFD|\\u00C3[\\u0080-\\u00BF\\u0152\\u0153\\u0160\\u0161\\u0178\\u201E\\u2013\\u20AC]"
          + "|\\u00C2[\\u00A1-\\u00BF]|\\u00E2\\u20AC|\\u00EF\\u00BB\\u00BF"
          + "|[\\u251C\\u252C][\\u00A1-\\u00FF\\u0192\\u2551\\u2557\\u255D\\u2563\\u2591-\\u2593]";

  /** A letter that an encoding without it made a question mark; addresses have such marks, too. */
  private static final String QUESTION = "^[^/=&]*[[:alpha:]]\\?[[:alpha:]][^/=&]*$";

  private static final String COLUMNS =
      "SELECT n.nspname, c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid ="
          + " a.attrelid AND c.relkind = 'r' AND c.relpersistence <> 't' JOIN pg_namespace n ON"
          + " n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid WHERE a.attnum > 0 AND"
          + " NOT a.attisdropped AND t.typcategory = 'S' AND n.nspname !~ '^pg_' AND n.nspname <>"
          + " 'information_schema' ORDER BY 1, 2, a.attnum";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level from() {
    return Level.STANDARD;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    String encoding =
        SqlRows.column(context.connection(), "SELECT pg_catalog.current_setting('server_encoding')")
            .get(0);
    if (!encoding.equals("UTF8")) {
      return CheckResult.skipped(NAME, "the database's encoding is " + encoding + ", not UTF8");
    }
    Map<List<String>, List<String>> columns = new LinkedHashMap<>();
    for (List<String> row : SqlRows.rows(context.connection(), COLUMNS)) {
      columns.computeIfAbsent(row.subList(0, 2), any -> new ArrayList<>()).add(row.get(2));
    }
    if (columns.isEmpty()) {
      return CheckResult.skipped(NAME, "this database has no text columns");
    }
    List<String> found = new ArrayList<>();
    for (Map.Entry<List<String>, List<String>> table : columns.entrySet()) {
      look(context, table.getKey(), table.getValue(), found);
    }
    return found.isEmpty()
        ? CheckResult.passed(
            NAME, "no sign of wrong encoding in the first " + ROWS + " rows of each table")
        : CheckResult.warning(
            NAME,
            Lists.of(found),
            "Text looks as if it was once decoded in the wrong encoding: letters are replaced.",
            "Compare these columns with production. If they are right there, the backup was"
                + " rewritten on its way, such as by a redirection in PowerShell: use pg_dump's"
                + " `--file`. If not, list the columns in `verify.accept`.");
  }

  private static void look(
      CheckContext context, List<String> table, List<String> columns, List<String> found)
      throws SQLException {
    String where = table.get(0) + "." + table.get(1) + ".";
    List<String> wanted =
        columns.stream().filter(name -> !context.accepts("column", where + name)).toList();
    if (wanted.isEmpty()) {
      return;
    }
    List<String> counts = SqlRows.rows(context.connection(), query(table, wanted)).get(0);
    for (int i = 0; i < wanted.size(); i++) {
      long wrong = Long.parseLong(counts.get(3 * i));
      long questions = Long.parseLong(counts.get(3 * i + 1));
      boolean foreign = !counts.get(3 * i + 2).equals("0");
      if (wrong > 0) {
        found.add(where + wanted.get(i) + " (" + wrong + " of the rows read)");
      } else if (questions >= QUESTIONS && !foreign) {
        found.add(where + wanted.get(i) + " (" + questions + " with ? between letters)");
      }
    }
  }

  /**
   * Three numbers a column: wrong values, question marks between letters, other letters. In the
   * collation C, since PostgreSQL refuses regular expressions in a nondeterministic one.
   */
  private static String query(List<String> table, List<String> columns) {
    String counts =
        columns.stream()
            .map(Identifiers::quoted)
            .map(
                name ->
                    count(name + " ~ '" + WRONG + "'")
                        + ", "
                        + count(name + " ~ '" + QUESTION + "'")
                        + ", "
                        + count(name + " ~ '[^\\u0001-\\u007F]'"))
            .collect(Collectors.joining(", "));
    String texts =
        columns.stream()
            .map(Identifiers::quoted)
            .map(name -> "left(" + name + "::text, " + CHARACTERS + ") COLLATE \"C\" AS " + name)
            .collect(Collectors.joining(", "));
    return "SELECT "
        + counts
        + " FROM (SELECT "
        + texts
        + " FROM ONLY "
        + Identifiers.qualified(table.get(0), table.get(1))
        + " LIMIT "
        + ROWS
        + ") sample";
  }

  private static String count(String condition) {
    return "count(*) FILTER (WHERE " + condition + ")";
  }
}
