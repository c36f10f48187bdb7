package dev.restorebot.engine.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts the values of rows out of the messages of PostgreSQL servers and of the programs that pass
 * them on. Every such message goes through here before it is shown, logged or stored.
 *
 * <p>What stays is one line: what the server says by itself with the names of objects, the columns
 * of a key, and the line and column of a COPY. Text in quotes stays only behind a word that
 * announces a name. Hints, details of any other form and the server's view of the statement are
 * left out. What a function raised is left out whole, since it may be made of anything.
 *
 * <p>Source of the wording: PostgreSQL's {@code libpq/fe-protocol3.c} (labels of the fields),
 * {@code commands/copyfromparse.c} and {@code commands/copyfrom.c} (COPY), {@code
 * utils/adt/ri_triggers.c} and {@code access/nbtree/nbtinsert.c} (Key), and pgjdbc's {@code
 * ServerErrorMessage}; all in English (LC_ALL=C).
 */
public final class ServerMessage {
  /** Stands for what was cut out. */
  static final String CUT = "…";

  private static final Pattern FIELD =
      Pattern.compile(
          "^\\s*(?:LINE \\d+|DETAIL|HINT|QUERY|CONTEXT|STATEMENT|SCHEMA NAME|TABLE NAME|COLUMN"
              + " NAME|DATATYPE NAME|CONSTRAINT NAME|LOCATION|detail|hint|Detail|Hint|Position"
              + "|Where|Internal Query|Location|Server SQLState): .*",
          Pattern.DOTALL);
  private static final Pattern KEY =
      Pattern.compile(
          "^\\s*D(?:ETAIL|etail): +Key \\((.*?)\\)=\\(.*\\) (already exists|is duplicated"
              + "|is not present in table \"[^\"]*\"|is still referenced from table \"[^\"]*\""
              + "|conflicts with (?:existing )?key(?= \\()).*");
  private static final Pattern CONTROL_FILE =
      Pattern.compile(
          "^\\s*D(?:ETAIL|etail): +(Could not open extension control file \"[^\"]*\").*");
  private static final Pattern COPY =
      Pattern.compile(
          "^\\s*(?:CONTEXT: +|Where: +)?(COPY [^,:]+, line \\d+(?:, column [^:,]+)?)(?:, null"
              + " input|:.*)?$");
  private static final Pattern RAISED =
      Pattern.compile(
          "^\\s*(?:CONTEXT: +|Where: +)?(?:(PL/pgSQL function .* line \\d+) at (?:RAISE|ASSERT)"
              + "|((?!PL/pgSQL)PL/\\w+ (?:function \"[^\"]*\"|anonymous code block)).*)$");
  private static final Pattern SEVERITY = Pattern.compile("^.*?\\b(?:ERROR|FATAL|PANIC): +");

