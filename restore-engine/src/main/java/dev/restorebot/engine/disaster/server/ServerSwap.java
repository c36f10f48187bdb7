package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.Swap;
import dev.restorebot.engine.sandbox.server.Sql;
import dev.restorebot.engine.task.Cancellation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Gives the restored database the name of the old one. Both are closed first; then one transaction
 * renames both, gives the restored one what the old one had, and opens both. So after a crash
 * either nothing is renamed or all is, and which of the two is told by their OIDs.
 */
public final class ServerSwap implements Swap {
  private static final String FULL = "53300";

  private final Duration patience;
  private final DatabaseMemory memory;

  /**
   * Swaps.
   *
   * @param patience how long connections may take to end
   * @param memory what was remembered of databases that were dropped
   */
  public ServerSwap(Duration patience, DatabaseMemory memory) {
    this.patience = patience;
    this.memory = memory;
  }

  /** Returns the OID of the restored database. */
  @Override
  public Optional<String> before(DisasterPlan plan) throws ProblemException {
    return restored(plan);
  }

  /** Returns its OID. */
  @Override
  public Optional<String> restored(DisasterPlan plan) throws ProblemException {
    try (Connection connection = ServerAccess.of(plan.target()).maintenance()) {
      return Optional.of(restored(connection, plan, Optional.empty()));
    } catch (SQLException e) {
      throw ServerProblems.swap("find " + plan.newVolume(), e);
    }
  }

  @Override
  public void stopDatabase(DisasterPlan plan) throws ProblemException {
    try (Connection connection = ServerAccess.of(plan.target()).maintenance()) {
      if (plan.target().hasWayBack()) {
        close(connection, old(plan), Cancellation.none());
      }
    } catch (SQLException e) {
      throw ServerProblems.swap("end the connections to " + plan.target().database(), e);
    }
  }

  @Override
  public void swapIn(DisasterPlan plan, String by, String reason, Cancellation cancellation)
      throws ProblemException {
    String name = plan.target().database();
    try (Connection connection = ServerAccess.of(plan.target()).maintenance()) {
      String now = Naming.name(connection, old(plan)).orElse("");
      if (!plan.target().hasWayBack()) {
        nameRestored(connection, plan, cancellation);
      } else if (!now.equals(plan.oldStorage())) {
        if (!now.equals(name)) {
          throw elsewhere(plan, now);
        }
        String restored = restored(connection, plan, Optional.empty());
        close(connection, old(plan), cancellation);
        close(connection, restored, cancellation);
        connection.setAutoCommit(false);
        DatabaseProperties properties = DatabaseProperties.read(connection, old(plan));
        properties.apply(connection, plan.newVolume());
        rename(connection, name, plan.oldStorage());
        rename(connection, plan.newVolume(), name);
        Sessions.allow(connection, plan.oldStorage(), true);
        Sessions.allow(connection, name, true);
        connection.commit();
      }
    } catch (SQLException e) {
      throw ServerProblems.swap("rename " + name, e);
    }
    requireAnswer(plan);
  }

  /** There is no old one: it gets what the dropped one is remembered to have had. */
  private void nameRestored(Connection connection, DisasterPlan plan, Cancellation cancellation)
      throws SQLException, ProblemException {
    String name = plan.target().database();
    Optional<String> restored = Naming.oid(connection, plan.newVolume());
    if (restored.isEmpty() && Naming.oid(connection, name).isPresent()) {
      return; // done before a crash
    }
    close(connection, restored(connection, plan, restored), cancellation);
    connection.setAutoCommit(false);
    rename(connection, plan.newVolume(), name);
    Rows.execute(connection, DatabaseProperties.comment(name, ""));
    memory.restore(connection, plan.target());
    Sessions.allow(connection, name, true);
    connection.commit();
  }

  @Override
  public void swapBack(DisasterPlan plan, Optional<String> previous, Cancellation cancellation)
      throws ProblemException {
    String name = plan.target().database();
    try (Connection connection = ServerAccess.of(plan.target()).maintenance()) {
      String now = Naming.name(connection, old(plan)).orElse("");
      if (now.equals(name)) {
        Sessions.allow(connection, name, true);
      } else if (now.equals(plan.oldStorage())) {
        String restored = restored(connection, plan, previous);
        close(connection, old(plan), cancellation);
        close(connection, restored, cancellation);
        connection.setAutoCommit(false);
        Rows.execute(connection, DatabaseProperties.comment(name, ServerNewDatabases.mark(plan)));
        rename(connection, name, plan.newVolume());
        rename(connection, plan.oldStorage(), name);
        Sessions.allow(connection, plan.newVolume(), true);
        Sessions.allow(connection, name, true);
        connection.commit();
      } else {
        throw elsewhere(plan, now);
      }
    } catch (SQLException e) {
      throw ServerProblems.swap("rename " + name + " back", e);
    }
    requireAnswer(plan);
  }

