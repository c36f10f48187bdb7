package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.task.Cancellation;
import java.io.InputStream;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A sandbox that does nothing but exist. */
class FakeSandbox implements Sandbox {
  private final SandboxInfo info;

  FakeSandbox(String runtime, String jobId, String owner, String database) {
    this.info =
        new SandboxInfo(
            runtime,
            jobId,
            owner,
            false,
            "image",
            "container",
            "volume",
            "127.0.0.1",
            1,
            database,
            "user",
            "15.1",
            Instant.EPOCH,
            Instant.EPOCH,
            List.of("first"),
            List.of(),
            List.of());
  }

  @Override
  public SandboxInfo info() {
    return info;
  }

  @Override
  public Secret password() {
    return Secret.random();
  }

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
  public DiskUse disk() throws ProblemException {
    return new DiskUse(Long.MAX_VALUE, 0);
  }

  @Override
  public void remove() {}
}
