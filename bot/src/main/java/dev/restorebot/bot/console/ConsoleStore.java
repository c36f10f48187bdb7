package dev.restorebot.bot.console;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.CardJson;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The console's messages in SQLite. Thread-safe: one connection, one caller at a time, which also
 * gives messages the order in which they were handed in.
 *
 * <p>Every method throws {@link org.jdbi.v3.core.JdbiException} when the file does not take it.
 */
final class ConsoleStore implements AutoCloseable {
  private static final String COLUMNS = "id, channel, root, card, posted_at, replies, change";
  private static final String NEXT = "(select coalesce(max(change), 0) + 1 from console_message)";

  private final Connection connection;
  private final Handle handle;

  private ConsoleStore(Connection connection) {
    this.connection = connection;
    this.handle = Jdbi.open(connection);
  }

  /**
   * Opens the file and brings its tables up to date.
   *
   * @param patience how long to wait while somebody else writes to the file
   */
  static ConsoleStore open(Path file, Duration patience) throws SQLException {
    String url =
        "jdbc:sqlite:"
            + file
            + "?journal_mode=WAL&transaction_mode=IMMEDIATE&synchronous=NORMAL&foreign_keys=true"
            + ("&busy_timeout=" + patience.toMillis());
    FluentConfiguration flyway =
        Flyway.configure()
            .dataSource(url, null, null)
            .table("console_schema_history")
            .locations("classpath:dev/restorebot/bot/console")
            .baselineOnMigrate(true) // the engine's tables are in the same file
            .baselineVersion("0");
    flyway.load().migrate();
    return new ConsoleStore(DriverManager.getConnection(url));
  }

  synchronized ConsoleMessage post(String channel, Card card, long at) {
    return insert(channel, null, card, at);
  }

  /** Empty when there is no such headline. */
  synchronized Optional<ConsoleMessage> reply(long headline, Card card, long at) {
    return handle.inTransaction(
        transaction -> {
          Optional<ConsoleMessage> found = find(headline);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          ConsoleMessage message = found.get();
          Long root = message.root() == null ? Long.valueOf(message.id()) : message.root();
          ConsoleMessage reply = insert(message.channel(), root, card, at);
          transaction.execute(
              "update console_message set replies = replies + 1, change = "
                  + NEXT
                  + " where id = ?",
              root);
          return Optional.of(reply);
        });
  }

  /** Edits a message; false if there is none with that ID. */
  synchronized boolean edit(long id, Card card) {
    return handle.execute(
            "update console_message set card = ?, change = " + NEXT + " where id = ?",
            CardJson.write(card),
            id)
        == 1;
  }

  synchronized Optional<ConsoleMessage> find(long id) {
    return list("id = ?", "id", 1, id).stream().findFirst();
  }

  /** Headlines before an id, the oldest first, at most so many of the newest. */
  synchronized List<ConsoleMessage> headlines(String channel, long before, int most) {
    List<ConsoleMessage> newest =
        new ArrayList<>(
            list("channel = ? and root is null and id < ?", "id desc", most, channel, before));
    Collections.reverse(newest);
    return newest;
  }

  /** A thread's answers, the oldest first, at most so many of the newest. */
  synchronized List<ConsoleMessage> replies(long root, int most) {
    List<ConsoleMessage> newest = new ArrayList<>(list("root = ?", "id desc", most, root));
    Collections.reverse(newest);
    return newest;
  }

  /** Returns what was posted or edited after a change, in that order. */
  synchronized List<ConsoleMessage> changedAfter(long change, int most) {
    return list("change > ?", "change", most, change);
  }

  synchronized long lastChange() {
    return handle
        .select("select coalesce(max(change), 0) from console_message")
        .mapTo(Long.class)
        .one();
  }

  @Override
  public synchronized void close() {
    try (connection) {
      handle.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the console's messages could not be closed", e);
    }
  }

  private ConsoleMessage insert(String channel, Long root, Card card, long at) {
    return handle
        .select(
            "insert into console_message (channel, root, card, posted_at, change)"
                + (" values (?, ?, ?, ?, " + NEXT + ") returning " + COLUMNS),
            channel,
            root,
            CardJson.write(card),
            at)
        .map((row, context) -> message(row))
        .one();
  }

  private List<ConsoleMessage> list(String where, String order, int most, Object... values) {
    String sql =
        "select "
            + COLUMNS
            + " from console_message where "
            + where
            + " order by "
            + order
            + (" limit " + most);
    return handle.select(sql, values).map((row, context) -> message(row)).list();
  }

  private static ConsoleMessage message(ResultSet row) throws SQLException {
    long number = row.getLong("root");
    Long root = row.wasNull() ? null : Long.valueOf(number);
    return new ConsoleMessage(
        row.getLong("id"),
        row.getString("channel"),
        root,
        CardJson.read(row.getString("card")),
        row.getLong("posted_at"),
        row.getInt("replies"),
        row.getLong("change"));
  }
}
