package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.SwapProof;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the server whether both databases can be renamed, there and back. */
public final class ServerSwapProof implements SwapProof {
  /** Absolute, as a relative one would be stored with the folder that the bot runs in. */
  static final Path NONE = Path.of("/");

  private final ServerTools programs;
  private final DatabaseMemory memory;

  /**
   * Asks servers.
   *
   * @param programs finds the client programs
   * @param memory what was remembered of databases that were dropped
   */
  public ServerSwapProof(ServerTools programs, DatabaseMemory memory) {
    this.programs = programs;
    this.memory = memory;
  }

  /** Whoever found the target has logged in. */
  @Override
  public void requireReachable(Target target) {}

  @Override
  public Path overrideFile(Target target, TargetSettings settings) {
    return NONE;
  }

  @Override
  public List<String> warnings(
      Target target, TargetSettings settings, Path overrideFile, boolean withUploads) {
    return List.of();
  }

  @Override
  public String hash(Target target) throws ProblemException {
    if (!target.hasWayBack()) {
      return memory.hash(target);
    }
    try (Connection connection = maintenance(target)) {
      return DatabaseProperties.read(connection, target.volume().key()).hash();
    } catch (SQLException e) {
      throw ServerProblems.failed("describe the database " + target.database(), e);
    }
  }

  @Override
  public Map<String, String> kept(Path overrideFile, Target target, Optional<String> newUploads) {
    return Map.of();
  }

  @Override
  public Optional<String> definition(DisasterPlan plan) {
    return Optional.empty();
  }

  /** The new names have to be free. */
  @Override
  public void requireLasting(DisasterPlan plan) throws ProblemException {
    try (Connection connection = maintenance(plan.target())) {
      requireFree(connection, plan.newVolume());
      requireFree(connection, plan.oldStorage());
    } catch (SQLException e) {
      throw ServerProblems.failed("tell its databases", e);
    }
  }

  private static void requireFree(Connection connection, String name)
      throws SQLException, ProblemException {
    if (Naming.oid(connection, name).isPresent()) {
      throw ServerProblems.unsuitable(
              "There is a database " + name + " in the server already.",
              "Request the restore again: the new plan has other names.")
          .exception();
    }
  }

  @Override
  public void requireSwap(DisasterPlan plan) throws ProblemException {
    String name = plan.target().database();
    try (Connection connection = maintenance(plan.target())) {
      boolean there = plan.target().hasWayBack();
      String oid = plan.target().volume().key();
      if (!Naming.oid(connection, name).equals(Optional.of(oid).filter(any -> there))) {
        throw refusedSwap("another database is called " + name + " since the plan was approved");
      }
      if (!hash(plan.target()).equals(plan.filesHash())) {
        throw refusedSwap(
            "the owner, grants, comment or settings of the database "
                + name
                + " have changed since the plan was approved");
      }
      requireFree(connection, plan.oldStorage());
      rights(connection, plan).require();
      Sessions.requireOurs(connection, oid, name);
      Optional<String> restored = Naming.oid(connection, plan.newVolume());
      if (restored.isEmpty()) {
        throw refusedSwap("the restored database " + plan.newVolume() + " no longer exists");
      }
      Sessions.requireOurs(connection, restored.get(), plan.newVolume());
    } catch (SQLException e) {
      throw ServerProblems.failed("describe the database " + name, e);
    }
  }

  private static ProblemException refusedSwap(String why) {
    Problem problem =
        ServerProblems.unsuitable(
            "The swap was not started, and nothing was stopped for it: " + why + ".",
            "Put it back as it was and confirm the swap again; or abandon this restore and request"
                + " it again.");
    return problem.exception();
  }

  private Rights rights(Connection connection, DisasterPlan plan) {
    return new Rights(
        connection,
        plan.target().address().orElseThrow(),
        plan.target().database(),
        plan.target().volume().key(),
        plan.target().cluster().owner(),
        programs);
  }

  @Override
  public Optional<String> requireWayBack(DisasterPlan plan, Optional<String> before)
      throws ProblemException {
    String name = plan.target().database();
    String oid = plan.target().volume().key();
    try (Connection connection = maintenance(plan.target())) {
      rights(connection, plan).require();
      String now = Naming.name(connection, oid).orElse("");
      if (now.equals(name)) {
        return before; // it was not renamed, or it was renamed back already
      }
      if (!now.equals(plan.oldStorage())) {
        throw refusedWayBack(
            now.isEmpty()
                ? "the old database no longer exists"
                : "somebody renamed the old database to " + now,
            now.isEmpty()
                ? "To try another backup, request a new restore."
                : "Rename it to " + plan.oldStorage() + ". Then request the rollback again.");
      }
      Optional<String> serving = Naming.oid(connection, name);
      if (serving.isEmpty() || (before.isPresent() && !serving.equals(before))) {
        throw refusedWayBack(
            serving.isEmpty()
                ? "there is no database " + name
                : "the database " + name + " is not the one that was swapped in",
            "Find out who changed it. By hand: ALTER DATABASE \""
                + plan.oldStorage()
                + "\" RENAME TO \""
                + name
                + "\"");
      }
      requireFree(connection, plan.newVolume());
      Sessions.requireOurs(connection, oid, plan.oldStorage());
      Sessions.requireOurs(connection, serving.get(), name);
      return serving;
    } catch (SQLException e) {
      throw ServerProblems.failed("describe the database " + name, e);
    }
  }

  private static ProblemException refusedWayBack(String why, String hint) {
    return ServerProblems.unsuitable(
            "The rollback was not started, and nothing was stopped: " + why + ".", hint)
        .exception();
  }

  private static Connection maintenance(Target target) throws ProblemException {
    return ServerAccess.of(target).maintenance();
  }
}
