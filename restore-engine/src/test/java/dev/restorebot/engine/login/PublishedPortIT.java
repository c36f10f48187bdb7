package dev.restorebot.engine.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.CertificatesUnderTest;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import dev.restorebot.engine.testing.RequiresProgram;
import dev.restorebot.engine.verify.SqlRows;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The published port with a real server, a real driver and a real psql. */
@RequiresLocalPostgres
@RequiresProgram(value = "openssl", version = "version")
class PublishedPortIT {
  private static final Actor ASHA = new Actor("test:asha", "Asha");

  @TempDir private Path folder;

  private final SandboxProvider sandboxes = new LocalSandboxProvider(LocalSettings.withDefaults());
  private final Instant start = Instant.now();
  private CertificatesUnderTest authority;
  private Sandbox sandbox;
  private SandboxLogin login;
  private PublishedPort port;

  @BeforeEach
  void begin() throws Exception {
    authority = new CertificatesUnderTest(folder);
    sandbox = sandboxes.start(TestRequests.request(), ProgressListener.none(), Cancellation.none());
    Path certificate = authority.sign("bot");
    port =
        new PublishedPort(
            "127.0.0.1",
            0,
            new ServerCertificate(certificate, folder.resolve("bot.key")),
            role ->
                LoginRoles.job(role)
                    .filter(sandbox.info().jobId()::equals)
                    .map(job -> sandbox.info()));
    login =
        SandboxLogin.give(
            sandbox,
            ASHA,
            start.plusSeconds(3600),
            new LoginSettings(
                true, Duration.ofHours(1), "ops@127.0.0.1", OptionalInt.of(port.port())));
  }

  @AfterEach
  void end() throws Exception {
    port.close();
    sandbox.remove();
    sandboxes.close();
  }

  @Test
  void theCommandOfTheAnswerReachesTheSandbox() throws Exception {
    assertThat(psql("SELECT current_user || ' of ' || current_database()"))
        .isEqualTo(login.role() + " of zenops");
    assertThat(psql("\\conninfo")).contains("TLSv1.3", String.valueOf(port.port()));
  }

  /** Runs the command as a person pastes it. */
  private String psql(String command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh", "-c", login.psqlFromElsewhere().orElseThrow() + " -XAtc \"$COMMAND\"")
            .redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", login.password().value());
    builder.environment().put("COMMAND", command);
    Process process = builder.start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }

  @Test
  void aDriverChecksTheCertificateAndCancelsStatements() throws Exception {
    try (Connection connection = connect(login.role(), login.password());
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      assertThat(SqlRows.column(connection, "SELECT 1")).containsExactly("1");
    }
  }

  @Test
  void noOtherRoleComesThroughAndNothingInClear() throws Exception {
    assertThatThrownBy(() -> connect(sandbox.info().user(), sandbox.password()).close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("There is no sandbox for this user");
    assertThatThrownBy(() -> connect(LoginRoles.name("another1", ASHA), login.password()).close())
        .hasMessageContaining("There is no sandbox for this user");
    assertThatThrownBy(() -> connect(login.role(), Secret.of("wrong")).close())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    PGSimpleDataSource clear = source(login.role(), login.password());
    clear.setSslmode("disable");
    assertThatThrownBy(() -> clear.getConnection().close())
        .hasMessageContaining("This port takes only TLS. Add sslmode=require");
  }

  @Test
  void whatIsNoClientIsLeftAndKeepsNobodyWaiting() throws Exception {
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port.port());
        Socket web = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
      web.setSoTimeout(30_000);
      web.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      assertThat(ended(web)).isTrue();
      connect(login.role(), login.password()).close();
      assertThat(silent.isConnected()).isTrue();
    }
  }

  @Test
  void whoAsksForNothingIsDisconnectedAndOneAddressDoesNotTakeAllPlaces() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 12; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port());
        socket.setSoTimeout(30_000);
        silent.add(socket);
      }
      assertThat(ended(silent.get(11))).as("the first places are taken").isTrue();
      silent.get(0).getOutputStream().write(new byte[] {0, 0, 0}); // it has begun, and stops
      assertThat(ended(silent.get(0))).as("after 10 s").isTrue();
      var unused = Eventually.get("a free place", this::isLetIn, letIn -> letIn);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private boolean isLetIn() {
    try (Connection session = connect(login.role(), login.password())) {
      return session.isValid(5);
    } catch (SQLException refused) {
      return false;
    }
  }

  private static boolean ended(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void sessionsEndWithTheLoginAndWithThePort() throws Exception {
    try (Connection session = connect(login.role(), login.password())) {
      assertThat(LoginRoles.endExpired(sandbox, start.plusSeconds(3601))).isEmpty();
      var unused = Eventually.get("the end", () -> lives(session), lives -> !lives);
    }
    String role = LoginRoles.give(sandbox, ASHA, login.password(), start.plusSeconds(3600));
    try (Connection session = connect(role, login.password())) {
      port.close();
      var unused = Eventually.get("the end", () -> lives(session), lives -> !lives);
    }
    // A program that starts at this moment holds the port until it closes what it inherited.
    var unused = Eventually.get("the end of listening", this::isListening, listens -> !listens);
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  private static boolean lives(Connection session) {
    try {
      return session.isValid(5);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRenewedCertificateIsUsedAtOnce() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    CertificatesUnderTest before = authority;
    CertificatesUnderTest after = new CertificatesUnderTest(other);
    authority = after;
    assertThatThrownBy(() -> connect(login.role(), login.password()).close())
        .isInstanceOf(SQLException.class);
    Path renewed = authority.sign("bot");
    authority = before;
    Files.copy(renewed, folder.resolve("bot.crt"), StandardCopyOption.REPLACE_EXISTING);
    connect(login.role(), login.password()).close(); // with the one of before, until both fit
    Files.copy(
        other.resolve("bot.key"), folder.resolve("bot.key"), StandardCopyOption.REPLACE_EXISTING);
    authority = after;
    connect(login.role(), login.password()).close();
  }

  @Test
  void saysWhichFileCannotBeUsed() throws Exception {
    Path certificate = folder.resolve("bot.crt");
    Path key = folder.resolve("bot.key");
    Path text = Files.writeString(folder.resolve("text"), "no PEM");
    assertThat(fault(folder.resolve("absent"), key)).contains("absent cannot be read");
    assertThat(fault(text, key)).contains("text", "certificate");
    assertThat(fault(certificate, text)).contains("text is not in PKCS #8", "openssl pkcs8");
    assertThat(fault(certificate, folder.resolve("absent")))
        .contains("absent cannot be read")
        .doesNotContain("openssl");
    assertThat(fault(certificate, folder.resolve("ca.key")))
        .contains("bot.crt", "ca.key", "do not belong together");
    assertThatThrownBy(
            () ->
                new PublishedPort(
                        "127.0.0.1",
                        port.port(),
                        new ServerCertificate(certificate, key),
                        role -> Optional.empty())
                    .close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be published on 127.0.0.1:" + port.port());
  }

  private static String fault(Path certificate, Path key) {
    try {
      var unused = new ServerCertificate(certificate, key);
      return "";
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private Connection connect(String role, Secret password) throws SQLException {
    return source(role, password).getConnection();
  }

  private PGSimpleDataSource source(String role, Secret password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port.port()});
    source.setDatabaseName(sandbox.info().database());
    source.setUser(role);
    source.setPassword(password.value());
    source.setSslmode("verify-full");
    source.setSslRootCert(authority.authority().toString());
    return source;
  }
}
