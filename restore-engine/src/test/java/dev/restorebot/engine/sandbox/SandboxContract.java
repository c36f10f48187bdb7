package dev.restorebot.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.archive.RoleDefinition;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.login.LoginProof;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.Databases;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * What every {@link SandboxProvider} promises. Each adapter and each fake runs all of it. Tests
 * that only run programs in a sandbox share one; those of its beginning and end have their own.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SandboxContract {
  /** The provider under test. */
  protected SandboxProvider provider;

  private SandboxProvider keeper;
  private Sandbox shared;
  private Set<String> before;

  /** A new provider, as after a restart of the bot. */
  protected abstract SandboxProvider newProvider();

  /** A new provider whose server can never start, because of an argument that no server takes. */
  protected abstract SandboxProvider newBrokenProvider();

  /** Everything that a sandbox could leave behind: containers, volumes, folders, by name. */
  protected abstract Set<String> remains() throws Exception;

  /** Makes what a crash between two steps leaves: data without a server. Returns its job's id. */
  protected abstract String makeLeftover() throws Exception;

  /** Removes what the adapter under test makes once and leaves for the next sandbox. */
  protected void tidy() throws Exception {}

  @BeforeAll
  void startShared() throws Exception {
    keeper = newProvider();
    shared =
        keeper.start(
            TestRequests.owned(TestRequests.OWNER + "-shared"),
            ProgressListener.none(),
            Cancellation.none());
  }

  @AfterAll
  void removeShared() throws Exception {
    shared.remove();
    keeper.close();
    assertThat(remains()).isEmpty();
    tidy();
  }

  @BeforeEach
  void open() throws Exception {
    Databases.empty(shared);
    provider = newProvider();
    before = remains();
  }

  @AfterEach
  void leavesNothing() throws Exception {
    for (SandboxInfo info : provider.list()) {
      if (info.owner().equals(TestRequests.OWNER)) {
        provider.remove(info);
      }
    }
    provider.close();
    assertThat(remains()).isSubsetOf(before);
  }

  /** The sandbox that all tests share which only run programs in it. */
  protected Sandbox shared() {
    return shared;
  }

  /** Starts a sandbox for PostgreSQL 15. */
  protected Sandbox start(SandboxRequest request) throws ProblemException {
    long begin = System.nanoTime();
    Sandbox sandbox = provider.start(request, ProgressListener.none(), Cancellation.none());
    report("start", begin);
    return sandbox;
  }

  /** Runs a program without input and returns its lines. */
  protected static List<String> output(Sandbox sandbox, String... command) throws ProblemException {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    run(sandbox, lines, Optional.empty(), command);
    return lines;
  }

  /** Runs a program and returns its exit code. */
  protected static int run(
      Sandbox sandbox, List<String> lines, Optional<InputStream> stdin, String... command)
      throws ProblemException {
    return sandbox.run(new ToolCall(List.of(command), stdin, lines::add), Cancellation.none());
  }

  /** The first column of the first row. */
  protected static String query(Sandbox sandbox, String sql) throws SQLException {
    try (Connection connection = sandbox.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void isAvailable() {
    assertThat(provider.unavailable()).isEmpty();
  }

  @Test
  void startsAServerWithTheDatabaseThatWasAskedFor() throws Exception {
    Sandbox sandbox = shared;
    assertThat(query(sandbox, "SELECT current_database()")).isEqualTo("zenops");
    assertThat(query(sandbox, "SHOW server_encoding")).isEqualTo("UTF8");
    assertThat(query(sandbox, "SELECT current_user")).isEqualTo(sandbox.info().user());
    String collate =
        query(sandbox, "SELECT datcollate FROM pg_database WHERE datname = current_database()");
    if (!collate.startsWith("en_US")) {
      assertThat(sandbox.info().notes()).anyMatch(note -> note.contains("has no en_US.UTF-8"));
    }
    assertThat(sandbox.info().serverVersion()).startsWith("15.");
    assertThat(sandbox.info().host()).isEqualTo("127.0.0.1");
    assertThat(sandbox.info().runtime()).isEqualTo(provider.runtime());
    assertThat(sandbox.cpus()).isPositive();
    assertThat(sandbox.trouble()).isEmpty();
  }

  @Test
  void takesAnotherLocaleThanOneItHasNotAndAnotherNameThanATemplatesWithANoteOfEach()
      throws Exception {
    Sandbox sandbox =
        start(
            TestRequests.request(
                "template1",
                Optional.of(new DatabaseLocale("UTF8", "xx_YY.UTF-8", "xx_YY.UTF-8"))));
    assertThat(query(sandbox, "SHOW server_encoding")).isEqualTo("UTF8");
    assertThat(query(sandbox, "SELECT current_database()"))
        .isEqualTo(sandbox.info().database())
        .isNotEqualTo("template1");
    assertThat(sandbox.info().notes())
        .anyMatch(note -> note.contains("xx_YY.UTF-8"))
        .anyMatch(note -> note.contains("template1"));
  }

  @Test
  void keepsAnotherEncodingAndHasTheRolesAndTheSettingsThatItsDatabaseNeeds() throws Exception {
    Sandbox sandbox =
        start(
            TestRequests.with(
                TestRequests.request(
                    "old", Optional.of(new DatabaseLocale("LATIN1", "de_DE", "de_DE"))),
                List.of(
                    new NamedRole("Odd \"owner\"", false, Optional.empty()),
                    new NamedRole("acts", true, Optional.empty()),
                    new NamedRole(
                        "member",
                        false,
                        Optional.of(
                            new RoleDefinition(
                                List.of("SUPERUSER", "NOINHERIT", "BYPASSRLS"),
                                List.of(
                                    "Odd \"owner\"",
                                    "pg_monitor",
                                    "pg_execute_server_program",
                                    "gone"),
                                "globals.sql"))),
                    new NamedRole("restore_bot_reader_x", false, Optional.empty())),
                new ServerChoice(Optional.empty(), List.of("-c", "work_mem=5MB"))));

    assertThat(query(sandbox, "SHOW server_encoding")).isEqualTo("LATIN1");
    assertThat(query(sandbox, "SHOW work_mem")).isEqualTo("5MB");
    assertThat(
            query(
                sandbox,
                "SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles WHERE NOT"
                    + " rolcanlogin AND rolname !~ '^pg_'"))
        .isEqualTo("Odd \"owner\",acts,member");
    boolean docker = sandbox.info().runtime().equals("docker");
    assertThat(
            query(
                sandbox,
                "SELECT concat_ws(',', rolsuper, rolinherit, rolbypassrls) FROM pg_roles WHERE"
                    + " rolname = 'member'"))
        .as("only in Docker may a role be a superuser")
        .isEqualTo((docker ? "t" : "f") + ",f,t");
    assertThat(
            query(
                sandbox,
                "SELECT string_agg(roleid::regrole::text, ',' ORDER BY roleid::regrole::text) FROM"
                    + " pg_auth_members WHERE member = 'member'::regrole"))
        .isEqualTo("\"Odd \"\"owner\"\"\",pg_monitor");
    assertThat(sandbox.info().notes())
        .anyMatch(note -> note.contains("will need these roles: Odd \"owner\", acts."))
        .anyMatch(note -> note.contains("globals.sql defines them") && note.contains(": member."));
    try (Connection connection = sandbox.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE owned (id integer)");
      statement.execute("ALTER TABLE owned OWNER TO \"Odd \"\"owner\"\"\"");
      statement.execute("SET ROLE acts");
      statement.execute("CREATE TABLE made (id integer)");
    }
  }

  /**
   * Starts one with that database. Any name is taken, so each test that needs a sandbox of its own
   * asks for an odd one.
   */
  private Sandbox named(String name) throws Exception {
    Sandbox sandbox = start(TestRequests.request(name, Optional.empty()));
    assertThat(query(sandbox, "SELECT current_database()")).isEqualTo(name);
    if (sandbox.hasClientTools()) {
      assertThat(output(sandbox, "psql", "-XAtc", "SELECT current_database()"))
          .containsExactly(name);
    }
    return sandbox;
  }

  @Test
  void carriesALargeFileUnchanged() throws Exception {
    Sandbox sandbox = shared;
    int size = 100 * 1024 * 1024 + 1;
    MessageDigest sent = MessageDigest.getInstance("SHA-256");
    long begin = System.nanoTime();
    String path =
        sandbox.put(
            "big.dump", new DigestInputStream(TestStreams.noise(size), sent), Cancellation.none());
    report("put 100 MiB", begin);
    String sum = HexFormat.of().formatHex(sent.digest());
    assertThat(output(sandbox, "sha256sum", path).get(0)).startsWith(sum);

    List<String> lines = new ArrayList<>();
    begin = System.nanoTime();
    assertThat(run(sandbox, lines, Optional.of(TestStreams.noise(size)), "sha256sum")).isZero();
    report("stdin 100 MiB", begin);
    assertThat(lines.get(0)).startsWith(sum);
    sandbox.delete(path);
  }

  private void report(String what, long begin) {
    System.out.printf(
        "%s: %s in %d ms%n", provider.runtime(), what, (System.nanoTime() - begin) / 1_000_000);
  }

  @Test
  void tellsHowItUsesTheDisk() throws Exception {
    Sandbox sandbox = named("postgres");
    DiskUse empty = sandbox.disk();
    assertThat(empty.free()).isPositive();
    assertThat(empty.used()).isBetween(10_000_000L, 500_000_000L);
    sandbox.put("big.dump", TestStreams.noise(50_000_000), Cancellation.none());
    assertThat(sandbox.disk().used() - empty.used()).isBetween(45_000_000L, 150_000_000L);
    sandbox.remove();
    assertThatThrownBy(sandbox::disk).isInstanceOf(ProblemException.class);
  }

  @Test
  void neverLetsAShellReadArguments() throws Exception {
    Sandbox sandbox = shared;
    String nasty = "$(touch /tmp/pwned) `id` ; echo \"x\" 'y' \\ * ü";
    assertThat(output(sandbox, "printf", "%s\n", nasty)).containsExactly(nasty);
  }

  @Test
  void waitsForAConsumerThatIsSlow() throws Exception {
    Sandbox sandbox = shared;
    List<String> lines = new ArrayList<>();
    sandbox.run(
        new ToolCall(
            List.of("seq", "20"),
            Optional.empty(),
            line -> {
              LockSupport.parkNanos(300_000_000);
              lines.add(line);
            }),
        Cancellation.none());
    assertThat(lines).hasSize(20);
  }

  /** Names of all files in a folder of a sandbox, hidden ones too. */
  protected List<String> files(Sandbox sandbox, String folder) throws Exception {
    return output(sandbox, "ls", "-A", folder);
  }

  /** Command lines of all processes of the sandbox. */
  protected abstract List<String> processes(Sandbox sandbox) throws Exception;

  static <T> T unchecked(java.util.concurrent.Callable<T> action) {
    try {
      return action.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aStreamThatBreaksOffLeavesNothingThatLooksComplete() throws Exception {
    Sandbox sandbox = named("a\"b'; DROP ROLE x; --");
    assertThatThrownBy(
            () ->
                sandbox.put(
                    "broken.dump",
                    TestStreams.breaksOff("x".repeat(3_000_000)),
                    Cancellation.none()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.BACKUP_UNREADABLE))
        .hasMessageContaining("the disk went away");
    String there = sandbox.put("there", TestStreams.text(""), Cancellation.none());
    assertThat(files(sandbox, there.substring(0, there.lastIndexOf('/')))).containsExactly("there");
  }

  @Test
  void refusesNamesThatLeaveItsFolder() throws Exception {
    Sandbox sandbox = shared;
    for (String name : List.of("../x", "/etc/x", "a/../../x", "", "a//b", ".hidden", "a\nb")) {
      assertThatThrownBy(() -> sandbox.put(name, TestStreams.text("x"), Cancellation.none()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> sandbox.delete("/etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoAtOnceDoNotMeet() throws Exception {
    SandboxRequest one = TestRequests.request();
    SandboxRequest two = TestRequests.request();
    CompletableFuture<Sandbox> first =
        CompletableFuture.supplyAsync(() -> unchecked(() -> start(one)));
    CompletableFuture<Sandbox> second =
        CompletableFuture.supplyAsync(() -> unchecked(() -> start(two)));
    try (Connection a = first.join().connect();
        Statement statement = a.createStatement()) {
      statement.execute("CREATE TABLE only_here (x int)");
    }
    assertThat(query(second.join(), "SELECT to_regclass('only_here')")).isNull();
    assertThat(first.join().info().volume()).isNotEqualTo(second.join().info().volume());
    assertThat(first.join().info().port()).isNotEqualTo(second.join().info().port());
    first.join().remove();
    assertThat(query(second.join(), "SELECT 1")).isEqualTo("1");
  }

  @Test
  void removingEndsWhatRunsInItAndMayBeDoneTwice() throws Exception {
    Sandbox sandbox = named("host=/tmp port=1");
    Connection busy = sandbox.connect();
    CompletableFuture<String> work =
        CompletableFuture.supplyAsync(() -> unchecked(() -> sleeping(busy)));
    while (query(sandbox, "SELECT max(1) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
        == null) {
      assertThat(work).isNotDone();
    }
    sandbox.remove();
    assertThatThrownBy(work::join).hasRootCauseInstanceOf(java.io.IOException.class);
    sandbox.remove();
    provider.remove(sandbox.info());
    assertThat(remains()).isSubsetOf(before);
    assertThat(sandbox.trouble()).isPresent();
    assertThatThrownBy(() -> output(sandbox, "psql", "-Xc", "SELECT 1"))
        .isInstanceOf(ProblemException.class);
  }

  private static String sleeping(Connection connection) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement()) {
      return String.valueOf(statement.execute("SELECT pg_sleep(600)"));
    }
  }

  @Test
  void isFoundAndRemovedAfterARestart() throws Exception {
    SandboxInfo made = named("-x").info();
    try (SandboxProvider restarted = newProvider()) {
      SandboxInfo found = only(restarted.list(), made.jobId());
      assertThat(found.container()).isEqualTo(made.container());
      assertThat(found.volume()).isEqualTo(made.volume());
      assertThat(found.port()).isEqualTo(made.port());
      assertThat(found.database()).isEqualTo(made.database());
      assertThat(found.owner()).isEqualTo(made.owner());
      assertThat(found.createdAt()).isEqualTo(made.createdAt());
      assertThat(found.deadline()).isEqualTo(made.deadline());
      assertThat(found.connectCommands()).isEqualTo(made.connectCommands());
      assertThat(found.removeCommands()).isEqualTo(made.removeCommands());
      restarted.remove(found);
      assertThat(restarted.list()).noneMatch(info -> info.jobId().equals(made.jobId()));
    }
    assertThat(remains()).isSubsetOf(before);
  }

  @Test
  void isOpenedAfterARestartForPeopleWhoMayOnlyRead() throws Exception {
    SandboxInfo made = named("my \"data\"").info();
    try (SandboxProvider restarted = newProvider()) {
      Sandbox opened = restarted.open(made);
      assertThat(opened.info()).isEqualTo(made);
      if (opened.hasClientTools()) {
        assertThat(output(opened, "psql", "-XAtc", "SELECT current_user"))
            .containsExactly(made.user());
      }
      LoginProof.holdsIn(opened);
      restarted.remove(made);
      assertThatThrownBy(() -> restarted.open(made)).isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void aLeftoverAloneIsFoundAndRemoved() throws Exception {
    String job = makeLeftover();
    provider.remove(only(provider.list(), job));
    assertThat(remains()).isSubsetOf(before);
  }

  private static SandboxInfo only(List<SandboxInfo> all, String job) {
    List<SandboxInfo> found = all.stream().filter(info -> info.jobId().equals(job)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void aServerThatCannotStartFailsAtOnceAndLeavesNothing() throws Exception {
    try (SandboxProvider broken = newBrokenProvider()) {
      long begin = System.nanoTime();
      assertThatThrownBy(
              () ->
                  broken.start(
                      TestRequests.request(), ProgressListener.none(), Cancellation.none()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.problem().code()).isEqualTo(ProblemCode.SANDBOX_FAILED);
                assertThat(e.problem().message()).contains("parameter \"no_such_setting\"");
              });
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(100));
    }
    assertThat(remains()).isSubsetOf(before);
  }

  @Test
  void aVersionThatIsNotToBeHadIsAnEnvironmentProblem() throws Exception {
    SandboxRequest request =
        TestRequests.request("zenops", Optional.empty(), OptionalInt.of(77), List.of());
    assertThatThrownBy(() -> start(request))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code().blame())
                  .isEqualTo(dev.restorebot.engine.diagnose.Blame.ENVIRONMENT);
              assertThat(e.problem().message()).contains("77");
            });
    assertThat(remains()).isSubsetOf(before);
  }

  @Test
  void cancellingTheStartLeavesNothing() throws Exception {
    for (int afterMillis : new int[] {0, 150, 400, 800}) {
      Cancellation cancellation = new Cancellation();
      CompletableFuture<Sandbox> starting =
          CompletableFuture.supplyAsync(
              () ->
                  unchecked(
                      () ->
                          provider.start(
                              TestRequests.request(), ProgressListener.none(), cancellation)));
      CompletableFuture.delayedExecutor(afterMillis, java.util.concurrent.TimeUnit.MILLISECONDS)
          .execute(cancellation::cancel);
      try {
        starting.join().remove(); // it was quicker than the cancellation
      } catch (java.util.concurrent.CompletionException | CancellationException e) {
        assertThat(e).hasRootCauseInstanceOf(CancellationException.class);
      }
      assertThat(remains()).isSubsetOf(before);
    }
  }

  /** Passwords of a sandbox, which nobody must be shown. */
  protected abstract List<String> secrets(Sandbox sandbox) throws Exception;

  @Test
  void showsItsPasswordToNobody() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger("dev.restorebot");
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    log.addAppender(logged);
    log.setLevel(Level.TRACE);
    StringBuilder shown = new StringBuilder();
    try {
      Sandbox sandbox = named("ü ?#/%41&");
      List<String> secrets = secrets(sandbox);
      assertThat(secrets).isNotEmpty().allMatch(secret -> secret.length() >= 20);
      shown.append(sandbox).append(sandbox.info()).append(sandbox.info().jdbcUrl());
      if (sandbox.hasClientTools()) {
        output(sandbox, "psql", "-Xc", "SELECT nonsense").forEach(shown::append);
      }
      sandbox.remove();
      shown.append(sandbox.trouble());
      assertThatThrownBy(sandbox::connect).satisfies(e -> shown.append(trace(e)));
      assertThatThrownBy(() -> output(sandbox, "psql")).satisfies(e -> shown.append(trace(e)));
      logged.list.forEach(event -> shown.append(event.getFormattedMessage()));
      assertThat(shown.toString()).doesNotContain(secrets);
    } finally {
      log.detachAppender(logged);
      log.setLevel(null);
    }
  }

  private static String trace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void infoTellsHowToConnectAndHowToRemove() throws Exception {
    SandboxInfo info = shared.info();
    assertThat(info.connectCommands()).anyMatch(command -> command.contains("psql"));
    assertThat(info.removeCommands()).isNotEmpty();
    assertThat(info.jdbcUrl()).contains(":" + info.port() + "/zenops").doesNotContain("password");
  }
}
