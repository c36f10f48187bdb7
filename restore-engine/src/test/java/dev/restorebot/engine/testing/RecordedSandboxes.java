package dev.restorebot.engine.testing;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A provider that keeps hold of the sandboxes it starts, so that a test can work in them. */
public final class RecordedSandboxes implements SandboxProvider {
  private final SandboxProvider provider;
  private final Map<String, Sandbox> started = new ConcurrentHashMap<>();

  public RecordedSandboxes(SandboxProvider provider) {
    this.provider = provider;
  }

  /** The sandbox of a job. */
  public Sandbox of(String job) {
    return Optional.ofNullable(started.get(job)).orElseThrow();
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
    Sandbox sandbox = provider.start(request, progress, cancellation);
    started.put(request.jobId(), sandbox);
    return sandbox;
  }

  @Override
  public Sandbox open(SandboxInfo sandbox) throws ProblemException {
    return provider.open(sandbox);
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
}
