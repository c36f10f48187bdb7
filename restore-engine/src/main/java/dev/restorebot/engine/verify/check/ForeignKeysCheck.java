package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Every row that refers to another finds it, asked of the rows themselves and not of the catalog.
 * Rows with an empty column are left out, as {@code MATCH SIMPLE} does.
 */
final class ForeignKeysCheck implements Check {
  static final String NAME = "foreign-keys";

  /**
   * Those that say they are valid; another check names the others. PostgreSQL keeps a constraint of
   * its own for each partition at either end of a foreign key, with the declared one as its parent:
   * a row may find its match in any partition, so only the declared one is checked, over all of
   * them. A key with a period (PostgreSQL 18) may be matched by several rows together.
   */
  private static final String KEYS =
      "SELECT k.oid, n.nspname, c.relname, rn.nspname, r.relname, k.conname,"
          + " CASE c.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END,"
          + " CASE r.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END FROM pg_constraint k"
          + " JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " JOIN pg_class r ON r.oid = k.confrelid"
          + " JOIN pg_namespace rn ON rn.oid = r.relnamespace"
          + " WHERE k.contype = 'f' AND k.convalidated AND c.relkind IN ('r', 'p')"
          + " AND coalesce(to_jsonb(k) ->> 'conparentid', '0') = '0'"
          + " AND coalesce(to_jsonb(k) ->> 'conperiod', 'false') = 'false' ORDER BY 2, 3, 6";

  private static final String COLUMNS =
      "SELECT a.attname, b.attname, o.oprname, x.nspname FROM pg_constraint k"
          + " CROSS JOIN LATERAL unnest(k.conkey, k.confkey, k.conpfeqop) AS u(mine, theirs, op)"
          + " JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.mine"
          + " JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.theirs"
          + " JOIN pg_operator o ON o.oid = u.op JOIN pg_namespace x ON x.oid = o.oprnamespace"
          + " WHERE k.oid = ";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level from() {
    return Level.DEEP;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    List<List<String>> keys = SqlRows.rows(context.connection(), KEYS);
    if (keys.isEmpty()) {
      return CheckResult.skipped(NAME, "this database has no foreign keys");
    }
    List<String> broken = new ArrayList<>();
    for (List<String> key : keys) {
      String orphans =
          SqlRows.column(context.connection(), query(context.connection(), key)).get(0);
      if (!orphans.equals("0")) {
        broken.add(
            key.get(1)
                + "."
                + key.get(2)
                + " "
                + key.get(5)
                + ": "
                + Counts.of(Long.parseLong(orphans), "row")
                + " without a match in "
                + key.get(4));
      }
    }
    return broken.isEmpty()
        ? CheckResult.passed(
            NAME, Counts.of(keys.size(), "foreign key") + " checked: every row has its match")
        : CheckResult.failed(
            NAME,
            Lists.of(broken),
            "Rows refer to rows that do not exist.",
            "Do not rely on this backup alone. Run the same query in production: if it finds them"
                + " there too, the constraint was disabled once.");
  }

  private static String query(Connection connection, List<String> key) throws SQLException {
    List<String> joins = new ArrayList<>();
    List<String> given = new ArrayList<>();
    for (List<String> column : SqlRows.rows(connection, COLUMNS + key.get(0))) {
      String mine = "c." + Identifiers.quoted(column.get(0));
      joins.add(
          "p."
              + Identifiers.quoted(column.get(1))
              + " OPERATOR("
              + Identifiers.quoted(column.get(3))
              + "."
              + column.get(2)
              + ") "
              + mine);
      given.add(mine + " IS NOT NULL");
    }
    return "SELECT count(*) FROM "
        + key.get(6)
        + Identifiers.qualified(key.get(1), key.get(2))
        + " c WHERE "
        + String.join(" AND ", given)
        + " AND NOT EXISTS (SELECT 1 FROM "
        + key.get(7)
        + Identifiers.qualified(key.get(3), key.get(4))
        + " p WHERE "
        + String.join(" AND ", joins)
        + ")";
  }
}
