package dev.restorebot.engine.drill.jdbc;

import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.DrillStore;
import dev.restorebot.engine.state.Json;
import dev.restorebot.engine.state.StateDatabase;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/** Drills in the SQLite file that jobs are in, with tables of their own. */
public final class JdbcDrillStore implements DrillStore {
  private static final String INSERT =
      """
      insert into drill (id, database, kind, due_at, scheduled, state, body, version)
      values (:id, :database, :kind, :due_at, :scheduled, :state, :body, :version) on conflict do nothing
      """;
  private static final String UPDATE =
      """
      update drill set state = :state, body = :body, version = version + 1
      where id = :id and version = :version
      """;

  private final StateDatabase database;

  /** Keeps drills in that database, which stays its owner's. */
  public JdbcDrillStore(StateDatabase database) {
    this.database = database;
  }

  /** Opens the store in that file; makes it when missing. The caller closes it. */
  public static JdbcDrillStore open(Path file) {
    return new JdbcDrillStore(StateDatabase.open(file));
  }

  @Override
  public boolean insert(Drill drill) {
    return database.write(handle -> bind(handle.createUpdate(INSERT), drill).execute() > 0);
  }

  @Override
  public Optional<Drill> update(Drill drill) {
    return database.write(
        handle ->
            bind(handle.createUpdate(UPDATE), drill).execute() == 0
                ? Optional.empty()
                : Optional.of(drill.withVersion(drill.version() + 1)));
  }

  @Override
  public Optional<Drill> find(String id) {
    return database.read(
        handle ->
            handle
                .select("select body, version from drill where id = ?", id)
                .map((row, context) -> drill(row))
                .findOne());
  }

  @Override
  public List<Drill> open() {
    return database.read(
        handle ->
            handle
                .select(
                    "select body, version from drill where state in ('DUE', 'SNOOZED', 'RUNNING')"
                        + " order by seq")
                .map((row, context) -> drill(row))
                .list());
  }

  @Override
  public List<Drill> recent(Optional<String> of, int limit) {
    return database.read(
        handle ->
            handle
                .select(
                    "select body, version from drill where database = coalesce(?, database)"
                        + " order by due_at desc, seq desc limit ?",
                    of.orElse(null),
                    limit)
                .map((row, context) -> drill(row))
                .list());
  }

  @Override
  public Optional<Instant> lastDue(String of, DrillKind kind) {
    return database.read(
        handle ->
            handle
                .select(
                    "select body, version from drill where database = ? and kind = ?"
                        + " and scheduled = 1 order by seq desc limit 1",
                    of,
                    kind.name())
                .map((row, context) -> drill(row).dueAt())
                .findOne());
  }

  @Override
  public Instant since(String of, DrillKind kind, Instant now) {
    return database.write(
        handle -> {
          handle.execute(
              "insert into drill_schedule (database, kind, since) values (?, ?, ?)"
                  + " on conflict do nothing",
              of,
              kind.name(),
              now.toString());
          return Instant.parse(
              handle
                  .select(
                      "select since from drill_schedule where database = ? and kind = ?",
                      of,
                      kind.name())
                  .mapTo(String.class)
                  .one());
        });
  }

  @Override
  public void close() {
    database.close();
  }

  private static Drill drill(ResultSet row) throws SQLException {
    return Json.value(row.getString("body"), Drill.class).withVersion(row.getLong("version"));
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Drill drill) {
    return statement
        .bind("id", drill.id())
        .bind("database", drill.database())
        .bind("kind", drill.kind().name())
        .bind("due_at", drill.dueAt().toString())
        .bind("scheduled", drill.scheduled() ? 1 : 0)
        .bind("state", drill.state().name())
        .bind("body", Json.text(drill))
        .bind("version", drill.version());
  }
}
