package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.LastError;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.ServerTuning;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the data folder and starts the server on it, as a process that outlives the bot. */
final class LocalServer {
  private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);
  private static final int PORT_TRIES = 3;
  private static final List<String> INITDB =
      List.of(
          "--username=" + LocalSandboxProvider.SUPERUSER,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C",
          "--no-sync");

  private static final List<List<String>> LOCALES =
      List.of(List.of("locale", "-a"), List.of("getconf", "GNU_LIBC_VERSION"));

  private final LocalSettings settings;
  private final Installation installation;
  private final ServerAccount account;
  private final SandboxFolder folder;
  private final int cpus;

  LocalServer(
      LocalSettings settings,
      Installation installation,
      ServerAccount account,
      SandboxFolder folder,
      int cpus) {
    this.settings = settings;
    this.installation = installation;
    this.account = account;
    this.folder = folder;
    this.cpus = cpus;
  }

  /**
   * Makes the data folder.
   *
   * @param base the base folder of sandboxes, in which prepared data folders are kept
   * @return the first password of its superuser, to be replaced
   */
  Secret initialise(Path base, Cancellation cancellation) throws ProblemException, IOException {
    PreparedData prepared = new PreparedData(base, account, key());
    Optional<Secret> copied = prepared.copyTo(folder.data());
    if (copied.isPresent()) {
      return copied.get();
    }
    Secret password = Secret.random();
    Files.createDirectory(folder.data());
    account.own(folder.data(), "rwx------");
    initdb(password, cancellation);
    prepared.keep(folder.data(), password);
    return password;
  }

  /** Whatever the content of a new data folder depends on. */
  private List<String> key() throws IOException {
    List<String> key = new ArrayList<>(INITDB);
    Path server = installation.programs().resolve("postgres").toRealPath();
    key.add(server.toString());
    key.add(installation.version());
    key.add(Files.getLastModifiedTime(server) + " " + Files.size(server));
    // initdb enters the machine's locales, with their versions, as collations.
    for (List<String> command : LOCALES) {
      try {
        key.add(LocalCommands.output(command));
      } catch (IOException e) {
        key.add("unknown");
      }
    }
    return key;
  }

  private void initdb(Secret password, Cancellation cancellation)
      throws ProblemException, IOException {
    Files.createFile(folder.firstPassword());
    account.own(folder.firstPassword(), "rw-------");
    Files.writeString(folder.firstPassword(), password.value() + "\n");
    List<String> command = new ArrayList<>(List.of(installation.program("initdb")));
    command.addAll(INITDB);
    command.add("--pgdata=" + folder.data());
    command.add("--pwfile=" + folder.firstPassword());
    List<String> said = new ArrayList<>();
    int code =
        tool("initdb").run(account.prefix(), command, Optional.empty(), said::add, cancellation);
    Files.delete(folder.firstPassword());
    if (code != 0) {
      throw failed("its data folder could not be created", said);
    }
  }

  /** Starts it on a free port and returns the port. */
  int start() throws ProblemException, IOException {
    for (int i = 1; ; i++) {
      int port = freePort();
      configure(port);
      List<String> said = new ArrayList<>();
      int code =
          tool("pg_ctl")
              .run(
                  account.prefix(),
                  List.of(
                      installation.program("pg_ctl"),
                      "start",
                      "--silent",
                      "--wait",
                      "--timeout=" + settings.startTimeout().toSeconds(),
                      "--pgdata=" + folder.data(),
                      "--log=" + folder.log()),
                  Optional.empty(),
                  said::add,
                  Cancellation.none()); // it is over in a moment, and must not be left half-way
      if (code == 0) {
        return port;
      }
      said.addAll(ServerLog.lastLines(folder));
      if (i == PORT_TRIES || said.stream().noneMatch(line -> line.contains("could not bind"))) {
        throw failed("it did not start", said);
      }
    }
  }

  private LocalTool tool(String program) {
    return new LocalTool(program, folder.home(), Map.of());
  }

  private void configure(int port) throws IOException {
    List<String> lines = new ArrayList<>();
    ServerTuning.settings(settings.memoryBytes(), cpus)
        .forEach((name, value) -> lines.add(name + " = '" + value + "'"));
    lines.add("listen_addresses = '" + LocalSandboxProvider.LOOPBACK + "'");
    lines.add("port = " + port);
    lines.add("unix_socket_directories = ''"); // nothing needs one
    lines.add("password_encryption = 'scram-sha-256'");
    lines.add("log_statement = 'none'");
    lines.addAll(settings.serverSettings());
    Files.write(folder.data().resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
  }

  private static int freePort() throws IOException {
    InetAddress loopback = InetAddress.getAllByName(LocalSandboxProvider.LOOPBACK)[0];
    try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
      return socket.getLocalPort();
    }
  }

  private static ProblemException failed(String what, List<String> said) {
    LOG.warn("{}; last lines: {}", what, said);
    if (said.stream().anyMatch(ServerLog::saysDiskFull)) {
      return ServerLog.diskFull().exception();
    }
    return new Problem(
            ProblemCode.SANDBOX_FAILED,
            "The sandbox's PostgreSQL server failed: "
                + what
                + LastError.after(said)
                + ". This says nothing about the backup.",
            "Correct the server's settings if the reason names them; more lines are in the bot's"
                + " log. Then run the test again.")
        .exception();
  }
}
