package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the gaps of a backup that only the restored database shows: large objects and rows of
 * materialized views.
 */
final class RestoredGaps {
  /** Restricts a query of {@code pg_class c} and {@code pg_namespace n} to what is dumped. */
  static final String OURS =
      " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
          + " AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = 'pg_class'::regclass"
          + " AND x.objid = c.oid AND x.deptype = 'e')";

  /** Columns that may refer to large objects: oid, and domains over it such as {@code lo}. */
  private static final String OID_COLUMNS =
      "SELECT n.nspname, c.relname, a.attname FROM pg_attribute a"
          + " JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " JOIN pg_type t ON t.oid = a.atttypid"
          + " WHERE a.attnum > 0 AND NOT a.attisdropped AND (t.oid = 'oid'::regtype"
          + " OR (t.typtype = 'd' AND t.typbasetype = 'oid'::regtype))"
          + OURS
          + " ORDER BY 1, 2, 3";

  /** Materialized views that were created and never refreshed. */
  private static final String UNPOPULATED =
      "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind = 'm' AND NOT c.relispopulated"
          + OURS
          + " ORDER BY 1, 2";

  private RestoredGaps() {}

  /** Adds them to the gaps found so far. */
  static void add(CheckContext context, List<Gap> gaps) throws SQLException {
    largeObjects(context, gaps);
    unpopulatedViews(context, gaps);
  }

  private static void largeObjects(CheckContext context, List<Gap> gaps) throws SQLException {
    List<String> dangling = new ArrayList<>();
    for (List<String> column : SqlRows.rows(context.connection(), OID_COLUMNS)) {
      String shown = column.get(0) + "." + column.get(1) + "." + column.get(2);
      if (context.accepts("column", shown)) {
        continue;
      }
      String name = Identifiers.quoted(column.get(2));
      String count =
          SqlRows.column(
                  context.connection(),
                  "SELECT count(*) FROM ONLY "
                      + Identifiers.qualified(column.get(0), column.get(1))
                      + " t WHERE t."
                      + name
                      + "::oid <> 0 AND NOT EXISTS (SELECT 1 FROM pg_largeobject_metadata m"
                      + " WHERE m.oid = t."
                      + name
                      + "::oid)")
              .get(0);
      if (!count.equals("0")) {
        dangling.add(shown + " (" + Counts.of(Long.parseLong(count), "row") + ")");
      }
    }
    if (!dangling.isEmpty()) {
      gaps.add(
          new Gap(
              "large objects that rows refer to are missing",
              dangling,
              "These columns refer to large objects that are not in the backup.",
              "If they are large objects, run pg_dump with `--large-objects` (`--blobs` before"
                  + " version 16) or of the whole database. If the columns hold other numbers, list"
                  + " them in `verify.accept`."));
    }
  }

  private static void unpopulatedViews(CheckContext context, List<Gap> gaps) throws SQLException {
    List<String> views =
        SqlRows.rows(context.connection(), UNPOPULATED).stream()
            .map(row -> Identifiers.shown(row.get(0), row.get(1)))
            .filter(view -> !context.accepts("materialized view", view))
            .toList();
    if (!views.isEmpty()) {
      gaps.add(
          new Gap(
              "materialized views without their rows",
              views,
              "A materialized view has not been populated: the backup has its definition and no"
                  + " REFRESH, and queries of it end with an error.",
              "After a restore, run REFRESH MATERIALIZED VIEW on it. If production's has rows, the"
                  + " backup job leaves it out (such as pg_dump --exclude-table-data); if it is"
                  + " meant to be so, list it in `verify.accept`."));
    }
  }
}
