package dev.restorebot.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.archive.uploads.TarballReader;
import dev.restorebot.engine.backup.UploadsArchive;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.Databases;
import dev.restorebot.engine.testing.Tars;
import dev.restorebot.engine.verify.check.AllChecks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rung against a real server, whatever runs it; the database is made by SQL of the test, in a
 * sandbox that all of them share.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChecksContract {
  private static final LoadResult CLEAN =
      new LoadResult("pg_restore", 0, List.of(), 0, Map.of(), 2, Duration.ofSeconds(20));

  @TempDir Path folder;
  private SandboxProvider provider;
  private Sandbox sandbox;
  private BackupArchive archive;

  abstract SandboxProvider provider() throws Exception;

  @BeforeAll
  void start() throws Exception {
    provider = provider();
    Instant now = Instant.now();
    sandbox =
        provider.start(
            new SandboxRequest(
                "ladder" + UUID.randomUUID().toString().substring(0, 6),
                "ladder-test",
                false,
                now,
                now.plus(Duration.ofHours(1)),
                OptionalInt.empty(),
                "app",
                Optional.empty(),
                List.of(),
                List.of(),
                ServerChoice.USUAL),
            ProgressListener.none(),
            Cancellation.none());
  }

  @AfterAll
  void stop() throws Exception {
    sandbox.remove();
    provider.close();
  }

  @BeforeEach
  void empty() throws Exception {
    Databases.empty(sandbox);
    Path dump = folder.resolve("app.sql");
    Files.writeString(
        dump,
        "--\n"
            + "-- PostgreSQL database dump\n"
            + "--\n\n"
            + "SELECT 1;\n\n"
            + "--\n"
            + "-- PostgreSQL database dump complete\n"
            + "--\n");
    archive = new ArchiveReader(new ArchiveKey("", List.of(10_000))).inspect(dump);
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = sandbox.connect();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private void asAdmin(String... statements) throws SQLException {
    try (Connection connection = sandbox.connectAsAdmin();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private Verification verify(CheckSettings ladder) {
    return verify(ladder, Optional.empty());
  }

  private Verification verify(CheckSettings ladder, Optional<Baseline> baseline) {
    return AllChecks.verifier()
        .verify(
            new VerificationInput(
                archive,
                CLEAN,
                new VerifySettings(List.of(), Optional.empty(), ladder),
                baseline,
                Instant.now()),
            sandbox,
            ProgressListener.none(),
            Cancellation.none());
  }

  private static CheckResult check(Verification found, String name) {
    return found.checks().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private static CheckSettings asking(CheckSettings.Queries queries, Duration timeout) {
    CheckSettings base = CheckSettings.DEFAULT.at(Level.STANDARD);
    return new CheckSettings(
        base.level(),
        timeout,
        base.drift(),
        base.minRows(),
        base.alembicVersions(),
        base.times(),
        queries);
  }

  private static CheckSettings asking(CheckSettings.Queries queries) {
    return asking(queries, Duration.ofMinutes(1));
  }

  private static CheckSettings.Queries samples(Set<String> unmask, String... queries) {
    List<CheckSettings.Sample> samples =
        java.util.Arrays.stream(queries)
            .map(sql -> new CheckSettings.Sample("sample", sql))
            .toList();
    return new CheckSettings.Queries(Optional.empty(), samples, unmask, List.of());
  }

  private static CheckSettings.Queries asserting(String sql, String is) {
    return new CheckSettings.Queries(
        Optional.empty(),
        List.of(),
        Set.of(),
        List.of(new CheckSettings.Assertion("it", sql, Expectation.parse(is))));
  }

  @Test
  void rowsWithoutTheirParentsFail() throws Exception {
    sql(
        "CREATE TABLE parent (a int, b text, PRIMARY KEY (a, b))",
        "CREATE TABLE child (x int, y text, FOREIGN KEY (x, y) REFERENCES parent (a, b))",
        "INSERT INTO parent VALUES (1, 'one'), (2, 'two')",
        "INSERT INTO child VALUES (1, 'one'), (2, NULL), (NULL, 'none')");
    assertThat(check(verify(CheckSettings.DEFAULT.at(Level.DEEP)), "foreign-keys").detail())
        .isEqualTo("1 foreign keys hold for every row");

    asAdmin("SET session_replication_role = replica", "DELETE FROM parent WHERE a = 1");
    CheckResult result = check(verify(CheckSettings.DEFAULT.at(Level.DEEP)), "foreign-keys");
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.detail()).contains("public.child").contains("1 rows refer to nothing");
  }

  @Test
  void invalidIndexesUnvalidatedConstraintsAndSequencesBehindFail() throws Exception {
    sql(
        "CREATE TABLE t (id serial PRIMARY KEY, v int)",
        "INSERT INTO t (id, v) VALUES (1, 1), (7, 1)",
        "ALTER TABLE t ADD CONSTRAINT small CHECK (v < 1) NOT VALID",
        "CREATE INDEX t_v ON t (v)");
    asAdmin("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_v'::regclass");

    Verification found = verify(CheckSettings.DEFAULT);
    assertThat(check(found, "valid-indexes").detail()).isEqualTo("public.t_v");
    assertThat(check(found, "valid-constraints").detail()).isEqualTo("public.t small");
    assertThat(check(found, "sequence-values").detail()).contains("gives 1 next, t.id is at 7");
    assertThat(found.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(found.problems()).allSatisfy(p -> assertThat(p.hint()).isNotBlank());
  }

  @Test
  void whatTheDatabaseBringsRunsWithoutAnyRightToChange() throws Exception {
    sql(
        "CREATE TABLE loot (v text)",
        "CREATE FUNCTION steal() RETURNS int LANGUAGE plpgsql AS $$ BEGIN"
            + " PERFORM set_config('transaction_read_only', 'off', false);"
            + " INSERT INTO public.loot VALUES ('x'); RETURN 1; END $$",
        "CREATE FUNCTION climb() RETURNS int LANGUAGE plpgsql AS $$ BEGIN"
            + " EXECUTE 'SET SESSION AUTHORIZATION postgres'; RETURN 1; END $$",
        "CREATE FUNCTION who() RETURNS int LANGUAGE sql AS $$ SELECT count(*)::int FROM pg_roles"
            + " WHERE rolname = current_user AND NOT rolsuper AND NOT rolcreaterole $$",
        // A function that would be found before PostgreSQL's own, were the path not safe.
        "CREATE FUNCTION public.count(int) RETURNS bigint LANGUAGE sql AS 'SELECT 99::bigint'");

    for (String query : List.of("SELECT steal()", "SELECT climb()")) {
      CheckResult result = check(verify(asking(asserting(query, "1"))), "assertions");
      assertThat(result.status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    }
    Verification found = verify(asking(asserting("SELECT who()", "1")));
    assertThat(check(found, "assertions").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(found.tables()).contains(new TableRows("public", "loot", 0));
  }

  @Test
  void rowSecurityHidesNoRowAndTheRoleIsGoneAfterwards() throws Exception {
    sql(
        "CREATE TABLE hidden (v int)",
        "INSERT INTO hidden VALUES (1), (2)",
        "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE hidden FORCE ROW LEVEL SECURITY");

    Verification found = verify(CheckSettings.DEFAULT.at(Level.DEEP));
    assertThat(found.tables()).contains(new TableRows("public", "hidden", 2));
    try (Connection admin = sandbox.connectAsAdmin()) {
      assertThat(
              SqlRows.column(
                  admin,
                  "SELECT rolname FROM pg_roles WHERE rolname LIKE 'restore_bot_reader%' UNION ALL"
                      + " SELECT extname FROM pg_extension WHERE extname = 'amcheck' UNION ALL"
                      + " SELECT nspname FROM pg_namespace WHERE nspname ~ 'restore_bot'"))
          .isEmpty();
    }
  }

  @Test
  void aQueryThatTakesTooLongIsNotAPass() {
    CheckSettings.Queries slow = asserting("SELECT 1 FROM pg_sleep(60)", "1");
    CheckResult result = check(verify(asking(slow, Duration.ofMillis(300))), "assertions");

    assertThat(result.status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(result.detail()).contains("57014");
  }

  @Test
  void aCountThatTakesTooLongConcernsTheRowsAlone() throws Exception {
    sql("CREATE TABLE slow (v int)", "INSERT INTO slow VALUES (1)");
    try (Connection holder = sandbox.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE slow IN ACCESS EXCLUSIVE MODE");
      Verification found = verify(asking(CheckSettings.DEFAULT.queries(), Duration.ofSeconds(1)));

      assertThat(check(found, "rows").status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
      assertThat(check(found, "rows").detail()).contains("longer than 1 s");
      assertThat(check(found, "valid-indexes").status()).isEqualTo(CheckStatus.PASSED);
      assertThat(found.outcome()).isEqualTo(Outcome.COULD_NOT_VERIFY);
    }
  }

  @Test
  void samplesMaskWhatLooksPersonal() throws Exception {
    sql(
        "CREATE TYPE mood AS ENUM ('ok')",
        "CREATE TABLE users (id int, email text, role text, m mood, details jsonb)",
        "INSERT INTO users VALUES (1, 'a@example.org', 'admin', 'ok', '{\"tel\": 1}'),"
            + " (2, NULL, 'member', 'ok', '{}')");

    Verification found =
        verify(
            asking(
                samples(
                    Set.of(),
                    "SELECT id, email AS e, role, m, details, upper(email) AS x, length(email) AS"
                        + " n, users AS whole, ARRAY[email] AS list FROM users ORDER BY id")));
    assertThat(found.samples()).hasSize(1);
    assertThat(found.samples().get(0).rows())
        .containsExactly(
            List.of("1", "***", "admin", "ok", "***", "***", "13", "***", "***"),
            List.of("2", "", "member", "ok", "***", "", "", "***", "***"));

    Verification shown =
        verify(asking(samples(Set.of("email"), "SELECT email FROM users ORDER BY id")));
    assertThat(shown.samples().get(0).rows().get(0)).containsExactly("a@example.org");
  }

  @Test
  void anErrorOfASampleShowsNoValue() throws Exception {
    sql("CREATE TABLE users (email text)", "INSERT INTO users VALUES ('a@example.org')");

    CheckResult result =
        check(verify(asking(samples(Set.of(), "SELECT email::int FROM users"))), "samples");
    assertThat(result.status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(result.toString()).contains("22P02").doesNotContain("example.org");
    CheckResult missing =
        check(verify(asking(samples(Set.of(), "SELECT nothing FROM users"))), "samples");
    assertThat(missing.detail()).contains("column \"nothing\" does not exist");
  }

  @Test
  void tableByTableGrantsReadAsMuchAsTheRoleThatReadsAll() throws Exception {
    sql("CREATE SCHEMA \"odd Name\"", "CREATE TABLE \"odd Name\".t (id serial)");
    try (Connection admin = sandbox.connectAsAdmin();
        Statement statement = admin.createStatement();
        ReadOnlyRole reader = ReadOnlyRole.create(sandbox, Duration.ofSeconds(5))) {
      statement.execute("REVOKE pg_read_all_data FROM " + reader.role());
      reader.grantSchema(statement, "odd Name");
      try (Connection connection = reader.connect()) {
        assertThat(SqlRows.column(connection, "SELECT count(*) FROM \"odd Name\".t"))
            .containsExactly("0");
        assertThat(SqlRows.column(connection, "SELECT last_value FROM \"odd Name\".t_id_seq"))
            .containsExactly("1");
      }
    }
  }

  @Test
  void fingerprintsTellRowsApartAndNotTheirOrder() throws Exception {
    sql(
        "CREATE TABLE a (v int, t text)",
        "CREATE TABLE b (v int, t text)",
        "CREATE TABLE c (v int, t text)",
        "INSERT INTO a VALUES (1, 'x'), (2, 'y'), (2, 'y')",
        "INSERT INTO b VALUES (2, 'y'), (1, 'x'), (2, 'y')",
        "INSERT INTO c VALUES (2, 'y'), (1, 'x'), (1, 'x')");

    Verification verified = verify(CheckSettings.DEFAULT.at(Level.DEEP));
    assertThat(check(verified, "btrees").status()).isEqualTo(CheckStatus.PASSED);
    Map<String, String> found = verified.fingerprints();
    assertThat(found.get("public.a")).isEqualTo(found.get("public.b")).hasSize(64);
    assertThat(found.get("public.a")).isNotEqualTo(found.get("public.c"));
  }

  private CheckResult uploads(CheckSettings.Uploads asked, Optional<byte[]> stored)
      throws Exception {
    Path file = folder.resolve("app_uploads_2026-02-09_14-30-00.tar.gz");
    Files.deleteIfExists(file);
    if (stored.isPresent()) {
      Files.write(file, stored.get());
    }
    UploadsArchive there = new UploadsArchive("u.tar.gz", file, 1, Instant.EPOCH, Optional.empty());
    UploadsToCheck how =
        new UploadsToCheck(
            backup -> stored.map(any -> there),
            new TarballReader(ArchiveKey.none()),
            "",
            "",
            false);
    CheckSettings.Queries queries =
        new CheckSettings.Queries(Optional.empty(), List.of(), Set.of(), List.of(), asked);
    Verification found =
        AllChecks.verifier(how)
            .verify(
                new VerificationInput(
                    archive,
                    CLEAN,
                    new VerifySettings(List.of(), Optional.empty(), asking(queries)),
                    Optional.empty(),
                    Instant.now()),
                sandbox,
                ProgressListener.none(),
                Cancellation.none());
    return check(found, "uploads");
  }

  @Test
  void everyFileThatTheDatabaseKnowsIsInTheArchiveOfUploads() throws Exception {
    CheckSettings.Uploads usual = new CheckSettings.Uploads(Optional.empty(), false);
    CheckSettings.Uploads required =
        new CheckSettings.Uploads(Optional.of("SELECT path FROM files"), true);
    byte[] two = new Tars().file("./v/1.pdf", "one").file("./v/2.pdf", "two!").gz();
    assertThat(uploads(usual, Optional.of(two)).detail())
        .contains("reads to its end: 2 files, 7 bytes; no query says");
    assertThat(uploads(usual, Optional.empty()).status()).isEqualTo(CheckStatus.SKIPPED);
    assertThat(uploads(required, Optional.empty()).status()).isEqualTo(CheckStatus.FAILED);

    sql(
        "CREATE TABLE assignment_documents (storage_path text)",
        "INSERT INTO assignment_documents VALUES ('v/1.pdf'), ('/v/2.pdf'), (NULL)",
        "CREATE TABLE files (path text)",
        "INSERT INTO files SELECT '/app/uploads/v/' || i || '.pdf' FROM generate_series(1, 14) i",
        "INSERT INTO files VALUES (E'/app/uploads/v/\\u202e0.pdf')");
    CheckResult passed = uploads(usual, Optional.of(two));
    assertThat(passed.status()).as(passed.toString()).isEqualTo(CheckStatus.PASSED);
    assertThat(passed.detail()).contains("all 2 that the database knows are in it");

    CheckResult missing = uploads(required, Optional.of(two));
    assertThat(missing.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(missing.detail())
        .contains("13 of the 15 that the database knows are not in it: /app/uploads/v/3.pdf, ")
        .endsWith(" and 3 more");
    Tars all = new Tars();
    for (int i = 1; i <= 14; i++) {
      all.file("v/" + i + ".pdf", "x");
    }
    assertThat(uploads(required, Optional.of(all.gz())).detail())
        .contains("1 of the 15")
        .endsWith("/app/uploads/v/\\u202e0.pdf");

    CheckResult cut = uploads(usual, Optional.of(java.util.Arrays.copyOf(two, two.length - 9)));
    assertThat(cut.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(cut.problems().get(0).message()).contains("cannot be relied on", "cut off");
    byte[] hostile = new Tars().file("../../etc/passwd", "x").gz();
    assertThat(uploads(usual, Optional.of(hostile)).status()).isEqualTo(CheckStatus.FAILED);
    CheckResult broken =
        uploads(new CheckSettings.Uploads(Optional.of("SELECT nothing"), false), Optional.of(two));
    assertThat(broken.status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
  }

  @Test
  void aRemoteThatIsAwaySaysNothingOfTheUploads() {
    UploadsToCheck away =
        new UploadsToCheck(
            backup -> {
              throw new Problem(ProblemCode.CONNECTION_LOST, "the remote is away", "wait")
                  .exception();
            },
            new TarballReader(ArchiveKey.none()),
            "",
            "",
            false);
    Verification found =
        AllChecks.verifier(away)
            .verify(
                new VerificationInput(
                    archive,
                    CLEAN,
                    new VerifySettings(List.of(), Optional.empty()),
                    Optional.empty(),
                    Instant.now()),
                sandbox,
                ProgressListener.none(),
                Cancellation.none());
    assertThat(check(found, "uploads").status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(check(found, "uploads").problems().get(0).message()).contains("the remote is away");
  }

  @Test
  void lessRowsThanTheLastPassedRunFailAndMoreDoNot() throws Exception {
    sql("CREATE TABLE t (v int)", "INSERT INTO t SELECT generate_series(1, 8)");
    assertThat(check(verify(CheckSettings.DEFAULT, before(16)), "row-drift").status())
        .isEqualTo(CheckStatus.PASSED);
    CheckResult dropped = check(verify(CheckSettings.DEFAULT, before(17)), "row-drift");
    assertThat(dropped.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(dropped.detail()).contains("public.t had 17 rows, now 8");
    assertThat(check(verify(CheckSettings.DEFAULT, before(1)), "row-drift").detail())
        .contains("+7 rows");
  }

  private static Optional<Baseline> before(long rows) {
    return Optional.of(
        new Baseline(
            Instant.EPOCH, "b", List.of(new TableRows("public", "t", rows)), Optional.empty()));
  }
}
