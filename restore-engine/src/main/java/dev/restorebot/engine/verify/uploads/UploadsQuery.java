package dev.restorebot.engine.verify.uploads;

import dev.restorebot.engine.backup.VisibleText;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Asks the restored database which files it knows, as a stream. */
final class UploadsQuery {
  private static final String USUAL = "SELECT storage_path FROM public.assignment_documents";
  private static final String USUAL_IS_THERE =
      "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('public.assignment_documents')"
          + " AND attname = 'storage_path' AND NOT attisdropped";
  private static final int AT_ONCE = 10_000;
  private static final int LONGEST = 200;
  private static final int SHOWN = 10;

  private final CheckContext context;

  UploadsQuery(CheckContext context) {
    this.context = context;
  }

  /** Adds all paths; false when there is no query. */
  boolean into(WantedPaths wanted) throws SQLException, TooManyException {
    Optional<String> sql = sql();
    if (sql.isEmpty()) {
      return false;
    }
    if (!each(sql.get(), wanted::add)) {
      throw new TooManyException();
    }
    return true;
  }

  /**
   * The first missing ones, for people.
   *
   * @param count how many are missing
   */
  String missing(WantedPaths wanted, WantedPaths.Found found, int count) throws SQLException {
    Set<String> first = new LinkedHashSet<>();
    boolean unused =
        each(
            sql().orElseThrow(),
            path -> {
              if (!wanted.isFound(path, found)) {
                first.add(shown(path));
              }
              return first.size() < SHOWN;
            });
    String shown = String.join(", ", first);
    return count > first.size() ? shown + " and " + (count - first.size()) + " more" : shown;
  }

  static String shown(String path) {
    String shown = VisibleText.of(path);
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…";
  }

  private Optional<String> sql() throws SQLException {
    Optional<String> given = context.ladder().queries().uploads().query();
    boolean usual =
        given.isEmpty() && !SqlRows.rows(context.connection(), USUAL_IS_THERE).isEmpty();
    return usual ? Optional.of(USUAL) : given;
  }

  /** Hands on the first column of each row until that says no; then false. */
  private boolean each(String sql, Predicate<String> more) throws SQLException {
    Connection connection = context.connection();
    connection.setAutoCommit(false); // or the driver would take all rows into memory at once
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(AT_ONCE);
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          String path = rows.getString(1);
          if (path != null && !more.test(path)) {
            return false;
          }
        }
        return true;
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** There are more paths than can be compared. */
  static final class TooManyException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
