package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.server.ConnectionString;
import dev.restorebot.engine.sandbox.server.DatabaseCreator;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.LastError;
import dev.restorebot.engine.sandbox.server.MissingRoles;
import dev.restorebot.engine.sandbox.server.NewDatabase;
import dev.restorebot.engine.sandbox.server.Readiness;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.ShellWords;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts one sandbox: folder, server, role, database. Takes all of it back when one fails. */
final class LocalStart {
  private final LocalSettings settings;
  private final Programs programs;
  private final Installation installation;
  private final ServerAccount account;
  private final Path base;
  private final SandboxRequest request;
  private final SandboxFolder folder;
  private final int cpus;
  private final List<String> notes = new ArrayList<>();

  LocalStart(
      LocalSettings settings,
      Programs programs,
      Installation installation,
      ServerAccount account,
      Path base,
      SandboxRequest request) {
    this.settings = settings.with(ServerArguments.lines(request.server().arguments()));
    this.programs = programs;
    this.installation = installation;
    this.account = account;
    this.base = base;
    this.request = request;
    String job = request.jobId().replaceAll("[^A-Za-z0-9_.-]", "-");
    this.folder = new SandboxFolder(base.resolve(SandboxFolder.PREFIX + job));
    this.cpus = settings.usableCpus();
  }

