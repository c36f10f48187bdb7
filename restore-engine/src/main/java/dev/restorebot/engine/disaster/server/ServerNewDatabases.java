package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.InitdbArguments;
import dev.restorebot.engine.disaster.NewVolumes;
import dev.restorebot.engine.disaster.ServerAddress;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.sandbox.ClientTools;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.ShellWords;
import dev.restorebot.engine.sandbox.server.Sql;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** New databases beside production's, in the same server. Never writes to one that is there. */
public final class ServerNewDatabases implements NewVolumes {
  private static final Logger log = LoggerFactory.getLogger(ServerNewDatabases.class);
  private static final int HAS_FORCE = 13;

  private final ServerTools programs;
  private final DatabaseMemory memory;

  /**
   * Makes databases.
   *
   * @param programs finds the client programs
   * @param memory what was remembered of databases that were dropped
   */
  public ServerNewDatabases(ServerTools programs, DatabaseMemory memory) {
    this.programs = programs;
    this.memory = memory;
  }

  @Override
  public Filling start(DisasterPlan plan, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    Target target = plan.target();
    ServerAccess access = ServerAccess.of(target);
    String created = plan.newVolume();
    progress.progress(Progress.of(0.1, "creating the database " + created));
    Secret password = access.password();
    Connection guard =
        target.hasWayBack() ? access.connect(target.database()) : access.maintenance();
    ClientTools tools = null;
    try (Connection connection = access.maintenance()) {
      tools =
          programs.find(
              access.address(),
              connection.getMetaData().getDatabaseMajorVersion(),
              plan.id(),
              cancellation);
      Rows.execute(connection, InitdbArguments.createDatabase(target, created));
      Rows.execute(connection, DatabaseProperties.comment(created, mark(plan)));
      // Nobody else has to be in it before it is swapped in; its owner may look.
      Rows.execute(
          connection, "REVOKE ALL ON DATABASE " + Sql.identifier(created) + " FROM PUBLIC");
      cancellation.check();
      return new DatabaseFilling(
          plan,
          access,
          new ServerSandbox(
              info(plan, access.address()), access, password, tools, () -> discard(plan)),
          tools,
          guard,
          memory);
    } catch (SQLException e) {
      close(guard, tools);
      throw ServerProblems.failed("create the database " + created, e);
    } catch (ProblemException | RuntimeException e) {
      close(guard, tools);
      throw e;
    }
  }

  private static void close(Connection guard, ClientTools tools) {
    try (guard) {
      if (tools != null) {
        tools.close();
      }
    } catch (SQLException | ProblemException e) {
      log.debug("what was begun was not closed", e);
    }
  }

  /** The comment of a database until it is swapped in, which says whose it is. */
  static String mark(DisasterPlan plan) {
    return "restore-bot: disaster restore " + plan.id() + " of " + plan.target().database();
  }

  @Override
  public void discard(DisasterPlan plan) throws ProblemException {
    String name = plan.newVolume();
    programs.discard(plan.id());
    try (Connection connection = ServerAccess.of(plan.target()).maintenance()) {
      String old = Naming.name(connection, plan.target().volume().key()).orElse("");
      if (old.equals(plan.oldStorage())) {
        throw ServerProblems.unsuitable(
                "The databases were renamed by hand: the old one is called "
                    + old
                    + ", so nothing was removed.",
                "To go back, rename both as they were: ALTER DATABASE \"…\" RENAME TO \"…\"")
            .exception();
      }
      Optional<String> oid = Naming.oid(connection, name);
      if (oid.isEmpty()) {
        return;
      }
      // Without a comment it is ours from before a crash: the plan found its name free.
      String comment = Naming.comment(connection, name);
      if (oid.get().equals(plan.target().volume().key())
          || !(comment.isEmpty() || comment.equals(mark(plan)))) {
        throw ServerProblems.unsuitable(
                "The database " + name + " was not made for this restore, so it was not removed.",
                "Check whose it is. If nobody needs it: DROP DATABASE \"" + name + "\"")
            .exception();
      }
      boolean force = connection.getMetaData().getDatabaseMajorVersion() >= HAS_FORCE;
      Rows.execute(
          connection, "DROP DATABASE " + Sql.identifier(name) + (force ? " WITH (FORCE)" : ""));
    } catch (SQLException e) {
      throw ServerProblems.failed("remove the database " + name, e);
    }
  }

