package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.diagnose.ServerMessage;
import dev.restorebot.engine.disaster.contents.ContentsComparison;
import dev.restorebot.engine.disaster.contents.ContentsReader;
import dev.restorebot.engine.disaster.contents.DatabaseContents;
import dev.restorebot.engine.disaster.contents.RowCounters;
import dev.restorebot.engine.disaster.contents.WrittenRows;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is in production's database and in the restored one. Changes nothing, and fails no
 * restore: what cannot be read is said.
 */
final class ContentsObserver {
  private static final Logger log = LoggerFactory.getLogger(ContentsObserver.class);

  /** For one statement; several make up the limit of {@link ContentsReader}. */
  private static final String LIMITS = "SET statement_timeout = '10s'; SET lock_timeout = '1s'; ";

  private final DatabaseProbe probe;
  private final InstantSource clock;

  ContentsObserver(DatabaseProbe probe, InstantSource clock) {
    this.probe = probe;
    this.clock = clock;
  }

  /** Compares production's database with the restored one; empty when that cannot be read. */
  Optional<ContentsComparison> compare(Target target, Sandbox restored) {
    DatabaseContents now;
    try {
      now = restored(restored);
    } catch (SQLException | ProblemException | RuntimeException e) {
      log.warn("the restored database could not be read for the comparison", e);
      return Optional.empty();
    }
    try {
      DatabaseContents old = new ContentsReader(sql -> ask(target, sql), clock).read();
      return Optional.of(new ContentsComparison(Optional.of(old), now, Optional.empty()));
    } catch (ProblemException e) {
      log.info("production could not be compared: {}", e.getMessage());
      return Optional.of(
          new ContentsComparison(Optional.empty(), now, Optional.of(e.problem().message())));
    } catch (RuntimeException e) {
      log.warn("production could not be compared", e);
      return Optional.of(new ContentsComparison(Optional.empty(), now, Optional.empty()));
    }
  }

  private DatabaseContents restored(Sandbox server) throws SQLException, ProblemException {
    try (Connection connection = server.connect()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET default_transaction_read_only = on");
        statement.execute("SET statement_timeout = '10s'");
      }
      return new ContentsReader(sql -> rows(connection, sql), clock).read();
    }
  }

  private static List<List<String>> rows(Connection connection, String sql)
      throws ProblemException {
    try {
      return SqlRows.rows(connection, sql);
    } catch (SQLException e) {
      throw new Problem(
              ProblemCode.CONNECTION_LOST,
              ServerMessage.masked(String.valueOf(e.getMessage())),
              "Look at the restored database.")
          .exception(e);
    }
  }

  private List<List<String>> ask(Target target, String sql) throws ProblemException {
    return probe.query(target, LIMITS + sql);
  }

  /** Returns the counters of production's database as it is now; empty when it does not answer. */
  Optional<RowCounters> counters(Target target) {
    try {
      return Optional.of(RowCounters.read(sql -> ask(target, sql), clock.instant()));
    } catch (ProblemException | RuntimeException e) {
      log.warn("the database's counters could not be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns what was observed, with what was written to the restored database since the swap. */
  Observations observed(Disaster swapped) {
    return swapped.observations().withWritten(Optional.of(written(swapped)));
  }

  private WrittenRows written(Disaster swapped) {
    Optional<RowCounters> before = swapped.progress().observations().counters();
    Instant now = clock.instant();
    if (before.isEmpty()) {
      return WrittenRows.unknown(
          swapped.progress().startedAt().orElse(swapped.changedAt()),
          now,
          "they were not counted at the swap.");
    }
    try {
      return WrittenRows.between(
          before.get(), RowCounters.read(sql -> ask(swapped.plan().target(), sql), now));
    } catch (ProblemException e) {
      return WrittenRows.unknown(before.get().at(), now, e.problem().message());
    } catch (RuntimeException e) {
      log.warn("the database's counters could not be read", e);
      return WrittenRows.unknown(before.get().at(), now, "the database did not answer.");
    }
  }
}
