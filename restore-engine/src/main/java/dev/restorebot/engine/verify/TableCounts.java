package dev.restorebot.engine.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The queries behind exact row counts, the same for a restored database and for production. A
 * partitioned table is the sum of its partitions; foreign tables are not counted.
 */
public final class TableCounts {
  private static final String TABLES =
      "SELECT n.nspname, c.relname, EXISTS (SELECT 1 FROM pg_inherits i"
          + " JOIN pg_class p ON p.oid = i.inhparent AND p.relkind = 'p' WHERE i.inhrelid = c.oid)"
          + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
          + " ORDER BY pg_relation_size(c.oid) DESC, 1, 2";

  /** Each partitioned table with each table below it; with itself where there is none. */
  private static final String PARTITIONS =
      "WITH RECURSIVE tree AS (SELECT c.oid AS root, c.oid AS part FROM pg_class c"
          + " WHERE c.relkind = 'p' UNION ALL SELECT t.root, i.inhrelid FROM tree t"
          + " JOIN pg_inherits i ON i.inhparent = t.part)"
          + " SELECT n.nspname, c.relname, pn.nspname, p.relname FROM tree t"
          + " JOIN pg_class c ON c.oid = t.root JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " JOIN pg_class p ON p.oid = t.part JOIN pg_namespace pn ON pn.oid = p.relnamespace"
          + " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

  private static final String OF_EXTENSIONS =
      "SELECT n.nspname, c.relname FROM pg_depend d JOIN pg_class c ON c.oid = d.objid"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'e'";

  private TableCounts() {}

  /** Returns all tables that have rows of their own, not counted yet, the largest first. */
  public static List<TableRows> tables(Connection connection) throws SQLException {
    List<TableRows> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        tables.add(
            new TableRows(
                rows.getString(1),
                rows.getString(2),
                0,
                rows.getBoolean(3) ? TableRows.Kind.PARTITION : TableRows.Kind.TABLE));
      }
    }
    return tables;
  }

  /**
   * Returns the tables that belong to extensions, which pg_dump leaves to them: schema and name.
   */
  public static Set<List<String>> ofExtensions(Connection connection) throws SQLException {
    return Set.copyOf(SqlRows.rows(connection, OF_EXTENSIONS));
  }

  /** Returns the table with the exact number of its own rows. */
  public static TableRows counted(Statement statement, TableRows table) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT count(*) FROM ONLY " + Identifiers.qualified(table.schema(), table.name()))) {
      rows.next();
      return new TableRows(table.schema(), table.name(), rows.getLong(1), table.partitioning());
    }
  }

  /**
   * Returns the counted tables and the partitioned ones, each of these with the sum of its
   * partitions, however deep they are; sorted by schema and name.
   */
  public static List<TableRows> withPartitioned(Connection connection, List<TableRows> counted)
      throws SQLException {
    Map<List<String>, Long> rows =
        counted.stream()
            .collect(
                Collectors.toMap(table -> List.of(table.schema(), table.name()), TableRows::rows));
    Map<List<String>, Long> sums = new LinkedHashMap<>();
    for (List<String> row : SqlRows.rows(connection, PARTITIONS)) {
      sums.merge(row.subList(0, 2), rows.getOrDefault(row.subList(2, 4), 0L), Long::sum);
    }
    List<TableRows> all = new ArrayList<>(counted);
    sums.forEach(
        (name, sum) ->
            all.add(new TableRows(name.get(0), name.get(1), sum, TableRows.Kind.PARTITIONED)));
    all.sort(Comparator.comparing(TableRows::schema).thenComparing(TableRows::name));
    return all;
  }
}
