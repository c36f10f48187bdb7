package dev.restorebot.bot.console;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.CardJson;
import dev.restorebot.engine.state.StateDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The console's messages in the state database. Thread-safe; messages are in the order in which
 * they were handed in.
 *
 * <p>Every method throws {@link dev.restorebot.engine.state.StateException} when the file does not
 * take it.
 */
final class ConsoleStore {
  private static final String COLUMNS = "id, channel, root, card, posted_at, replies, change";
  private static final String NEXT = "(select coalesce(max(change), 0) + 1 from console_message)";

  private final StateDatabase database;

  /** Keeps messages in that database, which stays its owner's. */
  ConsoleStore(StateDatabase database) {
    this.database = database;
  }

  ConsoleMessage post(String channel, Card card, long at) {
    return database.write(handle -> insert(handle, channel, null, card, at));
  }

  /** Empty when there is no such headline. */
  Optional<ConsoleMessage> reply(long headline, Card card, long at) {
    return database.write(
        handle -> {
          Optional<ConsoleMessage> found = find(handle, headline);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          ConsoleMessage message = found.get();
          Long root = message.root() == null ? Long.valueOf(message.id()) : message.root();
          ConsoleMessage reply = insert(handle, message.channel(), root, card, at);
          handle.execute(
              "update console_message set replies = replies + 1, change = "
                  + NEXT
                  + " where id = ?",
              root);
          return Optional.of(reply);
        });
  }

  /** Edits a message; false if there is none with that ID. */
  boolean edit(long id, Card card) {
    return database.write(
        handle ->
            handle.execute(
                    "update console_message set card = ?, change = " + NEXT + " where id = ?",
                    CardJson.write(card),
                    id)
                == 1);
  }

  Optional<ConsoleMessage> find(long id) {
    return database.query(handle -> find(handle, id));
  }

  /** Headlines before an id, the oldest first, at most so many of the newest. */
  List<ConsoleMessage> headlines(String channel, long before, int most) {
    List<ConsoleMessage> newest =
        new ArrayList<>(
            list("channel = ? and root is null and id < ?", "id desc", most, channel, before));
    Collections.reverse(newest);
    return newest;
  }

  /** Returns messages whose stored form holds a text in any letter case, the newest first. */
  List<ConsoleMessage> holding(String text, int most) {
    String json = CardJson.write(text);
    String part = json.substring(1, json.length() - 1).replaceAll("[\\\\%_]", "\\\\$0");
    return list("card like ? escape '\\'", "id desc", most, "%" + part + "%");
  }

  /** A thread's answers, the oldest first, at most so many of the newest. */
  List<ConsoleMessage> replies(long root, int most) {
    List<ConsoleMessage> newest = new ArrayList<>(list("root = ?", "id desc", most, root));
    Collections.reverse(newest);
    return newest;
  }

  /** Returns what was posted or edited after a change, in that order. */
  List<ConsoleMessage> changedAfter(long change, int most) {
    return list("change > ?", "change", most, change);
  }

  long lastChange() {
    return database.query(
        handle ->
            handle
                .select("select coalesce(max(change), 0) from console_message")
                .mapTo(Long.class)
                .one());
  }

  private static Optional<ConsoleMessage> find(Handle handle, long id) {
    return list(handle, "id = ?", "id", 1, id).stream().findFirst();
  }

  private static ConsoleMessage insert(
      Handle handle, String channel, Long root, Card card, long at) {
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
    return database.query(handle -> list(handle, where, order, most, values));
  }

  private static List<ConsoleMessage> list(
      Handle handle, String where, String order, int most, Object... values) {
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
