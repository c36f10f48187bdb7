package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.task.Cancellation;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Passes everything on to another sandbox. Subclasses change what they are about. */
public abstract class ForwardingSandbox implements Sandbox {
  private final Sandbox sandbox;

  /** Passes on to that sandbox. */
  protected ForwardingSandbox(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public SandboxInfo info() {
    return sandbox.info();
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
  public boolean sharesServer() {
    return sandbox.sharesServer();
  }

  @Override
  public boolean hasClientTools() {
    return sandbox.hasClientTools();
  }

  @Override
  public Connection connect() throws SQLException {
    return sandbox.connect();
  }

  @Override
  public Connection connectToLoad() throws SQLException {
    return sandbox.connectToLoad();
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
  public int runAndDelete(ToolCall call, String path, Cancellation cancellation)
      throws ProblemException {
    return sandbox.runAndDelete(call, path, cancellation);
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
