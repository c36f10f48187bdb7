package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.InputStream;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A provider whose sandboxes do nothing but exist, or which has one problem with everything. */
public final class FakeSandboxes implements SandboxProvider {
  public final List<SandboxInfo> existing = new ArrayList<>();
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
    SandboxInfo info =
        new SandboxInfo(
            runtime,
            request.jobId(),
            request.owner(),
            false,
            "image",
            "container",
            "volume",
            "127.0.0.1",
            1,
            request.database(),
            "user",
            "15.1",
            Instant.EPOCH,
            Instant.EPOCH,
            List.of("first"),
            List.of(),
            List.of());
    existing.add(info);
    return new FakeSandbox(info);
  }

  @Override
  public List<SandboxInfo> list() throws ProblemException {
    check();
    return List.copyOf(existing);
  }

  @Override
  public void remove(SandboxInfo sandbox) throws ProblemException {
    check();
    existing.removeIf(info -> info.jobId().equals(sandbox.jobId()));
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

  private record FakeSandbox(SandboxInfo info) implements Sandbox {
    @Override
    public int cpus() {
      return 3;
    }

    @Override
    public Connection connect() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Connection connectAsAdmin() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Connection connectAs(String role, Secret password) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String put(String name, InputStream content, Cancellation cancellation) {
      return "/" + name;
    }

    @Override
    public void delete(String path) {}

    @Override
    public int run(ToolCall call, Cancellation cancellation) {
      return 7;
    }

    @Override
    public Optional<Problem> trouble() {
      return Optional.empty();
    }

    @Override
    public DiskUse disk() {
      return new DiskUse(Long.MAX_VALUE, 0);
    }

    @Override
    public void remove() {}
  }
}
