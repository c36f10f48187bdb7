package dev.restorebot.engine.sandbox.docker;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.ContainerDisk;
import dev.restorebot.engine.docker.ContainerHealth;
import dev.restorebot.engine.docker.ContainerRemoval;
import dev.restorebot.engine.docker.ContainerScripts;
import dev.restorebot.engine.docker.ContainerState;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.docker.DockerExec;
import dev.restorebot.engine.sandbox.DiskUse;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.SandboxPath;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.SessionOptions;
import dev.restorebot.engine.task.Cancellation;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A running container.
 *
 * <p>Programs inside log in over the Unix socket, where the server trusts its own user, so they
 * need and get no password.
 */
final class DockerSandbox implements Sandbox {

  private final SandboxInfo info;
  private final int cpus;
  private final Endpoint endpoint;
  private final String dataMount;
  private final SandboxPath files;
  private final ContainerState state;
  private final DockerExec exec;
  private final ContainerRemoval removal;

  DockerSandbox(
      DockerConnection docker,
      SandboxInfo info,
      int cpus,
      Endpoint endpoint,
      String dataMount,
      String systemUser) {
    this.info = info;
    this.cpus = cpus;
    this.endpoint = endpoint;
    this.dataMount = dataMount;
    this.files = new SandboxPath(dataMount + "/restore-bot");
    this.state = new ContainerState(docker, info.container());
    this.exec =
        new DockerExec(
            docker,
            info.container(),
            systemUser,
            List.of(
                // The usual folder of its socket, and that of images that keep to the source's.
                "PGHOST=/var/run/postgresql,/tmp",
                "PGPORT=5432",
                "PGUSER=" + info.user(),
                "PGDATABASE=" + info.database(),
                "PGOPTIONS=" + SessionOptions.ofTools(info.serverVersion()),
                "LC_ALL=C"));
    this.removal = new ContainerRemoval(docker);
  }

  @Override
  public SandboxInfo info() {
    return info;
  }

  @Override
  public Secret password() {
    return endpoint.password();
  }

  @Override
  public int cpus() {
    return cpus;
  }

  @Override
  public Connection connect() throws SQLException {
    return endpoint.connect(
        info.database(), Duration.ZERO, SessionOptions.ofSuperuser(info.serverVersion()));
  }

  @Override
  public Connection connectToLoad() throws SQLException {
    return endpoint.connectLikeTools(
        info.database(), SessionOptions.ofSuperuser(info.serverVersion()));
  }

  @Override
  public Connection connectAsAdmin() throws SQLException {
    return connect();
  }

  @Override
  public Connection connectAs(String role, Secret secret) throws SQLException {
    return endpoint
        .as(role, secret)
        .connect(info.database(), Duration.ZERO, SessionOptions.ofRole(info.serverVersion()));
  }

  @Override
  public String put(String name, InputStream content, Cancellation cancellation)
      throws ProblemException {
    String path = files.resolve(name);
    String folder = path.substring(0, path.lastIndexOf('/'));
    String unfinished = path + "." + UUID.randomUUID() + ".part";
    int code = -1;
    try {
      code =
          exec.run(
              ContainerScripts.PUT,
              List.of(path, folder, unfinished),
              Optional.of(content),
              line -> {},
              cancellation);
    } finally {
      if (code != 0 && state.trouble().isEmpty()) {
        delete(unfinished);
      }
    }
    if (code == 0) {
      return path;
    }
    throw trouble()
        .orElseGet(
            () ->
                new Problem(
                    ProblemCode.SANDBOX_FAILED,
                    "The backup could not be copied into the sandbox.",
                    "Try again. If it fails again, check the disk of Docker's volumes."))
        .exception();
  }

  @Override
  public void delete(String path) throws ProblemException {
    exec.run(
        ContainerScripts.RUN,
        List.of("rm", "-rf", files.own(path)),
        Optional.empty(),
        line -> {},
        Cancellation.none());
  }

  @Override
  public int run(ToolCall call, Cancellation cancellation) throws ProblemException {
    return ContainerPrograms.run(exec, info.image(), call, cancellation);
  }

  /** In one program: to begin another takes the engine longer than a small restore. */
  @Override
  public int runAndDelete(ToolCall call, String path, Cancellation cancellation)
      throws ProblemException {
    return ContainerPrograms.runAndDelete(exec, info.image(), call, files.own(path), cancellation);
  }

  @Override
  public Optional<Problem> trouble() {
    try {
      Optional<Problem> ended = state.trouble();
      return ended.isPresent() ? ended : ContainerHealth.trouble(exec, dataMount);
    } catch (ProblemException e) {
      return Optional.of(e.problem());
    }
  }

  @Override
  public DiskUse disk() throws ProblemException {
    return ContainerDisk.of(exec, dataMount);
  }

  @Override
  public void remove() throws ProblemException {
    removal.remove(info.container(), info.volume());
  }
}
