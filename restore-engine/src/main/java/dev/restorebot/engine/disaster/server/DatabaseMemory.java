package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.audit.CanonicalHash;
import dev.restorebot.engine.disaster.RememberedTarget;
import dev.restorebot.engine.disaster.ServerGlobals;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.sandbox.server.Sql;
import dev.restorebot.engine.state.StateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what databases have beside their content, for when one is dropped. Settings may be
 * secrets, so they are stored only encrypted and are in no plan.
 */
public record DatabaseMemory(TargetMemory memory, InstantSource clock) {
  private static final Logger log = LoggerFactory.getLogger(DatabaseMemory.class);

  void remember(Target target, DatabaseProperties properties) {
    if (memory == TargetMemory.NONE) {
      return;
    }
    ServerGlobals globals =
        new ServerGlobals(List.of(), properties.statements(target.database()), Map.of());
    try {
      memory.remember(name(target), new RememberedTarget(clock.instant(), target, globals));
    } catch (StateException e) {
      // Nobody's plan may fail because it cannot be remembered.
      log.warn("the facts of {} were not remembered: {}", name(target), e.getMessage());
    }
  }

  Optional<RememberedTarget> recall(TargetSettings settings) {
    return memory.recall(settings.name());
  }

  /**
   * Gives the database its grants, settings and the like, in the transaction of the caller;
   * PostgreSQL's default grants when nothing is remembered.
   */
  void restore(Connection connection, Target target) throws SQLException {
    for (String statement : statements(target)) {
      Rows.execute(connection, statement);
    }
  }

  /** Identifies what {@link #restore} does, so that a change after the approval is noticed. */
  String hash(Target target) {
    return new CanonicalHash("restore-bot remembered database 1").add(statements(target)).hex();
  }

  private List<String> statements(Target target) {
    return memory
        .recall(name(target))
        .map(known -> known.globals().settings())
        // What a new database has; it was closed to everybody for the restore.
        .orElseGet(
            () ->
                List.of(
                    "GRANT CONNECT, TEMPORARY ON DATABASE "
                        + Sql.identifier(target.database())
                        + " TO PUBLIC"));
  }

  private static String name(Target target) {
    return TargetSettings.name(target.address().orElseThrow(), target.database());
  }
}
