package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DatabaseProbe;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Pauses;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Inspects databases of a server. Changes nothing. */
public final class ServerProbe implements DatabaseProbe {
  private static final long PAUSE_MILLIS = 500;
  private static final String FIELD = "\u001f";

  private final DatabaseProbe services;

  /**
   * Inspects servers.
   *
   * @param services reads the logs of a target's services
   */
  public ServerProbe(DatabaseProbe services) {
    this.services = services;
  }

  /** The old database's name while it has it; then that of the one that was restored with it. */
  @Override
  public String mountedVolume(Target target) throws ProblemException {
    try (Connection connection = maintenance(target)) {
      String old = Naming.name(connection, target.volume().key()).orElse("");
      if (old.equals(target.database())) {
        return target.volume().name();
      }
      return other(
          connection,
          target,
          old.matches(".*_before_\\d{8}_\\d{6}") ? DisasterPlan.restoredBeside(old) : "");
    } catch (SQLException e) {
      throw ServerProblems.failed("tell its databases", e);
    }
  }

  @Override
  public String storage(Disaster disaster) throws ProblemException {
    Target target = disaster.plan().target();
    Optional<String> restored = disaster.progress().override();
    try (Connection connection = maintenance(target)) {
      Optional<String> serving = Naming.oid(connection, target.database());
      if (serving.isPresent() && serving.get().equals(target.volume().key())) {
        return target.volume().name();
      }
      return other(connection, target, serving.equals(restored) ? disaster.plan().newVolume() : "");
    } catch (SQLException e) {
      throw ServerProblems.failed("tell its databases", e);
    }
  }

  private static String other(Connection connection, Target target, String known)
      throws SQLException {
    Optional<String> serving = Naming.oid(connection, target.database());
    return serving.isEmpty() || !known.isEmpty()
        ? serving.map(any -> known).orElse("")
        : target.database() + " with the OID " + serving.get();
  }

  /** Uploads are never restored with such a target. */
  @Override
  public String mountedVolume(Target target, String service, String path) {
    return "";
  }

  @Override
  public void requireVolume(Target target, String volume) throws ProblemException {
    try (Connection connection = maintenance(target)) {
      boolean there =
          volume.equals(target.volume().name())
              ? Naming.name(connection, target.volume().key()).isPresent()
              : Naming.oid(connection, volume).isPresent();
      if (!there) {
        throw new Problem(
                ProblemCode.SWAP_FAILED,
                "The database "
                    + volume
                    + (volume.equals(target.volume().name())
                        ? " of before the restore no longer exists."
                        : " no longer exists."),
                "Nothing was changed. To try another backup, request a new restore.")
            .exception();
      }
    } catch (SQLException e) {
      throw ServerProblems.failed("tell its databases", e);
    }
  }

  @Override
  public void awaitAccepting(Target target, Duration patience, Cancellation cancellation)
      throws ProblemException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        var unused = query(target, "SELECT 1");
        return;
      } catch (ProblemException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Pauses.await(PAUSE_MILLIS, cancellation);
      }
    }
  }

  @Override
  public List<List<String>> query(Target target, String sql) throws ProblemException {
    try (Connection connection = ServerAccess.of(target).connect(target.database())) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false); // SET LOCAL counts until the last of several statements
      List<List<String>> rows = new ArrayList<>();
      for (List<String> row : Rows.of(connection, sql)) {
        // Some questions join their fields, as psql separates them.
        rows.add(row.size() == 1 ? List.of(row.get(0).split(FIELD, -1)) : row);
      }
      return rows;
    } catch (SQLException e) {
      throw ServerProblems.failed("answer in " + target.database(), e);
    }
  }

  @Override
  public List<String> log(Target target, String service, Instant since) throws ProblemException {
    return services.log(target, service, since);
  }

  private static Connection maintenance(Target target) throws ProblemException {
    return ServerAccess.of(target).maintenance();
  }
}
