package dev.restorebot.engine.archive;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Completes the names of objects that belong to a table: until 9.5, pg_dump writes {@code
 * users_pkey} where 9.6 and later write {@code users users_pkey}. The table is in the statement
 * that creates the object.
 *
 * <p>Source: the {@code .tag} of each {@code ArchiveEntry} in PostgreSQL's pg_dump.c.
 */
public final class TableTag {
  /** The start of a statement within which the table is found. */
  public static final int WITHIN = 1 << 16;

  private static final Set<String> KINDS =
      Set.of(
          "CHECK CONSTRAINT",
          "CONSTRAINT",
          "DEFAULT",
          "FK CONSTRAINT",
          "POLICY",
          "RULE",
          "TRIGGER");

  private TableTag() {}

  /** Returns whether objects of that kind belong to a table, which their names begin with. */
  public static boolean isOn(String kind) {
    return KINDS.contains(kind);
  }

  /**
   * Returns the name with its table before it.
   *
   * @param name as pg_dump wrote it: in a plain dump with a blank for each line break
   * @param statement what creates the object
   * @return the same name where it already has its table, or the statement does not name one
   */
  public static String complete(String name, String statement) {
    List<SqlToken> sql = SqlToken.of(statement.substring(0, Math.min(WITHIN, statement.length())));
    int object = word(sql, 0).equals("alter") ? altered(sql) : created(sql);
    Optional<String> table = object < 0 ? Optional.empty() : table(sql, object);
    return table.isPresent() && onOneLine(sql.get(object).text()).equals(name)
        ? table.get() + " " + sql.get(object).text()
        : name;
  }

  /** Returns the position of the name in {@code ADD CONSTRAINT name}, or of the column. */
  private static int altered(List<SqlToken> sql) {
    int constraint = after(sql, "constraint", 3);
    int column = after(sql, "column", 3);
    return word(sql, constraint - 2).equals("add") ? constraint : column;
  }

  /** Returns the position of the name in {@code CREATE [CONSTRAINT] TRIGGER name}. */
  private static int created(List<SqlToken> sql) {
    int kind = word(sql, 1).equals("constraint") ? 2 : 1;
    boolean known = Set.of("trigger", "rule", "policy").contains(word(sql, kind));
    return known && kind + 1 < sql.size() ? kind + 1 : -1;
  }

  private static Optional<String> table(List<SqlToken> sql, int object) {
    int at;
    if (word(sql, 0).equals("alter")) {
      at = after(sql, "table", 1);
      at += word(sql, at).equals("only") ? 1 : 0;
    } else {
      at = after(sql, word(sql, 1).equals("rule") ? "to" : "on", object + 1);
    }
    while (at > 0 && at + 2 < sql.size() && sql.get(at + 1).is(".")) {
      at += 2;
    }
    return at > 0 ? Optional.of(sql.get(at).text()) : Optional.empty();
  }

  /** Returns the position behind the first such word, where something is; else -1. */
  private static int after(List<SqlToken> sql, String word, int from) {
    for (int i = from; i + 1 < sql.size(); i++) {
      if (word(sql, i).equals(word)) {
        return i + 1;
      }
    }
    return -1;
  }

  private static String word(List<SqlToken> sql, int at) {
    return at >= 0 && at < sql.size() && sql.get(at).kind() == SqlToken.Kind.WORD
        ? sql.get(at).text()
        : "";
  }

  private static String onOneLine(String name) {
    return name.replace('\n', ' ').replace('\r', ' ');
  }
}
