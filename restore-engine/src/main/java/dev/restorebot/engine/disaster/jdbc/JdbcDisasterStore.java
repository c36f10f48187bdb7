package dev.restorebot.engine.disaster.jdbc;

import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterStore;
import dev.restorebot.engine.state.Json;
import dev.restorebot.engine.state.StateDatabase;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Disaster restores in the SQLite file that jobs are in, with tables of their own. */
public final class JdbcDisasterStore implements DisasterStore {
  private static final String INSERT =
      """
      insert into disaster (id, target, state, holds, body, version)
      values (:id, :target, :state, :holds, :body, :version) on conflict do nothing
      """;
  private static final String UPDATE =
      """
      update or ignore disaster set state = :state, holds = :holds, body = :body,
        version = version + 1 where id = :id and version = :version
      """;

  /** Each part has an index of its own, so that the others' bodies are not read. */
  private static final String CURRENT =
      """
      select body, version from disaster where seq in (
        select seq from disaster where holds = 1
        union select seq from disaster where body ->> '$.progress.stoppedAt' is not null
        union select max(seq) from disaster where body ->> '$.progress.swapBegan' = 1
          group by target)
      order by seq desc
      """;

  private static final String KEEPING =
      """
      select body, version from disaster
      where body ->> '$.progress.swapBegan' = 1
        and body ->> '$.progress.observations.oldStorage.endedAt' is null
        and state in ('DONE', 'ROLLED_BACK')
      order by seq desc
      """;

  private final StateDatabase database;

  /** Keeps disaster restores in that database, which stays its owner's. */
  public JdbcDisasterStore(StateDatabase database) {
    this.database = database;
  }

  /** Opens the store in that file; makes it when missing. The caller closes it. */
  public static JdbcDisasterStore open(Path file) {
    return new JdbcDisasterStore(StateDatabase.open(file));
  }

  /** A store that forgets everything when it is closed. */
  public static JdbcDisasterStore inMemory() {
    return new JdbcDisasterStore(StateDatabase.inMemory());
  }

  @Override
  public boolean insert(Disaster disaster) {
    return database.write(
        handle -> {
          boolean stored = bind(handle.createUpdate(INSERT), disaster).execute() > 0;
          if (stored) {
            append(handle, disaster);
          }
          return stored;
        });
  }

  @Override
  public Optional<Disaster> update(Disaster disaster) {
    return database.write(
        handle -> {
          if (bind(handle.createUpdate(UPDATE), disaster).execute() == 0) {
            return Optional.empty();
          }
          append(handle, disaster);
          return Optional.of(disaster.withVersion(disaster.version() + 1));
        });
  }

  @Override
  public Optional<Disaster> find(String id) {
    return database.read(
        handle ->
            handle
                .select("select body, version from disaster where id = ?", id)
                .map((row, context) -> disaster(row))
                .findOne());
  }

  @Override
  public Optional<Disaster> ofRequest(String request) {
    return database.read(
        handle ->
            handle
                .select(
                    "select body, version from disaster where body ->> '$.approval' = ?", request)
                .map((row, context) -> disaster(row))
                .findOne());
  }

  @Override
  public List<Disaster> open() {
    return database.read(
        handle ->
            handle
                .select("select body, version from disaster where holds = 1 order by seq")
                .map((row, context) -> disaster(row))
                .list());
  }

  @Override
  public List<Disaster> current() {
    return database.read(
        handle -> handle.select(CURRENT).map((row, context) -> disaster(row)).list());
  }

  @Override
  public List<Disaster> keeping() {
    return database.read(
        handle -> handle.select(KEEPING).map((row, context) -> disaster(row)).list());
  }

  @Override
  public List<Disaster> recent(int limit) {
    return database.read(
        handle ->
            handle
                .select("select body, version from disaster order by seq desc limit ?", limit)
                .map((row, context) -> disaster(row))
                .list());
  }

  @Override
  public void close() {
    database.close();
  }

  private static Disaster disaster(ResultSet row) throws SQLException {
    return Json.value(row.getString("body"), Disaster.class).withVersion(row.getLong("version"));
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Disaster disaster) {
    return statement
        .bind("id", disaster.id())
        .bind("target", disaster.target())
        .bind("state", disaster.state().name())
        .bind("holds", disaster.state().holdsTarget() ? 1 : 0)
        .bind("body", Json.text(disaster))
        .bind("version", disaster.version());
  }

  private static void append(Handle handle, Disaster disaster) {
    handle.execute(
        "insert into disaster_event (disaster_id, at, state) values (?, ?, ?)",
        disaster.id(),
        disaster.changedAt().toString(),
        disaster.state().name());
  }
}
