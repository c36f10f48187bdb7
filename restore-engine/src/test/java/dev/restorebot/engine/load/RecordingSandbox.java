package dev.restorebot.engine.load;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.DiskUse;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.server.InputFailure;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes what is loaded, counts it, and has no server. Each program succeeds. */
final class RecordingSandbox implements Sandbox {
  private final long most;
  private final Consumer<String> whenTaken;
  private final List<String> programs = new ArrayList<>();
  private long bytes;
  private int puts;

  /** Calls that with the name of each file, or program with an input, that it has taken. */
  RecordingSandbox(Consumer<String> whenTaken) {
    this(Long.MAX_VALUE, whenTaken);
  }

  /**
   * @param most the bytes after which a program reads no more
   */
  RecordingSandbox(long most, Consumer<String> whenTaken) {
    this.most = most;
    this.whenTaken = whenTaken;
  }

  List<String> programs() {
    return programs;
  }

  /** Returns the number of files that were put into it. */
  int puts() {
    return puts;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public Secret password() {
    throw new UnsupportedOperationException("it has no server");
  }

  @Override
  public SandboxInfo info() {
    return new SandboxInfo(
        "docker",
        "job",
        "owner",
        false,
        "image",
        "container",
        "volume",
        "127.0.0.1",
        1,
        "app",
        "postgres",
        "15.1",
        Instant.EPOCH,
        Instant.EPOCH,
        List.of(),
        List.of(),
        List.of());
  }

  @Override
  public int cpus() {
    return 1;
  }

  @Override
  public Connection connect() throws SQLException {
    throw new SQLException("no server");
  }

  @Override
  public Connection connectAsAdmin() throws SQLException {
    throw new SQLException("no server");
  }

  @Override
  public Connection connectAs(String role, Secret password) throws SQLException {
    throw new SQLException("no server");
  }

  @Override
  public String put(String name, InputStream content, Cancellation cancellation)
      throws ProblemException {
    take(name, content, Long.MAX_VALUE);
    puts++;
    return "/sandbox/" + name;
  }

  @Override
  public void delete(String path) {}

  @Override
  public int run(ToolCall call, Cancellation cancellation) throws ProblemException {
    programs.add(call.command().get(0));
    if (call.stdin().isPresent()) {
      take(call.command().get(0), call.stdin().get(), most);
    }
    return 0;
  }

  private void take(String name, InputStream content, long limit) throws ProblemException {
    try (content) {
      long before = bytes;
      byte[] buffer = new byte[1 << 12];
      int n = 0;
      while (n >= 0 && bytes - before < limit) {
        n = content.read(buffer);
        bytes += Math.max(0, n);
      }
    } catch (IOException e) {
      throw InputFailure.of(e);
    } finally {
      whenTaken.accept(name);
    }
  }

  @Override
  public Optional<Problem> trouble() {
    return Optional.empty();
  }

  @Override
  public DiskUse disk() throws ProblemException {
    throw new Problem(ProblemCode.SANDBOX_FAILED, "no disk", "none").exception();
  }

  @Override
  public void remove() {}
}
