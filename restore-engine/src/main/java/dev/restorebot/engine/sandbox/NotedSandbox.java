package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.task.Cancellation;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A sandbox with one more note. */
final class NotedSandbox implements Sandbox {
  private final Sandbox sandbox;
  private final SandboxInfo info;

  NotedSandbox(Sandbox sandbox, String note) {
    this.sandbox = sandbox;
    this.info = sandbox.info().withNote(note);
  }

  @Override
  public SandboxInfo info() {
    return info;
  }

  @Override
  public Secret password() {
    return sandbox.password();
  }

  @Override
  public int cpus() {
    return sandbox.cpus();
  }

  @Override
  public Connection connect() throws SQLException {
    return sandbox.connect();
  }

  @Override
  public Connection connectAsAdmin() throws SQLException {
    return sandbox.connectAsAdmin();
  }

  @Override
  public Connection connectAs(String role, Secret password) throws SQLException {
    return sandbox.connectAs(role, password);
  }

  @Override
  public String put(String name, InputStream content, Cancellation cancellation)
      throws ProblemException {
    return sandbox.put(name, content, cancellation);
  }

  @Override
  public void delete(String path) throws ProblemException {
    sandbox.delete(path);
  }

  @Override
  public int run(ToolCall call, Cancellation cancellation) throws ProblemException {
    return sandbox.run(call, cancellation);
  }

  @Override
  public Optional<ClientPrograms> clients() {
    return sandbox.clients();
  }

  @Override
  public Optional<Problem> trouble() {
    return sandbox.trouble();
  }

  @Override
  public DiskUse disk() throws ProblemException {
    return sandbox.disk();
  }

  @Override
  public void remove() throws ProblemException {
    sandbox.remove();
  }
}
