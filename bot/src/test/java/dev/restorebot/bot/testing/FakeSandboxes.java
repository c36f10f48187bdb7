package dev.restorebot.bot.testing;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Sandboxes without a server: programs in them succeed at once, connections fail, so a test ends
 * READY and COULD_NOT_VERIFY. A gate holds jobs in RESTORING.
 */
public final class FakeSandboxes implements SandboxProvider {
  private final List<SandboxInfo> standing = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile boolean stuck;

  /** From now on programs do not end. */
  public void closeGate() {
    gate = new CountDownLatch(1);
  }

  /** Programs end again. */
  public void openGate() {
    gate.countDown();
  }

  /** From now on nothing can be removed, or it can again. */
  public void stick(boolean on) {
    stuck = on;
  }

  public List<SandboxInfo> standing() {
    return List.copyOf(standing);
  }

  @Override
  public String runtime() {
    return "docker";
  }

  @Override
  public Optional<Problem> unavailable() {
    return Optional.empty();
  }

  @Override
  public Sandbox start(
      SandboxRequest request, ProgressListener progress, Cancellation cancellation) {
    SandboxInfo info = Facts.sandbox(request.jobId(), request.owner(), request.deadline());
    standing.add(info);
    return new FakeSandbox(info);
  }

  @Override
  public Sandbox open(SandboxInfo sandbox) {
    return new FakeSandbox(sandbox);
  }

  @Override
  public List<SandboxInfo> list() {
    return standing();
  }

  @Override
  public void remove(SandboxInfo sandbox) throws ProblemException {
    if (stuck) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The sandbox could not be removed.",
              "docker rm -f " + sandbox.container())
          .exception();
    }
    standing.removeIf(each -> each.jobId().equals(sandbox.jobId()));
  }

  @Override
  public void close() {}

  private final class FakeSandbox implements Sandbox {
    private final SandboxInfo info;

    FakeSandbox(SandboxInfo info) {
      this.info = info;
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
      return 1;
    }

    @Override
    public Connection connect() throws SQLException {
      throw new SQLException("Connection to 127.0.0.1:1 refused.", "08001");
    }

    @Override
    public Connection connectAsAdmin() throws SQLException {
      return connect();
    }

    @Override
    public Connection connectAs(String role, Secret password) throws SQLException {
      return connect();
    }

    @Override
    public String put(String name, InputStream content, Cancellation cancellation) {
      try {
        content.transferTo(OutputStream.nullOutputStream());
        return "/backup/" + name;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void delete(String path) {}

    @Override
    public int run(ToolCall call, Cancellation cancellation) {
      CountDownLatch here = gate;
      try (Cancellation.Registration registration = cancellation.onCancel(here::countDown)) {
        here.await();
        cancellation.check();
        return 0;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return 1;
      }
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
    public void remove() throws ProblemException {
      FakeSandboxes.this.remove(info);
    }
  }
}
