package dev.restorebot.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.ArrayList;
import java.util.Comparator;
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

  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

  private final Path folder;
  private final int port;

  /** Starts one. */
  public PostgresUnderTest() throws IOException {
    folder = Files.createTempDirectory(Path.of("/tmp"), "restore-bot-server");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    own();
    run(
        "initdb",
        "--pgdata=" + data(),
        "--username=" + SUPERUSER,
        "--pwfile=" + password,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync");
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
            + " -c unix_socket_directories= -c fsync=off -c wal_level=logical"
            + " -c max_prepared_transactions=2");
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private void own() throws IOException {
    if (isRoot()) {
      for (Path each : List.of(folder, folder.resolve("password"))) {
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
    List<String> command = new ArrayList<>(List.of(words));
    Path program = PROGRAMS.resolve(words[0]);
    if (Files.exists(program)) {
      command.set(0, program.toString());
    }
    Path said = Files.createTempFile("restore-bot-server", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(said.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PGHOST", "127.0.0.1");
    environment.put("PGPORT", String.valueOf(port));
    environment.put("PGUSER", SUPERUSER);
    environment.put("PGPASSWORD", PASSWORD);
    environment.putAll(more);
    Process process = builder.start();
    process.getOutputStream().close();
    String out;
    try (InputStream in = process.getInputStream()) {
      out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    end(process, words[0] + "\n" + out, said);
    return out;
  }

  /** Writes a dump of a database, with these options of pg_dump. */
  public Path dump(String database, Path file, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("pg_dump", "--file=" + file));
    words.addAll(List.of(options));
    words.add(database);
    client(Map.of(), words.toArray(String[]::new));
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
    run("pg_ctl", "stop", "--mode=immediate", "--pgdata=" + data());
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
