package dev.restorebot.engine.disaster.jdbc;

import dev.restorebot.engine.disaster.RememberedTarget;
import dev.restorebot.engine.disaster.ServerGlobals;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.state.Json;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.state.StateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps facts about targets in the state database; roles and settings are encrypted. */
public final class JdbcTargetMemory implements TargetMemory {
  private static final Logger log = LoggerFactory.getLogger(JdbcTargetMemory.class);
  private static final String PURPOSE = "restore-bot target facts 1 ";
  private static final String UPSERT =
      """
      insert into target_facts (target, taken_at, body, secret) values (:target, :at, :body, :secret)
      on conflict (target) do update set taken_at = :at, body = :body, secret = :secret
      """;

  private final StateDatabase database;
  private final StateKey key;
  private final boolean own;

  private JdbcTargetMemory(StateDatabase database, StateKey key, boolean own) {
    this.database = database;
    this.key = key;
    this.own = own;
  }

  /** Remembers in that database, which stays its owner's. */
  public static TargetMemory in(StateDatabase database, StateKey key) {
    return new JdbcTargetMemory(database, key, false);
  }

  /**
   * Opens what the bot remembers in that state folder; {@link TargetMemory#NONE} when it has
   * remembered nothing yet. Creates nothing.
   *
   * @throws StateException when it cannot be read
   */
  public static TargetMemory existing(Path stateFolder) {
    Path file = stateFolder.resolve(StateFolder.DATABASE_FILE);
    try {
      Optional<StateKey> key = StateKey.existing(stateFolder.resolve(StateFolder.KEY_FILE));
      return key.isPresent() && Files.exists(file)
          ? new JdbcTargetMemory(StateDatabase.open(file), key.get(), true)
          : NONE;
    } catch (IOException e) {
      throw new StateException("what was remembered cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void remember(String name, RememberedTarget target) {
    String secret = key.seal(Json.text(target.globals()), PURPOSE + name);
    int stored =
        database.write(
            handle ->
                handle
                    .createUpdate(UPSERT)
                    .bind("target", name)
                    .bind("at", target.takenAt().toString())
                    .bind("body", Json.text(target.target()))
                    .bind("secret", secret)
                    .execute());
    log.debug("remembered {} ({} row)", name, stored);
  }

  @Override
  public Optional<RememberedTarget> recall(String name) {
    return database.read(
        handle ->
            handle
                .select("select taken_at, body, secret from target_facts where target = ?", name)
                .map(
                    (row, context) ->
                        remembered(
                            name,
                            row.getString("taken_at"),
                            row.getString("body"),
                            row.getString("secret")))
                .findOne()
                .flatMap(found -> found));
  }

  private Optional<RememberedTarget> remembered(
      String name, String takenAt, String body, String secret) {
    Optional<String> globals = key.unseal(secret, PURPOSE + name);
    if (globals.isEmpty()) {
      log.warn("what was remembered of {} was encrypted with another key; it is not used", name);
    }
    return globals.map(
        text ->
            new RememberedTarget(
                Instant.parse(takenAt),
                Json.value(body, Target.class),
                Json.value(text, ServerGlobals.class)));
  }

  @Override
  public void close() {
    if (own) {
      database.close();
    }
  }
}
