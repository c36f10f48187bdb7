package dev.restorebot.bot.discord;

import dev.restorebot.engine.state.StateDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Buttons by their short ids, so that they work after a restart and after days. Thread-safe.
 *
 * <p>Every method throws {@link dev.restorebot.engine.state.StateException} when the file does not
 * take it.
 */
final class ButtonStore {
  private static final Duration KEPT = Duration.ofDays(400);

  private final StateDatabase database;
  private final InstantSource clock;

  /** Opens the store in that database and forgets buttons of more than a year ago. */
  ButtonStore(StateDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    prune();
  }

  /** Keeps them; those that are known already only become younger. */
  void keep(Collection<KeptButton> buttons) {
    if (buttons.isEmpty()) {
      return;
    }
    long now = clock.millis();
    database.write(
        handle -> {
          buttons.forEach(button -> insert(handle, button, now));
          return buttons.size();
        });
  }

  Optional<KeptButton> find(String id) {
    return database.read(
        handle ->
            handle
                .select("select action, value, label, confirm from discord_button where id = ?", id)
                .map(
                    (row, context) ->
                        new KeptButton(
                            row.getString("action"),
                            row.getString("value"),
                            row.getString("label"),
                            Optional.ofNullable(row.getString("confirm"))))
                .findOne());
  }

  /** Returns the number of stored buttons. */
  long size() {
    return database.read(
        handle -> handle.select("select count(*) from discord_button").mapTo(Long.class).one());
  }

  private void prune() {
    long before = clock.instant().minus(KEPT).toEpochMilli();
    database.write(
        handle -> handle.execute("delete from discord_button where used_at < ?", before));
  }

  private static void insert(Handle handle, KeptButton button, long now) {
    handle.execute(
        "insert into discord_button (id, action, value, label, confirm, used_at)"
            + " values (?, ?, ?, ?, ?, ?)"
            + " on conflict (id) do update set used_at = excluded.used_at",
        button.id(),
        button.action(),
        button.value(),
        button.label(),
        button.confirm().orElse(null),
        now);
  }
}
