package dev.restorebot.engine.testing;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.DiskUse;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A provider whose sandboxes say that they have no pg_restore and no psql, so that backups are
 * loaded without them. Tests still run pg_dump in them.
 */
public final class WithoutClientTools implements SandboxProvider {
  private final SandboxProvider provider;

  public WithoutClientTools(SandboxProvider provider) {
    this.provider = provider;
  }

  /** The same sandbox without its tools. */
  public static Sandbox of(Sandbox sandbox) {
    return new Toolless(sandbox);
  }

  @Override
  public String runtime() {
    return provider.runtime();
  }

  @Override
  public Optional<Problem> unavailable() {
    return provider.unavailable();
  }

  @Override
  public Sandbox start(SandboxRequest request, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    return new Toolless(provider.start(request, progress, cancellation));
  }

  @Override
  public List<SandboxInfo> list() throws ProblemException {
    return provider.list();
  }

  @Override
  public void remove(SandboxInfo sandbox) throws ProblemException {
    provider.remove(sandbox);
  }

  @Override
  public void close() {
    provider.close();
  }

  private record Toolless(Sandbox sandbox) implements Sandbox {
    @Override
    public boolean hasClientTools() {
      return false;
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
}