  /** Never asked for: the old database stays in the server as it is. */
  @Override
  public void safetyCopy(DisasterPlan plan, Cancellation cancellation) {
    throw new IllegalStateException("a plan for a database has no safety copy");
  }

  @Override
  public String look(DisasterPlan plan) {
    ServerAddress address = plan.target().address().orElseThrow();
    return "PGOPTIONS='-c default_transaction_read_only=on' "
        + address.tls()
        + " "
        + ShellWords.command(
            "psql",
            "-h",
            address.host(),
            "-p",
            String.valueOf(address.port()),
            "-U",
            address.user(),
            "-d",
            plan.newVolume());
  }

  @Override
  public void closeLook(DisasterPlan plan) {}

  @Override
  public List<String> users(DisasterPlan plan, String storage) throws ProblemException {
    try (Connection connection = ServerAccess.of(plan.target()).maintenance()) {
      return Rows.of(
              connection,
              "SELECT DISTINCT coalesce(nullif(application_name, ''), usename)"
                  + " FROM pg_stat_activity WHERE datname = "
                  + Sql.literal(storage))
          .stream()
          .map(row -> row.get(0))
          .toList();
    } catch (SQLException e) {
      throw ServerProblems.failed("tell who uses " + storage, e);
    }
  }

  /** One that was renamed is still there. */
  @Override
  public boolean exists(DisasterPlan plan, String storage) throws ProblemException {
    try (Connection connection = ServerAccess.of(plan.target()).maintenance()) {
      return Naming.oid(connection, storage).isPresent()
          || Naming.name(connection, plan.target().volume().key()).isPresent();
    } catch (SQLException e) {
      throw ServerProblems.failed("look for the database " + storage, e);
    }
  }

  /** Drops only the database that had the target's OID when the restore was planned. */
  @Override
  public void deleteLeft(DisasterPlan plan, String storage) throws ProblemException {
    try (Connection connection = ServerAccess.of(plan.target()).maintenance()) {
      Optional<String> oid = Naming.oid(connection, storage);
      if (oid.isEmpty()) {
        Optional<String> renamed = Naming.name(connection, plan.target().volume().key());
        if (renamed.isPresent()) {
          throw ServerProblems.unsuitable(
                  "The old database is called " + renamed.get() + ", so it was not deleted.",
                  "Rename it to " + storage + ", then request the deletion again.")
              .exception();
        }
        return;
      }
      if (!storage.equals(plan.oldStorage()) || !oid.get().equals(plan.target().volume().key())) {
        throw ServerProblems.unsuitable(
                "The database " + storage + " is not the old one, so it was not deleted.",
                "Check whose it is. If nobody needs it: DROP DATABASE \"" + storage + "\"")
            .exception();
      }
      // Without FORCE: PostgreSQL refuses a database that somebody uses.
      Rows.execute(connection, "DROP DATABASE " + Sql.identifier(storage));
    } catch (SQLException e) {
      throw ServerProblems.failed("delete the database " + storage, e);
    }
  }

  private static SandboxInfo info(DisasterPlan plan, ServerAddress address) {
    String name = plan.newVolume();
    DataVolume old = plan.target().volume();
    return new SandboxInfo(
        "server",
        plan.id(),
        "disaster",
        true,
        plan.target().server().image(),
        address.text(),
        name,
        address.host(),
        address.port(),
        name,
        address.user(),
        plan.target().cluster().version(),
        plan.createdAt(),
        plan.createdAt(),
        List.of("It is beside " + old.name() + " in the same server."),
        List.of(
            ShellWords.command(
                "psql",
                "-h",
                address.host(),
                "-p",
                String.valueOf(address.port()),
                "-U",
                address.user(),
                "-d",
                name)),
        List.of(
            ShellWords.command(
                "dropdb",
                "-h",
                address.host(),
                "-p",
                String.valueOf(address.port()),
                "-U",
                address.user(),
                name)));
  }
}
