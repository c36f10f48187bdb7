package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.archive.FreeSpace;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.DiskUse;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.LastError;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.SessionOptions;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server on this machine. */
final class LocalSandbox implements Sandbox {
  private static final long LEAST_BYTES = 64L * 1024 * 1024;

  private final SandboxInfo info;
  private final int cpus;
  private final Endpoint admin;
  private final Endpoint endpoint;
  private final Installation installation;
  private final ServerAccount account;
  private final SandboxFolder folder;
  private final PutFiles files;

  LocalSandbox(
      SandboxInfo info,
      int cpus,
      Endpoint admin,
      Endpoint endpoint,
      Installation installation,
      ServerAccount account,
      SandboxFolder folder) {
    this.info = info;
    this.cpus = cpus;
    this.admin = admin;
    this.endpoint = endpoint;
    this.installation = installation;
    this.account = account;
    this.folder = folder;
    this.files = new PutFiles(folder.files(), account);
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
        info.database(), Duration.ZERO, SessionOptions.ofRole(info.serverVersion()));
  }

  @Override
  public Connection connectToLoad() throws SQLException {
    return endpoint.connectLikeTools(info.database(), SessionOptions.ofRole(info.serverVersion()));
  }

  @Override
  public Connection connectAsAdmin() throws SQLException {
    return admin.connect(
        info.database(), Duration.ZERO, SessionOptions.ofSuperuser(info.serverVersion()));
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
    return files.put(name, content, cancellation);
  }

  @Override
  public void delete(String path) throws ProblemException {
    files.delete(path);
  }

  @Override
  public boolean hasClientTools() {
    return installation.hasClientTools();
  }

  @Override
  public int run(ToolCall call, Cancellation cancellation) throws ProblemException {
    return new InstalledPrograms(installation, account)
        .run(
            call,
            folder.home(),
            environment(),
            "Update PostgreSQL "
                + installation.major()
                + " to its newest minor release, or use Docker.",
            cancellation);
  }

  private Map<String, String> environment() {
    return Map.of(
        "PGHOST", endpoint.host(),
        "PGPORT", String.valueOf(endpoint.port()),
        "PGUSER", endpoint.user(),
        "PGPASSWORD", endpoint.password().value(),
        "PGDATABASE", info.database(),
        "PGSSLMODE", "disable",
        "PGGSSENCMODE", "disable");
  }

  @Override
  public Optional<Problem> trouble() {
    if (Postmaster.of(folder.data()).isEmpty()) {
      return Optional.of(ended());
    }
    try {
      long free = FreeSpace.of(folder.data());
      return free < LEAST_BYTES ? Optional.of(ServerLog.diskFull()) : Optional.empty();
    } catch (IOException e) {
      return Optional.of(ended());
    }
  }

  private Problem ended() {
    List<String> lines = ServerLog.lastLines(folder);
    if (lines.stream().anyMatch(ServerLog::saysDiskFull)) {
      return ServerLog.diskFull();
    }
    return new Problem(
        ProblemCode.SANDBOX_FAILED,
        "The sandbox's PostgreSQL server is gone"
            + LastError.after(lines)
            + ". This says nothing about the backup.",
        "Run the restore again. If it fails again, check the machine's memory.");
  }

  @Override
  public DiskUse disk() throws ProblemException {
    try {
      return FolderUse.of(folder.root());
    } catch (IOException e) {
      throw ended().exception(e);
    }
  }

  @Override
  public void remove() throws ProblemException {
    new LocalRemoval(account).remove(folder);
  }
}
