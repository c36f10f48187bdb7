package dev.restorebot.engine.state;

import static java.nio.file.StandardOpenOption.WRITE;

import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Pauses;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The SQLite database of the state folder. It survives a power cut: what {@link #write} did is on
 * the disk when it returns.
 *
 * <p>A process opens it once, and every store of the process uses that one connection, one thread
 * at a time, which is how SQLite writes anyway. Other processes may have the file open too; a
 * writer waits for the other for up to ten seconds. All tables have one migration history: each
 * module puts its migrations into {@code dev/restorebot/migration} of its class path, numbered in
 * one sequence. They are applied on opening.
 *
 * <p>A store that was opened by its file closes its database; stores that share a database are
 * closed with it.
 */
public final class StateDatabase implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String MIGRATIONS = "classpath:dev/restorebot/migration";

  /** The table of the one history. */
  private static final String HISTORY = "schema_history";

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
   * Opens the file and brings its tables up to date. Makes it and its folder when they are missing,
   * for this user only.
   *
   * @throws StateException when that is not possible, such as with a file that a newer version
   *     wrote
   */
  public static StateDatabase open(Path file) {
    return open(file, PATIENCE);
  }

  /**
   * Opens the file as {@link #open(Path)} does.
   *
   * @param patience how long a writer waits for one of another process
   */
  public static StateDatabase open(Path file, Duration patience) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      PrivateFiles.createFile(absolute);
    } catch (IOException e) {
      throw new StateException(
          "cannot create the state file " + absolute + " (" + e + "); check who owns its folder",
          e);
    }
    SQLiteConfig config = config(patience);
    config.setJournalMode(JournalMode.WAL);
    synchronized (StateDatabase.class) {
      try (FileChannel ignored = lockOpening(absolute, patience)) {
        return connect(config, "jdbc:sqlite:" + absolute, absolute.toString());
      } catch (IOException e) {
        throw new StateException(
            "cannot lock the state file "
                + absolute
                + " ("
                + e
                + "); check who owns its folder, and remove "
                + absolute.getFileName()
                + ".lock",
            e);
      }
    }
  }

  /**
   * Has other processes wait that open the file too: SQLite does not wait when two processes switch
   * one file to its write-ahead log, and Flyway does not when two make its history.
   */
  private static FileChannel lockOpening(Path file, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    PrivateFiles.createFile(lock);
    // As SQLite does with its own files: a command of root's must not lock out the bot.
    if (!Files.getOwner(lock).equals(Files.getOwner(file))) {
      Files.setOwner(lock, Files.getOwner(file));
    }
    FileChannel channel = FileChannel.open(lock, WRITE);
    try {
      while (channel.tryLock() == null) {
        if (System.nanoTime() > end) {
          throw new StateException(
              "cannot open the state database "
                  + file
                  + ": another restore-bot has begun to open it and has not finished. Try again;"
                  + " if it stays so, end that process",
              null);
        }
        Pauses.await(20, Cancellation.none());
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** A database that is gone when it is closed. */
  public static StateDatabase inMemory() {
    return connect(
        config(PATIENCE),
        "jdbc:sqlite:file:" + UUID.randomUUID() + "?mode=memory&cache=shared",
        "memory");
  }

  private static StateDatabase connect(SQLiteConfig config, String url, String shown) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    StateDatabase database;
    try {
      database = new StateDatabase(source, shown);
    } catch (SQLException e) {
      throw new StateException(
          "cannot open the state database " + shown + " (" + e.getMessage() + ")", e);
    }
    try {
      database.migrate();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static SQLiteConfig config(Duration patience) {
    SQLiteConfig config = new SQLiteConfig();
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout((int) patience.toMillis());
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    return config;
  }

  /** Applies the migrations that are missing, after taking over the histories of old releases. */
  private void migrate() {
    try {
      Flyway flyway =
          Flyway.configure(StateDatabase.class.getClassLoader())
              .loggers(QuietFlywayLog.class.getName())
              .dataSource(source)
              .locations(MIGRATIONS)
              .table(HISTORY)
              .baselineOnMigrate(true)
              .baselineVersion("0")
              // A file of an old release lacks the tables of what was never switched on.
              .outOfOrder(true)
              .ignoreMigrationPatterns(new String[0])
              .failOnMissingLocations(true)
              .load();
      EarlierHistories earlier = new EarlierHistories(HISTORY);
      if (query(earlier::found)) {
        MigrationInfo[] known = flyway.info().all();
        write(
            handle -> {
              earlier.adopt(handle, known);
              return known.length;
            });
      }
      flyway.migrate();
    } catch (FlywayException | StateException e) {
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

  /**
   * Reads with single statements, outside of any transaction, and so without waiting for a writer
   * of another process.
   */
  public synchronized <T> T query(Function<Handle, T> work) {
    try {
      return jdbi.withHandle(work::apply);
    } catch (JdbiException e) {
      throw failed(e);
    }
  }

  /** Writes, in one transaction, which is undone when the work throws. */
  public synchronized <T> T write(Function<Handle, T> work) {
    try {
      return jdbi.inTransaction(work::apply);
    } catch (JdbiException e) {
      throw failed(e);
    }
  }

  private StateException failed(JdbiException e) {
    if (isFull(e)) {
      return new StateException(
          "The disk of the state database " + shown + " is full. Free space on it.", e, true);
    }
    return new StateException("the state database " + shown + " failed: " + e.getMessage(), e);
  }

  private static boolean isFull(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof SQLiteException full
                    && full.getResultCode() == SQLiteErrorCode.SQLITE_FULL);
  }

  /** Closes the connection, and so every store that uses it. Harmless when done twice. */
  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StateException("the state database " + shown + " cannot be closed", e);
    }
  }
}
