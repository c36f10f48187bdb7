package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.verify.Schema;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Describes the schema of a database: each object with the text that PostgreSQL itself gives for it
 * (its {@code pg_get_…def} functions). The order of columns does not count, and what belongs to an
 * extension is left to the extension.
 */
final class SchemaReader {
  /** Before the kind of what belongs to a partition, which retention may drop. */
  static final String OF_PARTITION = "partition ";

  private static final String NAMESPACE = " JOIN pg_namespace n ON n.oid = c.relnamespace";
  private static final String CLASS =
      " FROM pg_class c" + NAMESPACE + " WHERE " + ours("pg_class", "c.oid") + " AND ";
  private static final String ON_CLASS =
      " JOIN pg_class c ON c.oid = o.%s" + NAMESPACE + " WHERE " + ours("pg_class", "c.oid");

  private static final List<String> QUERIES =
      List.of(
          "SELECT "
              + partition("c.relispartition")
              + "'table ' || n.nspname || '.' || c.relname, c.relkind::text || ' '"
              + " || coalesce((SELECT string_agg(quote_ident(a.attname) || ' '"
              + " || format_type(a.atttypid, a.atttypmod)"
              + " || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END"
              + " || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')"
              + " || coalesce(to_jsonb(a) ->> 'attidentity', ''), ', ' ORDER BY a.attname)"
              + " FROM pg_attribute a LEFT JOIN pg_attrdef d"
              + " ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
              + " WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '')"
              + CLASS
              + "c.relkind IN ('r', 'p', 'f')",
          "SELECT "
              + partition("c.relispartition")
              + "'index ' || n.nspname || '.' || c.relname, pg_get_indexdef(c.oid)"
              + CLASS
              + "c.relkind IN ('i', 'I') AND NOT EXISTS"
              + " (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid"
              + " AND k.contype IN ('p', 'u', 'x'))",
          "SELECT "
              + partition("c.relispartition")
              + "'constraint ' || n.nspname || '.' || c.relname || ' ' || o.conname,"
              + " pg_get_constraintdef(o.oid) FROM pg_constraint o"
              + ON_CLASS.formatted("conrelid")
              + " AND o.contype IN ('c', 'p', 'u', 'x', 'f')",
          "SELECT 'sequence ' || n.nspname || '.' || c.relname, concat_ws(' ',"
              + " format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax, s.seqcycle)"
              + " FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid"
              + NAMESPACE
              + " WHERE "
              + ours("pg_class", "c.oid"),
          "SELECT 'view ' || n.nspname || '.' || c.relname, pg_get_viewdef(c.oid)"
              + CLASS
              + "c.relkind IN ('v', 'm')",
          "SELECT 'function ' || n.nspname || '.' || p.proname || '('"
              + " || pg_get_function_identity_arguments(p.oid) || ')',"
              + " CASE WHEN to_jsonb(p) ->> 'prokind' = 'a' OR to_jsonb(p) ->> 'proisagg' = 'true'"
              + " THEN '' ELSE pg_get_functiondef(p.oid) END"
              + " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE "
              + ours("pg_proc", "p.oid"),
          "SELECT "
              + partition("c.relispartition")
              + "'trigger ' || n.nspname || '.' || c.relname || ' ' || o.tgname,"
              + " pg_get_triggerdef(o.oid) FROM pg_trigger o"
              + ON_CLASS.formatted("tgrelid")
              + " AND NOT o.tgisinternal",
          "SELECT 'policy ' || n.nspname || '.' || c.relname || ' ' || o.polname,"
              + " concat_ws(' ', o.polcmd, pg_get_expr(o.polqual, o.polrelid),"
              + " pg_get_expr(o.polwithcheck, o.polrelid)) FROM pg_policy o"
              + ON_CLASS.formatted("polrelid"),
          "SELECT 'enum ' || n.nspname || '.' || t.typname,"
              + " string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)"
              + " FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid"
              + " JOIN pg_namespace n ON n.oid = t.typnamespace WHERE "
              + ours("pg_type", "t.oid")
              + " GROUP BY 1",
          "SELECT 'extension ' || extname, '' FROM pg_extension");

  private SchemaReader() {}

  /**
   * Outside PostgreSQL's own schemas and of no extension. With the catalog: the index of pg_depend
   * begins with it.
   */
  private static String ours(String catalog, String oid) {
    return "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
        + " AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = '"
        + catalog
        + "'::regclass AND x.objid = "
        + oid
        + " AND x.deptype = 'e')";
  }

  private static String partition(String condition) {
    return "CASE WHEN " + condition + " THEN '" + OF_PARTITION + "' ELSE '' END || ";
  }

  static Schema read(Connection connection) throws SQLException {
    Map<String, String> definitions = new TreeMap<>();
    for (String query : QUERIES) {
      SqlRows.rows(connection, query).forEach(row -> definitions.put(row.get(0), row.get(1)));
    }
    return Schema.of(SqlRows.major(connection), definitions);
  }
}
