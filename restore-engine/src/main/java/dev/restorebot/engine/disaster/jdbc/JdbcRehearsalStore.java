package dev.restorebot.engine.disaster.jdbc;

import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalStore;
import dev.restorebot.engine.state.Json;
import dev.restorebot.engine.state.StateDatabase;
import java.util.List;
import java.util.Optional;

/** Rehearsals in the state database. */
public final class JdbcRehearsalStore implements RehearsalStore {
  private static final String UPSERT =
      """
      insert into rehearsal (id, target, ended, body) values (:id, :target, :ended, :body)
      on conflict (id) do update set ended = :ended, body = :body
      """;
  private static final String RECENT =
      "select body from rehearsal where target = coalesce(?, target) order by seq desc limit ?";
  private static final String NEWEST_PASSED =
      "select body from rehearsal where target = ? and ended = 1"
          + " and json_extract(body, '$.outcome') = 'PASSED' order by seq desc limit 1";

  private final StateDatabase database;

  /** Keeps rehearsals in that database, which stays its owner's. */
  public JdbcRehearsalStore(StateDatabase database) {
    this.database = database;
  }

  @Override
  public void put(Rehearsal rehearsal) {
    int unused =
        database.write(
            handle ->
                handle
                    .createUpdate(UPSERT)
                    .bind("id", rehearsal.id())
                    .bind("target", rehearsal.target())
                    .bind("ended", rehearsal.endedAt().isPresent() ? 1 : 0)
                    .bind("body", Json.text(rehearsal))
                    .execute());
  }

  @Override
  public List<Rehearsal> open() {
    return all("select body from rehearsal where ended = 0 order by seq");
  }

  @Override
  public Optional<Rehearsal> find(String id) {
    return all("select body from rehearsal where id = ?", id).stream().findFirst();
  }

  @Override
  public List<Rehearsal> recent(Optional<String> target, int limit) {
    return all(RECENT, target.orElse(null), limit);
  }

  @Override
  public Optional<Rehearsal> newestPassed(String target) {
    return all(NEWEST_PASSED, target).stream().findFirst();
  }

  private List<Rehearsal> all(String query, Object... arguments) {
    return database.read(
        handle ->
            handle
                .select(query, arguments)
                .map((row, context) -> Json.value(row.getString("body"), Rehearsal.class))
                .list());
  }
}
