package dev.restorebot.engine.testing;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.ForwardingSandbox;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
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
  public Sandbox open(SandboxInfo sandbox) throws ProblemException {
    return new Toolless(provider.open(sandbox));
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

  private static final class Toolless extends ForwardingSandbox {
    Toolless(Sandbox sandbox) {
      super(sandbox);
    }

    @Override
    public boolean hasClientTools() {
      return false;
    }
  }
}
