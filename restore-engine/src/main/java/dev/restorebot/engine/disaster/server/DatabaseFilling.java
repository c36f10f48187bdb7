package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.NewVolumes;
import dev.restorebot.engine.sandbox.ClientPrograms;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import java.sql.Connection;
import java.sql.SQLException;

/** A new database while it is filled. */
final class DatabaseFilling implements NewVolumes.Filling {
  private final DisasterPlan plan;
  private final ServerAccess access;
  private final Sandbox sandbox;
  private final ClientPrograms tools;

  /** While it is open, no statement of a backup can drop production's database. */
  private final Connection guard;

  DatabaseFilling(
      DisasterPlan plan,
      ServerAccess access,
      Sandbox sandbox,
      ClientPrograms tools,
      Connection guard) {
    this.plan = plan;
    this.access = access;
    this.sandbox = sandbox;
    this.tools = tools;
    this.guard = guard;
  }

  @Override
  public Sandbox sandbox() {
    return sandbox;
  }

  /** Owner, grants, settings and the like are tried here, and given to it in the swap. */
  @Override
  public void finish(Cancellation cancellation) throws ProblemException {
    String restored = plan.newVolume();
    try (Connection connection = sandbox.connect()) {
      // A backup holds no statistics; without them production's first queries take minutes.
      Rows.execute(connection, "ANALYZE");
    } catch (SQLException e) {
      throw ServerProblems.failed("analyze " + restored, e);
    }
    cancellation.check();
    try (Connection connection = access.maintenance()) {
      connection.setAutoCommit(false);
      DatabaseProperties.read(connection, plan.target().volume().key()).apply(connection, restored);
      connection.rollback();
    } catch (SQLException e) {
      throw ServerProblems.failed("give " + restored + " the old one's grants and settings", e);
    }
    release();
  }

  @Override
  public void release() throws ProblemException {
    try (guard) {
      tools.close();
    } catch (SQLException e) {
      throw ServerProblems.failed("end a connection", e);
    }
  }
}
