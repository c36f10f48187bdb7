package dev.restorebot.bot.delivery.jdbc;

import dev.restorebot.bot.delivery.Outbox;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.CardJson;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.engine.state.StateDatabase;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The outbox in the state file, in tables of its own. */
public final class JdbcOutbox implements Outbox {
  private final StateDatabase database;

  /** Keeps messages in that database, which stays its owner's. */
  public JdbcOutbox(StateDatabase database) {
    this.database = database;
  }

  /**
   * Opens the outbox in that file. The caller closes it.
   *
   * @throws dev.restorebot.engine.state.StateException when that is not possible
   */
  public static JdbcOutbox open(Path file) {
    return new JdbcOutbox(StateDatabase.open(file));
  }

  /** An outbox that forgets everything when it is closed. */
  public static JdbcOutbox inMemory() {
    return new JdbcOutbox(StateDatabase.inMemory());
  }

  @Override
  public Optional<String> message(Origin origin) {
    return database.read(
        handle ->
            handle
                .select("select message from chat_thread where thread = ?", origin.thread())
                .mapTo(String.class)
                .findOne());
  }

  @Override
  public void posted(Origin origin, String message) {
    database.write(
        handle ->
            handle.execute(
                "insert into chat_thread (thread, front_end, channel, message) values (?, ?, ?, ?)"
                    + " on conflict (thread) do update set message = excluded.message",
                origin.thread(),
                origin.frontEnd(),
                origin.channel(),
                message));
  }

  @Override
  public Waiting addReply(Origin origin, Card card, Instant now) {
    return add(origin, true, card, now);
  }

  @Override
  public Waiting putHeadline(Origin origin, Card card, Instant now) {
    return add(origin, false, card, now);
  }

  private Waiting add(Origin origin, boolean reply, Card card, Instant now) {
    return database.write(
        handle -> {
          if (!reply) {
            handle.execute("delete from outbox where thread = ? and reply = 0", origin.thread());
          }
          long id =
              handle
                  .select(
                      "insert into outbox (front_end, channel, thread, reply, card, since)"
                          + " values (?, ?, ?, ?, ?, ?) returning id",
                      origin.frontEnd(),
                      origin.channel(),
                      origin.thread(),
                      reply ? 1 : 0,
                      CardJson.write(card),
                      now.toString())
                  .mapTo(Long.class)
                  .one();
          return new Waiting(id, origin, reply, card, now);
        });
  }

  @Override
  public void remove(Waiting delivered) {
    database.write(handle -> handle.execute("delete from outbox where id = ?", delivered.id()));
  }

  @Override
  public List<Waiting> waiting() {
    return database.read(
        handle ->
            handle
                .select("select * from outbox order by id")
                .map((row, context) -> waiting(row))
                .list());
  }

  @Override
  public int count() {
    return database.read(
        handle -> handle.select("select count(*) from outbox").mapTo(Integer.class).one());
  }

  private static Waiting waiting(ResultSet row) throws SQLException {
    return new Waiting(
        row.getLong("id"),
        new Origin(row.getString("front_end"), row.getString("channel"), row.getString("thread")),
        row.getInt("reply") == 1,
        CardJson.read(row.getString("card")),
        Instant.parse(row.getString("since")));
  }

  @Override
  public void close() {
    database.close();
  }
}
