package dev.restorebot.engine.verify;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session in which one check after the other queries the database. Each finds it as a new one,
 * whatever the one before has set, prepared or locked in it; opening a new one takes longer than
 * most checks. A check that runs code of the backup has a session of its own, and one that is lost
 * is replaced. Used by one thread.
 */
final class CheckSession implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CheckSession.class);

  private final ReadOnlyRole reader;
  private Connection connection;
  private boolean foreign;

  CheckSession(ReadOnlyRole reader) {
    this.reader = reader;
  }

  /**
   * Returns the session of that check. Its connection stays this one's; a check that never asks for
   * it costs nothing.
   */
  CheckContext.Session of(Check check) {
    return new CheckContext.Session() {
      private Connection opened;

      @Override
      public Connection connection() throws SQLException {
        if (opened == null) {
          opened = open(check);
        }
        return opened;
      }
    };
  }

  private Connection open(Check check) throws SQLException {
    if (check.runsForeignCode() || foreign) {
      close();
    }
    foreign = check.runsForeignCode();
    return next();
  }

  /** Returns the connection as if it were new; it stays the session's. */
  Connection next() throws SQLException {
    if (connection != null) {
      try {
        reader.reset(connection);
        return connection;
      } catch (SQLException lost) {
        log.info("the session of the checks was lost (SQLSTATE {})", lost.getSQLState());
        close();
      }
    }
    connection = reader.connect();
    return connection;
  }

  @Override
  public void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      log.info("the session of the checks was not closed (SQLSTATE {})", e.getSQLState());
    }
    connection = null;
  }
}
