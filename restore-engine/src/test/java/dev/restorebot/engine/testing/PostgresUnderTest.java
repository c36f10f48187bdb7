package dev.restorebot.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of this machine's own installation, on loopback, with passwords. The bot is
 * not its superuser: {@link #SUPERUSER} is for the tests alone.
 */
public final class PostgresUnderTest implements AutoCloseable {
  /** The server's superuser. */
  public static final String SUPERUSER = "postgres";

  /** The password of every role. */
  public static final String PASSWORD = "correct horse";

  /** The role that logs in with a certificate and has no password. */
  public static final String CERTIFIED = "certified";

  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

  private final Path folder;
  private final int port;
  private final CertificatesUnderTest certificates;

  /** Empty for one that runs on this machine. */
  private final String container;

  /** Starts one in a container of that image, whose programs are in the container alone. */
  public PostgresUnderTest(String image) throws IOException {
    folder = Files.createTempDirectory("restore-bot-server");
    certificates = new CertificatesUnderTest(folder);
    container =
        output(
                List.of(
                    "docker",
                    "run",
                    "--detach",
                    "--publish=127.0.0.1::5432",
                    "--env=POSTGRES_PASSWORD=" + PASSWORD,
                    image,
                    "-c",
                    "fsync=off",
                    "-c",
                    "wal_level=logical",
                    "-c",
                    "max_prepared_transactions=2"))
            .strip();
    String published = output(List.of("docker", "port", container, "5432/tcp")).strip();
    port = Integer.parseInt(published.substring(published.lastIndexOf(':') + 1));
    awaitAnswer();
  }

  private void awaitAnswer() throws IOException {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (true) {
      try {
        sql("postgres", "SELECT 1");
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          throw new IOException(e);
        }
        Thread.onSpinWait();
      }
    }
  }

  private static String output(List<String> command) throws IOException {
    Path said = Files.createTempFile("restore-bot-server", ".err");
    Process process = new ProcessBuilder(command).redirectError(said.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    end(process, String.join(" ", command), said);
    return out;
  }

  /** Starts one. */
  public PostgresUnderTest() throws IOException {
    container = "";
    folder = Files.createTempDirectory(Path.of("/tmp"), "restore-bot-server");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    own(folder, password);
    run(
        "initdb",
        "--pgdata=" + data(),
        "--username=" + SUPERUSER,
        "--pwfile=" + password,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync");
    certificates = new CertificatesUnderTest(folder);
    Path certificate = certificates.sign("server");
    own(certificate, folder.resolve("server.key"));
    Path rules = Path.of(data(), "pg_hba.conf");
    Files.writeString(rules, "hostssl all " + CERTIFIED + " all cert\n" + Files.readString(rules));
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    run(
        "pg_ctl",
        "start",
        "--silent",
        "--wait",
        "--timeout=120",
        "--pgdata=" + data(),
        "--log=" + folder.resolve("log"),
        "--options=-c listen_addresses=127.0.0.1 -c port="
            + port
            + " -c ssl=on -c ssl_cert_file="
            + certificate
            + " -c ssl_key_file="
            + folder.resolve("server.key")
            + " -c ssl_ca_file="
            + certificates.authority()
            + " -c unix_socket_directories= -c fsync=off -c wal_level=logical"
            + " -c max_prepared_transactions=2");
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private static void own(Path... files) throws IOException {
    if (isRoot()) {
      for (Path each : files) {
        Files.setOwner(
            each,
            each.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SUPERUSER));
      }
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void run(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    command.add(PROGRAMS.resolve(words[0]).toString());
    command.addAll(List.of(words).subList(1, words.length));
    Path said = Files.createTempFile("restore-bot-server", ".out");
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/tmp").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    end(process, String.join(" ", words), said);
  }

  private static void end(Process process, String what, Path said) throws IOException {
    try {
      int code = process.waitFor();
      assertThat(code).as(what + ": " + Files.readString(said)).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(said);
    }
  }

  /** Returns its port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Returns the authority that signed its certificate, and that signs its clients'. */
  public CertificatesUnderTest certificates() {
    return certificates;
  }

  /** Returns the folder of its programs. */
  public static Path programs() {
    return PROGRAMS;
  }

  /** Opens a connection; the caller closes it. */
  public Connection connect(String database, String role) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", role);
    properties.setProperty("password", PASSWORD);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
  }

  /** Runs statements as the superuser. */
  public void sql(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database, SUPERUSER);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** Creates a tablespace in a folder of its own. */
  public void tablespace(String name) throws IOException, SQLException {
    Path place = Files.createDirectory(folder.resolve(name));
    own(place);
    sql("postgres", "CREATE TABLESPACE " + name + " LOCATION '" + place + "'");
  }

  /** Returns the first column of a query as that role. */
  public List<String> column(String database, String role, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect(database, role);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** Runs a client program as the superuser, and returns its output. */
  public String client(Map<String, String> more, String... words) throws IOException {
    Path out = Files.createTempFile(folder, "client", ".out");
    client(more, out, words);
    return Files.readString(out);
  }

  private void client(Map<String, String> more, Path out, String... words) throws IOException {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PGHOST", "127.0.0.1");
    environment.put("PGPORT", container.isEmpty() ? String.valueOf(port) : "5432");
    environment.put("PGUSER", SUPERUSER);
    environment.put("PGPASSWORD", PASSWORD);
    environment.putAll(more);
    List<String> command = new ArrayList<>(List.of(words));
    Path program = PROGRAMS.resolve(words[0]);
    if (!container.isEmpty()) {
      command.add(0, container);
      environment.forEach((name, value) -> command.addAll(0, List.of("--env", name + "=" + value)));
      command.addAll(0, List.of("docker", "exec"));
    } else if (Files.exists(program)) {
      command.set(0, program.toString());
    }
    Path said = Files.createTempFile("restore-bot-server", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(said.toFile()).redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    end(process, words[0], said);
  }

  /** Writes a dump of a database, with these options of pg_dump. */
  public Path dump(String database, Path file, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("pg_dump"));
    words.addAll(List.of(options));
    words.add(database);
    client(Map.of(), file, words.toArray(String[]::new));
    return file;
  }

  /** Returns the whole server as pg_dumpall writes it, without those databases. */
  public List<String> everything(String without) throws IOException {
    return client(Map.of(), "pg_dumpall", "--exclude-database=" + without)
        .lines()
        .filter(line -> !line.startsWith("\\restrict") && !line.startsWith("\\unrestrict"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    if (!container.isEmpty()) {
      var unused = output(List.of("docker", "rm", "--force", "--volumes", container));
    } else {
      run("pg_ctl", "stop", "--mode=immediate", "--pgdata=" + data());
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
