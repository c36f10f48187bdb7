package dev.restorebot.engine.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Queries a database; returns every value as text, nothing ({@code NULL}) as the empty text. */
public final class SqlRows {
  private SqlRows() {}

  public static List<List<String>> rows(Connection connection, String sql) throws SQLException {
    List<List<String>> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String value = rows.getString(i);
          row.add(value == null ? "" : value);
        }
        all.add(row);
      }
    }
    return all;
  }

  /** The first column alone. */
  public static List<String> column(Connection connection, String sql) throws SQLException {
    return rows(connection, sql).stream().map(row -> row.get(0)).toList();
  }

  /** PostgreSQL's version, such as 17. */
  public static int major(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }
}