  @Override
  public String resume(DisasterPlan plan, Optional<String> before, String content)
      throws ProblemException {
    String name = plan.target().database();
    try (Connection connection = ServerAccess.of(plan.target()).maintenance()) {
      Optional<String> oid = Naming.oid(connection, name);
      if (oid.isEmpty()) {
        throw elsewhere(plan, Naming.name(connection, old(plan)).orElse(""));
      }
      Sessions.allow(connection, name, true);
      return "The database "
          + name
          + " lets connections in; it is the "
          + (oid.get().equals(old(plan)) ? "old" : "restored")
          + " one.";
    } catch (SQLException e) {
      throw ServerProblems.swap("open " + name, e);
    }
  }

  @Override
  public Optional<String> doneByHand(DisasterPlan plan) throws ProblemException {
    String name = plan.target().database();
    try (Connection connection = ServerAccess.of(plan.target()).maintenance()) {
      Optional<String> serving = Naming.oid(connection, name);
      if (serving.isEmpty()
          || serving.get().equals(old(plan))
          || Naming.oid(connection, plan.newVolume()).isPresent()
          || (plan.target().hasWayBack()
              && !Naming.name(connection, old(plan)).orElse("").equals(plan.oldStorage()))) {
        throw new Problem(
                ProblemCode.SWAP_FAILED,
                "The databases were not renamed yet: "
                    + name
                    + " is not the restored one, or the old one is not "
                    + plan.oldStorage()
                    + ".",
                "Run the commands of the runbook first, then confirm the swap again.")
            .exception();
      }
      return serving;
    } catch (SQLException e) {
      throw ServerProblems.swap("find " + name, e);
    }
  }

  /** Closed first, so that no new connection comes while the others end. */
  private void close(Connection connection, String oid, Cancellation cancellation)
      throws SQLException, ProblemException {
    String name =
        Naming.name(connection, oid).orElseThrow(() -> new SQLException("no database " + oid));
    Sessions.allow(connection, name, false);
    Sessions.end(connection, oid, patience, cancellation);
  }

  private static void rename(Connection connection, String from, String to) throws SQLException {
    Rows.execute(
        connection, "ALTER DATABASE " + Sql.identifier(from) + " RENAME TO " + Sql.identifier(to));
  }

  /** Finds the restored database under the name that it has before or after the swap. */
  private static String restored(Connection connection, DisasterPlan plan, Optional<String> known)
      throws SQLException, ProblemException {
    if (known.isPresent() && Naming.name(connection, known.get()).isPresent()) {
      return known.get();
    }
    return Naming.oid(connection, plan.newVolume())
        .orElseThrow(
            () ->
                new Problem(
                        ProblemCode.SWAP_FAILED,
                        "The restored database " + plan.newVolume() + " no longer exists.",
                        "Request the restore again.")
                    .exception());
  }

  private static void requireAnswer(DisasterPlan plan) throws ProblemException {
    String database = plan.target().database();
    try (Connection connection = ServerAccess.of(plan.target()).connect(database)) {
      Rows.execute(connection, "SELECT 1");
    } catch (SQLException e) {
      throw ServerProblems.swap("answer in " + database + " after the renaming", e);
    } catch (ProblemException e) {
      boolean full =
          e.getCause() instanceof SQLException refused && FULL.equals(refused.getSQLState());
      if (!full) { // else the clients are back already
        throw e;
      }
    }
  }

  private static ProblemException elsewhere(DisasterPlan plan, String now) {
    return new Problem(
            ProblemCode.SWAP_FAILED,
            now.isEmpty()
                ? "The old database of " + plan.target().database() + " no longer exists."
                : "The old database of "
                    + plan.target().database()
                    + " is called "
                    + now
                    + ": somebody renamed it.",
            now.isEmpty()
                ? "There is nothing to go back to."
                : "Give it the name "
                    + plan.oldStorage()
                    + " or "
                    + plan.target().database()
                    + " again, then try again.")
        .exception();
  }

  private static String old(DisasterPlan plan) {
    return plan.target().volume().key();
  }
}
