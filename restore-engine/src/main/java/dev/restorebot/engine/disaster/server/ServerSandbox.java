package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.ClientTools;
import dev.restorebot.engine.sandbox.DiskUse;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.SessionOptions;
import dev.restorebot.engine.task.Cancellation;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** A new database in production's server, to load into and to verify. */
final class ServerSandbox implements Sandbox {
  private static final int MOST_JOBS = 4;
  private static final Duration QUICK = Duration.ofSeconds(20);

  private final SandboxInfo info;
  private final ServerAccess access;
  private final Secret password;
  private final ClientTools tools;
  private final Removal removal;

  /** Removes the database. */
  interface Removal {
    void remove() throws ProblemException;
  }

  ServerSandbox(
      SandboxInfo info, ServerAccess access, Secret password, ClientTools tools, Removal removal) {
    this.info = info;
    this.access = access;
    this.password = password;
    this.tools = tools;
    this.removal = removal;
  }

  @Override
  public SandboxInfo info() {
    return info;
  }

  @Override
  public Secret password() {
    return password;
  }

  /** The server is busy with other databases too. */
  @Override
  public int cpus() {
    return Math.max(1, Math.min(MOST_JOBS, Runtime.getRuntime().availableProcessors()));
  }

  @Override
  public boolean sharesServer() {
    return true;
  }

  @Override
  public Connection connect() throws SQLException {
    return connectAs(info.user(), password);
  }

  @Override
  public boolean hasClientTools() {
    return tools.hasPrograms();
  }

  @Override
  public Connection connectToLoad() throws SQLException {
    try {
      return access.connectLikeTools(info.database(), SessionOptions.ofRole(info.serverVersion()));
    } catch (ProblemException e) {
      throw new SQLException(e.getMessage(), e);
    }
  }

  /** As the role that restores: there is no superuser here. */
  @Override
  public Connection connectAsAdmin() throws SQLException {
    return connect();
  }

  @Override
  public Connection connectAs(String role, Secret secret) throws SQLException {
    try {
      return access.connect(
          info.database(), role, secret, SessionOptions.ofRole(info.serverVersion()));
    } catch (ProblemException e) {
      throw new SQLException(e.getMessage(), e);
    }
  }

  @Override
  public String put(String name, InputStream content, Cancellation cancellation)
      throws ProblemException {
    return tools.put(name, content, cancellation);
  }

  @Override
  public void delete(String path) throws ProblemException {
    tools.delete(path);
  }

  @Override
  public int run(ToolCall call, Cancellation cancellation) throws ProblemException {
    return tools.run(call, access.environment(info.database()), cancellation);
  }

  @Override
  public Optional<Problem> trouble() {
    try (Connection connection = connect()) {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(QUICK.toMillis()));
      Rows.execute(connection, "SELECT 1");
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(
          new Problem(
              ProblemCode.CONNECTION_LOST,
              "The database server "
                  + access.address().text()
                  + " does not answer any more. This says nothing about the backup.",
              "Check the server and its log, then run the restore again."));
    }
  }

  /** Returns no free space: a server does not say how much its disk has. */
  @Override
  public DiskUse disk() throws ProblemException {
    try (Connection connection = connect()) {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(QUICK.toMillis()));
      return new DiskUse(
          Long.MAX_VALUE,
          Long.parseLong(
              Rows.value(connection, "SELECT pg_database_size(current_database())").orElse("0")));
    } catch (SQLException e) {
      throw ServerProblems.failed("tell the size of " + info.database(), e);
    }
  }

  @Override
  public void remove() throws ProblemException {
    removal.remove();
  }
}
