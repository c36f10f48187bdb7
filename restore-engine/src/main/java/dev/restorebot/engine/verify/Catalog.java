package dev.restorebot.engine.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The objects that a restored database really has.
 *
 * @param objects by kind, as {@code schema.name}
 */
public record Catalog(Map<ObjectKind, Set<String>> objects) {

  /** Reads them. Types are spelt with their schema, as in a dump. */
  static Catalog read(Connection connection) throws SQLException {
    Map<ObjectKind, Set<String>> objects = new EnumMap<>(ObjectKind.class);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = pg_catalog, pg_temp");
      for (ObjectKind kind : ObjectKind.values()) {
        objects.put(kind, names(statement, kind.query()));
      }
    }
    return new Catalog(objects);
  }

  private static Set<String> names(Statement statement, String query) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        names.add(Identifiers.shown(rows.getString(1), rows.getString(2)));
      }
    }
    return names;
  }
}
