package dev.restorebot.engine.state;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite database that survives a power cut: what {@link #write} did is on the disk when it
 * returns.
 *
 * <p>Thread-safe: one connection, used by one thread at a time, which is how SQLite writes anyway.
 * Several of these, in one process or many, may be open on one file; a writer waits for the other
 * for up to ten seconds. Every part of the software that keeps tables in the file migrates them
 * under a history table of its own.
 */
public final class StateDatabase implements AutoCloseable {
  private static final int BUSY_MILLIS = 10_000;

  private final SQLiteDataSource source;
  private final String shown;
  private final Connection connection;
  private final Jdbi jdbi;

  private StateDatabase(SQLiteDataSource source, String shown) throws SQLException {
    this.source = source;
    this.shown = shown;
    this.connection = source.getConnection();
    this.jdbi = Jdbi.create(connection);
  }

  /**
   * Opens the file, and makes it and its folder when they are missing, for this user only.
   *
   * @throws StateException when that is not possible
   */
  public static StateDatabase open(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      PrivateFiles.createFile(absolute);
    } catch (IOException e) {
      throw new StateException(
          "cannot create the state file " + absolute + " (" + e + "); check who owns its folder",
          e);
    }
    SQLiteConfig config = config();
    config.setJournalMode(JournalMode.WAL);
    return connect(config, "jdbc:sqlite:" + absolute, absolute.toString());
  }

  /** A database that is gone when it is closed. */
  public static StateDatabase inMemory() {
    return connect(
        config(), "jdbc:sqlite:file:" + UUID.randomUUID() + "?mode=memory&cache=shared", "memory");
  }

  private static StateDatabase connect(SQLiteConfig config, String url, String shown) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    try {
      return new StateDatabase(source, shown);
    } catch (SQLException e) {
      throw new StateException(
          "cannot open the state database " + shown + " (" + e.getMessage() + ")", e);
    }
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    return config;
  }

  /**
   * Brings one part's tables up to date.
   *
   * @param location the part's migrations on the class path, as a path; Flyway reads the folders
   *     below it too, so no part may live below another's
   * @param historyTable where the part's migrations are noted
   * @throws StateException when they do not fit what the file holds, such as a file that a newer
   *     version wrote
   */
  public synchronized void migrate(String location, String historyTable) {
    try {
      Flyway.configure(StateDatabase.class.getClassLoader())
          .loggers(QuietFlywayLog.class.getName())
          .dataSource(source)
          .locations("classpath:" + location)
          .table(historyTable)
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .ignoreMigrationPatterns(new String[0])
          .failOnMissingLocations(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StateException(
          "the state database "
              + shown
              + " cannot be brought up to date: it is damaged, or a newer restore-bot wrote it. "
              + e.getMessage(),
          e);
    }
  }

  /** Reads, in one transaction. */
  public <T> T read(Function<Handle, T> work) {
    return write(work);
  }

  /** Writes, in one transaction, which is undone when the work throws. */
  public synchronized <T> T write(Function<Handle, T> work) {
    try {
      return jdbi.inTransaction(work::apply);
    } catch (JdbiException e) {
      throw new StateException("the state database " + shown + " failed: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StateException("the state database " + shown + " cannot be closed", e);
    }
  }
}
