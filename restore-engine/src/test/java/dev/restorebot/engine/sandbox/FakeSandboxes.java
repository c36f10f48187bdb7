package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A provider whose sandboxes do nothing but exist, or which has one problem with everything. */
public final class FakeSandboxes implements SandboxProvider {
  public final List<SandboxInfo> existing = new CopyOnWriteArrayList<>();

  /** What was asked for of {@link #keepWarm}. */
  public final List<WarmPolicy> warm = new CopyOnWriteArrayList<>();

  /** Runs before each removal. */
  public volatile Runnable beforeRemoval = () -> {};

  boolean closed;
  private final String runtime;
  private final Optional<Problem> problem;

  private FakeSandboxes(String runtime, Optional<Problem> problem) {
    this.runtime = runtime;
    this.problem = problem;
  }

  public static FakeSandboxes working(String runtime) {
    return new FakeSandboxes(runtime, Optional.empty());
  }

  public static FakeSandboxes failing(String runtime, ProblemCode code) {
    return new FakeSandboxes(runtime, Optional.of(new Problem(code, runtime + " is ill", "wait")));
  }

  @Override
  public String runtime() {
    return runtime;
  }

  @Override
  public Optional<Problem> unavailable() {
    return problem;
  }

  @Override
  public Sandbox start(SandboxRequest request, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    check();
    Sandbox sandbox =
        new FakeSandbox(runtime, request.jobId(), request.owner(), request.database());
    existing.add(sandbox.info());
    return sandbox;
  }

  @Override
  public void keepWarm(WarmPolicy policy) {
    warm.add(policy);
  }

  @Override
  public Sandbox open(SandboxInfo sandbox) throws ProblemException {
    check();
    return new FakeSandbox(runtime, sandbox.jobId(), sandbox.owner(), sandbox.database());
  }

  @Override
  public List<SandboxInfo> list() throws ProblemException {
    check();
    return List.copyOf(existing);
  }

  @Override
  public void remove(SandboxInfo sandbox) throws ProblemException {
    check();
    beforeRemoval.run();
    existing.removeIf(
        info -> info.jobId().equals(sandbox.jobId()) && info.owner().equals(sandbox.owner()));
  }

  @Override
  public void close() {
    closed = true;
  }

  private void check() throws ProblemException {
    if (problem.isPresent()) {
      throw problem.get().exception();
    }
  }
}
