package dev.restorebot.engine.disaster.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Queries with parameters; nothing ({@code NULL}) is the empty text. */
final class Rows {
  private Rows() {}

  static List<List<String>> of(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<List<String>> all = new ArrayList<>();
      boolean found = statement.execute(); // settings may come before the query
      while (!found && statement.getUpdateCount() != -1) {
        found = statement.getMoreResults();
      }
      if (!found) {
        throw new SQLException("the statements return no rows");
      }
      try (ResultSet rows = statement.getResultSet()) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(Optional.ofNullable(rows.getString(i)).orElse(""));
          }
          all.add(row);
        }
      }
      return all;
    }
  }

  /** The first column alone. */
  static List<String> column(Connection connection, String sql, Object... parameters)
      throws SQLException {
    return of(connection, sql, parameters).stream().map(row -> row.get(0)).toList();
  }

  /** The first value; empty when there is no row. */
  static Optional<String> value(Connection connection, String sql, Object... parameters)
      throws SQLException {
    return column(connection, sql, parameters).stream().findFirst();
  }

  /** Returns whether that is true for the only row. */
  static boolean holds(Connection connection, String sql, Object... parameters)
      throws SQLException {
    return value(connection, sql, parameters).filter("t"::equals).isPresent();
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