  private static final Pattern ANNOUNCES_NAME =
      Pattern.compile(
          "\\b(?:aggregate|class|container"
              + " name|locale|collation|column|configuration|constraint|database|dictionary"
              + "|directory|domain|encoding|extension|family|file|function|index|language|library"
              + "|mapping|method|operator|parameter|parser|policy|procedure|provider|publication"
              + "|relation|role|rule|schema|sequence|server|subscription|table|tablespace|template|trigger|type|view|wrapper)"
              + " $",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NEAR = Pattern.compile("at or near \"(.*)\"$");
  private static final Set<String> TEXT_OF_PROGRAMS =
      Set.of("pg_dump", "pg_dumpall", "pg_restore", "psql", "Password", "\uFEFF");
  private static final Pattern BYTES = Pattern.compile("0x[0-9a-f]{2}(?: 0x[0-9a-f]{2})*");
  private static final Pattern NUMBER = Pattern.compile("\\bvalue -?[0-9.]+");
  private static final Pattern PSQL_COMMAND = Pattern.compile("(invalid command \\\\)(?![.N]$).*");
  private static final Pattern UNQUOTED =
      Pattern.compile("\\b(function|procedure|operator|type) [^\" ]\\S*");

  private static final Pattern COMMENTS = Pattern.compile("^(?:\\s*--[^\n]*\n)*\\s*");
  private static final Pattern FIRST_WORD = Pattern.compile("^[A-Za-z]+\\b");

  /** Statements whose text is structure, as pg_dump writes them: a row in lower case is none. */
  private static final Pattern STRUCTURE =
      Pattern.compile(
          "^(?:CREATE|ALTER|COMMENT ON|DROP|GRANT|REVOKE|SET [a-z_]+ =|SET SESSION"
              + " AUTHORIZATION|SECURITY LABEL|REFRESH MATERIALIZED VIEW|REINDEX|CLUSTER|ANALYZE)"
              + " .*",
          Pattern.DOTALL);

  private static final Pattern OF_ROWS =
      Pattern.compile("^((?:INSERT INTO|COPY) [\\w.\"$]+).*", Pattern.DOTALL);
  private static final Pattern SQL =
      Pattern.compile(
          "ABORT|ALTER|ANALYZE|BEGIN|CALL|CHECKPOINT|CLOSE|CLUSTER|COMMENT|COMMIT|COPY|CREATE"
              + "|DEALLOCATE|DECLARE|DELETE|DISCARD|DO|DROP|END|EXECUTE|EXPLAIN|FETCH|GRANT|IMPORT"
              + "|INSERT|LISTEN|LOAD|LOCK|MERGE|MOVE|NOTIFY|PREPARE|REASSIGN|REFRESH|REINDEX"
              + "|RELEASE|RESET|REVOKE|ROLLBACK|SAVEPOINT|SECURITY|SELECT|SET|SHOW|START|TRUNCATE"
              + "|UNLISTEN|UPDATE|VACUUM|VALUES|WITH");

  private ServerMessage() {}

  /** Returns a message of a server or its programs in one line, without the values of rows. */
  public static String masked(String message) {
    return masked(message, "");
  }

  /**
   * Returns a message in one line, without the values of rows.
   *
   * @param statement what the server was asked, as far as it is known: where it is no SQL (a row
   *     that was taken for a command), no name in the message is one
   */
  public static String masked(String message, String statement) {
    List<String> lines = message.strip().lines().toList();
    String first = lines.isEmpty() ? "" : lines.get(0);
    List<String> fields = lines.stream().dropWhile(line -> !isField(line)).toList();
    boolean whole = lines.size() - fields.size() <= 1;
    for (String field : fields) {
      Matcher raised = RAISED.matcher(field);
      if (raised.matches()) {
        Matcher severity = SEVERITY.matcher(first);
        String by = raised.group(1) == null ? raised.group(2) : raised.group(1);
        return (severity.find() ? severity.group() : "")
            + "error raised by "
            + by
            + ", its text is not shown"
            + places(fields);
      }
    }
    return (isField(first) ? CUT : primary(first, whole, fields.isEmpty(), statement))
        + places(fields);
  }

  /**
   * Returns a statement without the values of rows: of one that defines something its text, of one
   * that adds rows its beginning, of any other nothing.
   */
  public static String maskedStatement(String statement) {
    String sql = COMMENTS.matcher(statement).replaceFirst("");
    if (STRUCTURE.matcher(sql).matches()) {
      return sql;
    }
    Matcher rows = OF_ROWS.matcher(sql);
    return rows.matches() ? rows.group(1) + " " + CUT : sql.isEmpty() ? "" : CUT;
  }

  private static boolean isField(String line) {
    return FIELD.matcher(line).matches();
  }

  /** Returns what is known of the place: of the first detail its key, of the context its COPY. */
  private static String places(List<String> fields) {
    List<String> places = new ArrayList<>();
    fields.stream()
        .filter(field -> field.strip().toLowerCase(Locale.ROOT).startsWith("detail: "))
        .findFirst()
        .ifPresent(detail -> detail(detail, places));
    fields.stream()
        .dropWhile(field -> !field.strip().matches("(?s)(CONTEXT|Where): .*"))
        .map(COPY::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .ifPresent(copy -> places.add(copy.group(1)));
    return places.isEmpty() ? "" : " (" + String.join("; ", places) + ")";
  }

  private static void detail(String line, List<String> places) {
    Matcher key = KEY.matcher(line);
    Matcher file = CONTROL_FILE.matcher(line);
    if (key.matches()) {
      places.add("key (" + key.group(1) + ") " + key.group(2));
    } else if (file.matches()) {
      places.add(file.group(1));
    }
  }

  private static String primary(String line, boolean whole, boolean alone, String statement) {
    String sql = COMMENTS.matcher(statement).replaceFirst("");
    Matcher word = FIRST_WORD.matcher(sql);
    boolean names =
        sql.isBlank()
            || (word.find() && SQL.matcher(word.group().toUpperCase(Locale.ROOT)).matches());
    boolean structure = STRUCTURE.matcher(sql).matches();
    Matcher near = NEAR.matcher(line);
    boolean known = structure || (sql.isBlank() && alone);
    if (near.find() && (known || TEXT_OF_PROGRAMS.contains(near.group(1)))) {
      return line;
    }
    String text = quoted(line, whole, names, sql.isBlank() || structure);
    text = BYTES.matcher(text).replaceAll("0x" + CUT);
    text = NUMBER.matcher(text).replaceAll("value " + CUT);
    text = PSQL_COMMAND.matcher(text).replaceFirst("$1" + CUT);
    return names ? text : UNQUOTED.matcher(text).replaceAll("$1 " + CUT);
  }

  private static String quoted(String line, boolean whole, boolean names, boolean columns) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (int quote = line.indexOf('"'); quote >= 0; quote = line.indexOf('"', at)) {
      String before = line.substring(0, quote);
      int end = line.indexOf('"', quote + 1);
      boolean unknown = !columns && line.startsWith(" does not exist", end + 1);
      boolean name =
          names
              && end > 0
              && ANNOUNCES_NAME.matcher(before).find()
              && !(unknown && before.endsWith("column "));
      if (name) {
        text.append(line, at, end + 1);
        at = end + 1;
      } else {
        // A value may hold quotes itself, and the rest of it may be in the next line.
        text.append(line, at, quote).append('"').append(CUT).append('"');
        int last = line.lastIndexOf('"');
        at = !whole || before.endsWith(": ") || last == quote ? line.length() : last + 1;
      }
    }
    return text.append(line, at, line.length()).toString();
  }
}