  Sandbox run(ProgressListener progress, Cancellation cancellation) throws ProblemException {
    noteVersion();
    try {
      account.passage(base);
      Files.createDirectory(folder.root());
    } catch (FileAlreadyExistsException e) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "A sandbox of this job already exists: " + folder.root(),
              "Remove it first.")
          .exception(e);
    } catch (IOException e) {
      throw failed("make a folder in " + base, e);
    }
    try {
      return fill(progress, cancellation);
    } catch (IOException | SQLException e) {
      ProblemException failure = failed("set up its server", e);
      takeBack(failure);
      throw failure;
    } catch (ProblemException | RuntimeException e) {
      takeBack(e);
      throw e;
    }
  }

  private void noteVersion() {
    request
        .serverMajor()
        .ifPresent(
            wanted -> {
              if (wanted != installation.major()) {
                notes.add(
                    "Restored into PostgreSQL %d because %d is not on this machine. A newer server reads older dumps, but it is not what production runs."
                        .formatted(installation.major(), wanted));
              }
            });
    programs.note().ifPresent(notes::add);
    notes.add("This sandbox runs without Docker, so its memory and CPU are not limited.");
    request
        .server()
        .image()
        .ifPresent(
            image ->
                notes.add(
                    "The image " + image + " was not used: this sandbox runs without Docker."));
  }

  private Sandbox fill(ProgressListener progress, Cancellation cancellation)
      throws ProblemException, IOException, SQLException {
    account.passage(folder.root());
    StateFile.write(folder, info(0, request.database()));
    account.passage(folder.files());
    Files.createDirectory(folder.home());
    account.own(folder.home(), "rwx------");
    progress.progress(Progress.of(0.2, "starting PostgreSQL " + installation.version()));
    LocalServer server = new LocalServer(settings, installation, account, folder, cpus);
    Secret first = server.initialise(base, cancellation);
    cancellation.check();
    int port = server.start();
    Endpoint made =
        new Endpoint(LocalSandboxProvider.LOOPBACK, port, LocalSandboxProvider.SUPERUSER, first);
    Readiness.await(made, settings.startTimeout(), this::requireRunning, cancellation);
    Secret own = Secret.random();
    RestoringRole.changePassword(made, LocalSandboxProvider.SUPERUSER, own);
    return database(made.as(LocalSandboxProvider.SUPERUSER, own), cancellation);
  }

  private void requireRunning() throws ProblemException {
    if (Postmaster.of(folder.data()).isEmpty()) {
      throw failed(
          "start its server",
          new IOException("it exited" + LastError.after(ServerLog.lastLines(folder))));
    }
  }

  private Sandbox database(Endpoint admin, Cancellation cancellation)
      throws ProblemException, IOException, SQLException {
    String role = LocalSandboxProvider.ROLE;
    Secret password = Secret.random();
    RestoringRole.create(admin, role, password);
    Endpoint endpoint = admin.as(role, password);
    request.needs().serverRuns(sandbox(admin, endpoint, info(endpoint.port(), request.database())));
    DatabaseNeeds needs = request.needs().get();
    cancellation.check();
    NewDatabase database =
        DatabaseCreator.create(admin, request.database(), needs.locale(), Optional.of(role));
    notes.addAll(database.notes());
    RestoringRole.ownPublic(admin, database.name(), role);
    List<NamedRole> roles = MissingRoles.create(admin, needs.roles(), false);
    if (request.ownerAndPrivileges()) {
      RestoringRole.join(
          admin, database.name(), role, roles.stream().map(NamedRole::name).toList());
    }
    notes.addAll(MissingRoles.notes(roles));
    notes.addAll(TrustedExtensions.create(admin, database.name(), role, needs.extensions()));
    writePrivate(folder.adminPassword(), admin.password().value());
    writePrivate(folder.pgpass(), pgpass(endpoint));
    SandboxInfo info = info(endpoint.port(), database.name());
    StateFile.write(folder, info);
    cancellation.check();
    return sandbox(admin, endpoint, info);
  }

  private Sandbox sandbox(Endpoint admin, Endpoint endpoint, SandboxInfo info) {
    return new LocalSandbox(info, cpus, admin, endpoint, installation, account, folder);
  }

  private static String pgpass(Endpoint endpoint) {
    return "%s:%d:*:%s:%s\n"
        .formatted(endpoint.host(), endpoint.port(), endpoint.user(), endpoint.password().value());
  }

  private static void writePrivate(Path file, String content) throws IOException {
    Files.createFile(file);
    new ServerAccount(Optional.empty()).own(file, "rw-------");
    Files.writeString(file, content);
  }

  private SandboxInfo info(int port, String database) throws ProblemException {
    return new SandboxInfo(
        programs.runtime(),
        request.jobId(),
        request.owner(),
        request.keep(),
        installation.programs().toString(),
        folder.name(),
        folder.root().toString(),
        LocalSandboxProvider.LOOPBACK,
        port,
        database,
        LocalSandboxProvider.ROLE,
        installation.version(),
        request.createdAt(),
        request.deadline(),
        notes,
        List.of(connectCommand(port, database)),
        removeCommands());
  }

  private String connectCommand(int port, String database) {
    return "PGPASSFILE="
        + ShellWords.quote(folder.pgpass().toString())
        + " "
        + ShellWords.command(
            installation.program("psql"),
            "-h",
            LocalSandboxProvider.LOOPBACK,
            "-p",
            String.valueOf(port),
            "-U",
            LocalSandboxProvider.ROLE,
            "-d",
            ConnectionString.database(database));
  }

  private List<String> removeCommands() throws ProblemException {
    List<String> stop = new ArrayList<>(account.prefix());
    stop.addAll(
        List.of(
            installation.program("pg_ctl"),
            "stop",
            "--mode=immediate",
            "--pgdata=" + folder.data()));
    return List.of(
        ShellWords.command(stop.toArray(String[]::new)),
        ShellWords.command("rm", "-rf", folder.root().toString()));
  }

  /** Nothing may stay behind; if something does, the failure's hint says how to remove it. */
  private void takeBack(Exception failure) throws ProblemException {
    try {
      new LocalRemoval(account).remove(folder);
    } catch (ProblemException left) {
      left.addSuppressed(failure);
      throw left;
    }
  }

  static ProblemException failed(String doing, Exception e) {
    if (ServerLog.saysDiskFull(String.valueOf(e.getMessage()))) {
      return ServerLog.diskFull().exception(e);
    }
    return new Problem(
            ProblemCode.SANDBOX_FAILED,
            "A sandbox without Docker could not " + doing + ": " + e.getMessage(),
            "Check the disk and the settings, then try again.")
        .exception(e);
  }
}
