package dev.restorebot.engine.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A program that runs a query over the connection in its environment, as a smoke test does. */
public final class Connecting {
  private Connecting() {}

  /** Ends with the exit code that the query in its argument gives. */
  public static void main(String[] arguments) throws SQLException {
    String url =
        "jdbc:postgresql://"
            + System.getenv("PGHOST")
            + ":"
            + System.getenv("PGPORT")
            + "/"
            + System.getenv("PGDATABASE");
    int code;
    try (Connection connection =
            DriverManager.getConnection(url, System.getenv("PGUSER"), System.getenv("PGPASSWORD"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(arguments[0])) {
      rows.next();
      code = rows.getInt(1);
    }
    System.exit(code);
  }
}
