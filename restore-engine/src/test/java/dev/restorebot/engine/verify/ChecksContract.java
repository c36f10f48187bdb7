package dev.restorebot.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.archive.uploads.TarballReader;
import dev.restorebot.engine.backup.UploadsArchive;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
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
import java.sql.ResultSet;
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
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
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
  private LoadResult load = CLEAN;

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
                DatabaseNeeds::none,
                false,
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
    dump("SELECT 1;\n\n");
    load = CLEAN;
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
                load,
                new VerifySettings(List.of(), Optional.empty(), ladder),
                baseline,
                Instant.now()),
            sandbox,
            ProgressListener.none(),
            Cancellation.none());
  }

  private record ProbeCheck(String name, ProbeQueries queries) implements Check {
    @Override
    public CheckResult run(CheckContext context) throws SQLException {
      try (Statement statement = context.connection().createStatement()) {
        return queries.run(statement);
      }
    }
  }

  @FunctionalInterface
  private interface ProbeQueries {
    CheckResult run(Statement statement) throws SQLException;
  }

  /** What a session was told, what it holds, and whether it may change anything. */
  private static CheckResult session(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT concat_ws(' ', pg_backend_pid(), current_setting('search_path'),"
                + " current_setting('statement_timeout'), current_setting('row_security'),"
                + " current_setting('transaction_read_only'), current_setting('work_mem'),"
                + " (SELECT count(*) FROM pg_prepared_statements WHERE from_sql),"
                + " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'))")) {
      row.next();
      return CheckResult.passed("session", row.getString(1));
    }
  }

  private Verification verify(Check... checks) {
    return new Verifier(List.of(checks), Optional.empty())
        .verify(
            new VerificationInput(
                archive,
                load,
                new VerifySettings(List.of(), Optional.empty(), CheckSettings.DEFAULT),
                Optional.empty(),
                Instant.now()),
            sandbox,
            ProgressListener.none(),
            Cancellation.none());
  }

  @Test
  void givesEachCheckASessionAsIfItWereNew() {
    Check session = new ProbeCheck("session", ChecksContract::session);
    Check leaves =
        new ProbeCheck(
            "leaves",
            statement -> {
              statement.getConnection().setAutoCommit(false);
              statement.execute("SET search_path = public");
              statement.execute("SET statement_timeout = 0");
              statement.execute("SET row_security = on");
              statement.execute("SET default_transaction_read_only = off");
              statement.execute("SET work_mem = '1GB'");
              statement.execute("PREPARE left_behind AS SELECT 1");
              statement.execute("SELECT pg_advisory_lock(1)");
              statement.execute("SELECT 1 / 0");
              return CheckResult.passed("leaves", "not reached");
            });
    Verification found = verify(session, leaves, session);

    List<CheckResult> results = found.checks();
    assertThat(results.get(1).status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(results.get(2).detail()).isEqualTo(results.get(0).detail());
  }

  @Test
  void goesOnAfterACheckThatLosesItsSession() {
    Check session = new ProbeCheck("session", ChecksContract::session);
    Check ends =
        new ProbeCheck(
            "ends",
            statement -> {
              statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
              return CheckResult.passed("ends", "not reached");
            });
    Verification found = verify(session, ends, session);

    List<CheckResult> results = found.checks();
    assertThat(results.get(1).status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(results.get(2).status()).isEqualTo(CheckStatus.PASSED);
    assertThat(results.get(2).detail().replaceFirst("\\d+", ""))
        .isEqualTo(results.get(0).detail().replaceFirst("\\d+", ""));
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
        base.alembic(),
        base.times(),
        queries,
        base.accepted(),
        base.expect(),
        base.asRole());
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
        .isEqualTo("1 foreign key checked: every row has its match");

    asAdmin("SET session_replication_role = replica", "DELETE FROM parent WHERE a = 1");
    CheckResult result = check(verify(CheckSettings.DEFAULT.at(Level.DEEP)), "foreign-keys");
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.detail()).contains("public.child").contains("1 row without a match");
  }

  @Test
  void aForeignKeyIsCheckedOverAllPartitionsOfBothTables() throws Exception {
    sql(
        "CREATE TABLE orders (id int, region int, PRIMARY KEY (id, region))"
            + " PARTITION BY LIST (region)",
        "CREATE TABLE orders_1 PARTITION OF orders FOR VALUES IN (1)",
        "CREATE TABLE orders_2 PARTITION OF orders FOR VALUES IN (2)",
        "INSERT INTO orders SELECT i, 1 + i % 2 FROM generate_series(1, 100) i",
        "CREATE TABLE items (id int, day int, region int, FOREIGN KEY (id, region)"
            + " REFERENCES orders) PARTITION BY LIST (day)",
        "CREATE TABLE items_1 PARTITION OF items FOR VALUES IN (1)",
        "CREATE TABLE items_2 PARTITION OF items FOR VALUES IN (2) PARTITION BY LIST (region)",
        "CREATE TABLE items_21 PARTITION OF items_2 FOR VALUES IN (1, 2)",
        "ALTER TABLE items_1 ADD CONSTRAINT own FOREIGN KEY (id, region) REFERENCES orders",
        "INSERT INTO items SELECT i, 1 + i / 60, 1 + i % 2 FROM generate_series(1, 100) i");
    assertThat(check(verify(CheckSettings.DEFAULT.at(Level.DEEP)), "foreign-keys").detail())
        .isEqualTo("2 foreign keys checked: every row has its match");

    asAdmin("SET session_replication_role = replica", "DELETE FROM orders WHERE id IN (7, 80)");
    CheckResult result = check(verify(CheckSettings.DEFAULT.at(Level.DEEP)), "foreign-keys");
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.detail())
        .isEqualTo(
            "public.items items_id_region_fkey: 2 rows without a match in orders,"
                + " public.items_1 own: 1 row without a match in orders");
  }

  @Test
  void aRowOfAChildTableIsNoMatchOfAForeignKeyToItsParent() throws Exception {
    sql(
        "CREATE TABLE animal (id int PRIMARY KEY)",
        "CREATE TABLE dog () INHERITS (animal)",
        "CREATE TABLE visit (animal int REFERENCES animal)",
        "INSERT INTO animal VALUES (1)",
        "INSERT INTO visit VALUES (1)",
        "INSERT INTO dog VALUES (1)");
    asAdmin("SET session_replication_role = replica", "DELETE FROM ONLY animal");
    assertThat(check(verify(CheckSettings.DEFAULT.at(Level.DEEP)), "foreign-keys").detail())
        .isEqualTo("public.visit visit_animal_fkey: 1 row without a match in animal");
  }

  @Test
  void tablesWhoseNamesDifferOnlyByTheirDotsAreKeptApart() throws Exception {
    sql(
        "CREATE SCHEMA a",
        "CREATE SCHEMA \"a.b\"",
        "CREATE TABLE a.\"b.c\" (v int)",
        "CREATE TABLE \"a.b\".c (v int)",
        "INSERT INTO a.\"b.c\" VALUES (1), (2)",
        "INSERT INTO \"a.b\".c VALUES (1)");
    String entries =
        comment("TABLE c").replace("Schema: public", "Schema: a.b")
            + comment("TABLE b.c").replace("Schema: public", "Schema: a");
    dump(entries + rows("a.b", "c", 1) + rows("a", "b.c", 2));
    Verification found = verify(CheckSettings.DEFAULT);
    assertThat(check(found, "rows").detail())
        .isEqualTo("3 rows in 2 tables, counted exactly and equal to the rows in the backup");
    assertThat(check(found, "tables").status()).isEqualTo(CheckStatus.PASSED);
    Verification again = verify(CheckSettings.DEFAULT, baseline(found));
    assertThat(check(again, "row-drift").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(verify(List.of("a.b.c")).detail()).isEqualTo("a.b.c 2, a.b.c 1");

    sql("DROP TABLE \"a.b\".c");
    assertThat(check(verify(CheckSettings.DEFAULT), "tables").detail())
        .endsWith("missing: \"a.b\".c");
  }

  @Test
  void aPartitionsTriggerIsOneOfTheBackupOnlyIfItsStateDiffers() throws Exception {
    sql(
        "CREATE TABLE m (v int) PARTITION BY LIST (v)",
        "CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1)",
        "CREATE TABLE m2 PARTITION OF m FOR VALUES IN (2)",
        "CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER mtr AFTER INSERT ON m FOR EACH ROW EXECUTE FUNCTION noop()",
        "ALTER TABLE m1 DISABLE TRIGGER mtr");
    String parent = comment("TRIGGER mtr").replace("Name: mtr", "Name: m mtr");
    String partition = comment("TRIGGER mtr").replace("Name: mtr", "Name: m1 mtr");
    dump(parent + partition);
    assertThat(check(verify(CheckSettings.DEFAULT), "triggers").detail())
        .isEqualTo("2 of 2 in the table of contents restored, no others");
    sql("ALTER TABLE m1 ENABLE ALWAYS TRIGGER mtr");
    assertThat(check(verify(CheckSettings.DEFAULT), "triggers").status())
        .isEqualTo(CheckStatus.PASSED);

    sql("ALTER TABLE m1 ENABLE TRIGGER mtr");
    assertThat(check(verify(CheckSettings.DEFAULT), "triggers").detail())
        .endsWith("missing: public.m1 mtr");
    dump(parent);
    assertThat(check(verify(CheckSettings.DEFAULT), "triggers").status())
        .isEqualTo(CheckStatus.PASSED);
  }

  @Test
  void rowsThatOtherStatementsOfTheFileChangeAreNotMissing() throws Exception {
    sql("CREATE TABLE t (v int)", "INSERT INTO t VALUES (1), (2), (3), (4)");
    dump(rows("public", "t", 3) + "INSERT INTO t VALUES (4);\n\n");
    Verification more = verify(CheckSettings.DEFAULT);
    assertThat(warning(more, "rows"))
        .isEqualTo(
            "4 rows in 1 table, counted exactly; different from the backup's COPY:"
                + " public.t has 4 rows, the backup has 3");
    assertThat(check(more, "rows").problems().get(0).message())
        .contains("the INSERT in line ")
        .doesNotContain("missing", "damaged");
    assertThat(check(verify(accepting("public.t")), "rows").detail())
        .startsWith("4 rows in 1 table, counted exactly (except public.t");

    dump(rows("public", "t", 3));
    CheckResult unknown = check(verify(CheckSettings.DEFAULT), "rows");
    assertThat(unknown.status()).isEqualTo(CheckStatus.WARNING);
    assertThat(unknown.problems().get(0).message())
        .startsWith("Tables have more rows than the backup's COPY. A trigger");

    dump(rows("public", "t", 5) + "DELETE FROM t WHERE v = 5;\n\n");
    assertThat(check(verify(CheckSettings.DEFAULT), "rows").problems().get(0).message())
        .contains("the DELETE in line ");
    for (String added : List.of("", "INSERT INTO t VALUES (1);\n\n")) {
      dump(rows("public", "t", 5) + added);
      CheckResult fewer = check(verify(CheckSettings.DEFAULT), "rows");
      assertThat(fewer.status()).isEqualTo(CheckStatus.FAILED);
      assertThat(fewer.problems().get(0).message())
          .startsWith("Rows are missing: public.t has 4 rows, the backup has 5");
    }
  }

  @Test
  void aStructureWithRowsOfItsOwnIsNotWithoutRows() throws Exception {
    sql("CREATE TABLE t (v int)", "CREATE TABLE u (v int)", "INSERT INTO t VALUES (1)");
    dump(comment("TABLE t") + comment("TABLE u") + "INSERT INTO public.t VALUES (1);\n\n");
    Verification found = verify(CheckSettings.DEFAULT);
    assertThat(check(found, "rows").detail()).isEqualTo("1 row in 2 tables, counted exactly");
    assertThat(warning(found, "backup-gaps")).startsWith("tables without their data: public.u;");

    dump(comment("TABLE t") + comment("TABLE u"));
    assertThat(check(verify(CheckSettings.DEFAULT), "rows").detail())
        .isEqualTo("the backup holds no table data at all: structure only");
  }

  @Test
  void aMaterializedViewThatNothingPopulatedIsAWarning() throws Exception {
    sql(
        "CREATE TABLE t (v int)",
        "INSERT INTO t VALUES (1)",
        "CREATE MATERIALIZED VIEW full_mv AS SELECT * FROM t",
        "CREATE MATERIALIZED VIEW empty_mv AS SELECT * FROM t WITH NO DATA");
    CheckResult gaps = check(verify(CheckSettings.DEFAULT), "backup-gaps");
    assertThat(gaps.status()).isEqualTo(CheckStatus.WARNING);
    assertThat(gaps.detail()).isEqualTo("materialized views without their rows: public.empty_mv");
    assertThat(gaps.problems().get(0).hint()).contains("REFRESH MATERIALIZED VIEW");
    for (String accepted : List.of("empty_mv", "materialized view public.*")) {
      assertThat(check(verify(accepting(accepted)), "backup-gaps").status())
          .isNotEqualTo(CheckStatus.WARNING);
    }
    sql("REFRESH MATERIALIZED VIEW empty_mv");
    assertThat(check(verify(CheckSettings.DEFAULT), "backup-gaps").status())
        .isEqualTo(CheckStatus.SKIPPED);
  }

  @Test
  void onlyAKeyThatABareSequenceFillsRefusesDuplicates() throws Exception {
    sql(
        "CREATE TABLE a (id int GENERATED BY DEFAULT AS IDENTITY UNIQUE)",
        "CREATE TABLE b (id serial PRIMARY KEY)",
        "CREATE TABLE c (id serial, part int, UNIQUE (id, part))",
        "CREATE TABLE d (id serial)",
        "CREATE SEQUENCE s",
        "CREATE TABLE e (id int PRIMARY KEY DEFAULT nextval('s') * 10)",
        "CREATE TABLE f (id int PRIMARY KEY DEFAULT nextval('s'))");
    for (String table : List.of("a", "b", "c", "d", "e", "f")) {
      sql("INSERT INTO " + table + " (id) VALUES (30)");
    }
    CheckResult found = check(verify(CheckSettings.DEFAULT), "sequence-values");
    assertThat(found.status()).isEqualTo(CheckStatus.WARNING);
    assertThat(found.problems())
        .extracting(Problem::message)
        .containsExactly(
            "A sequence is behind its column: new rows will be refused as duplicates."
                + " (sequence-values: public.a_id_seq gives 1 next, a.id is at 30,"
                + " public.b_id_seq gives 1 next, b.id is at 30,"
                + " public.s gives 1 next, f.id is at 30)",
            "A sequence is behind its column: it may give values that the column already has."
                + " (sequence-values: public.c_id_seq gives 1 next, c.id is at 30,"
                + " public.d_id_seq gives 1 next, d.id is at 30,"
                + " public.s gives 1 next, e.id is at 30)");
  }

  /** Returns a table's data as pg_dump writes them. */
  private static String rows(String schema, String table, int count) {
    return "--\n-- Data for Name: %s; Type: TABLE DATA; Schema: %s; Owner: -\n--\n\n"
            .formatted(table, schema)
        + "COPY t (v) FROM stdin;\n"
        + "1\n".repeat(count)
        + "\\.\n\n\n--\n-- Name: p; Type: ACL; Schema: -; Owner: -\n--\n\n";
  }

  @Test
  void whatProductionHasTooIsAWarningAndFailsWhereTheSettingsSaySo() throws Exception {
    sql(
        "CREATE COLLATION loose (provider = icu, locale = 'und', deterministic = false)",
        "CREATE TABLE t (id serial PRIMARY KEY, v int, note text COLLATE loose)",
        "INSERT INTO t (id, v, note) SELECT i, 1, chr(195) || chr(188) || 'ber'"
            + " FROM unnest(ARRAY[1, 7]) i",
        "ALTER TABLE t ADD CONSTRAINT small CHECK (v < 1) NOT VALID",
        "CREATE INDEX t_v ON t (v)",
        "CREATE SEQUENCE free",
        "CREATE TABLE u (id int DEFAULT nextval('free'))",
        "INSERT INTO u VALUES (3)",
        "CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER touch BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION noop()",
        "ALTER TABLE t DISABLE TRIGGER touch");
    asAdmin("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_v'::regclass");

    Verification found = verify(CheckSettings.DEFAULT);
    assertThat(warning(found, "valid-indexes")).isEqualTo("public.t_v");
    assertThat(warning(found, "valid-constraints")).isEqualTo("public.t small");
    assertThat(warning(found, "enabled-triggers")).isEqualTo("public.t touch");
    assertThat(warning(found, "sequence-values"))
        .contains("gives 1 next, t.id is at 7", "public.free gives 1 next, u.id is at 3");
    assertThat(warning(found, "text-encoding")).contains("public.t.note (2 of the rows");
    assertThat(found.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(found.problems())
        .hasSize(6)
        .allSatisfy(p -> assertThat(p.code()).isEqualTo(ProblemCode.CHECK_WARNING))
        .allSatisfy(p -> assertThat(p.hint()).isNotBlank());

    Verification strict =
        verify(accepting(new CheckSettings.Accepted(false, List.of(), Set.of("valid-indexes"))));
    assertThat(check(strict, "valid-indexes").status()).isEqualTo(CheckStatus.FAILED);
    assertThat(check(strict, "valid-constraints").status()).isEqualTo(CheckStatus.WARNING);
    assertThat(strict.outcome()).isEqualTo(Outcome.FAILED);

    List<String> names = List.of("t_v", "t small", "t touch", "sequence *", "column public.t.note");
    assertThat(verify(accepting(new CheckSettings.Accepted(false, names, Set.of()))).checks())
        .allSatisfy(c -> assertThat(c.status()).isNotEqualTo(CheckStatus.WARNING));
  }

  private static String warning(Verification found, String name) {
    assertThat(check(found, name).status()).as(name).isEqualTo(CheckStatus.WARNING);
    return check(found, name).detail();
  }

  private static CheckSettings accepting(String... findings) {
    return accepting(new CheckSettings.Accepted(false, List.of(findings), Set.of()));
  }

  private static CheckSettings accepting(CheckSettings.Accepted accepted) {
    CheckSettings base = CheckSettings.DEFAULT;
    return new CheckSettings(
        base.level(),
        base.statementTimeout(),
        base.drift(),
        base.minRows(),
        base.alembic(),
        base.times(),
        base.queries(),
        accepted,
        base.expect(),
        base.asRole());
  }

  @Test
  void theRollbackOfAScriptIsNamedAsTheCause() throws Exception {
    dump("BEGIN;\n" + comment("TABLE t") + "CREATE TABLE t ();\nROLLBACK;\n\n");
    Verification found = verify(CheckSettings.DEFAULT);
    for (String name : List.of("tables", "rows")) {
      assertThat(check(found, name).status()).isEqualTo(CheckStatus.FAILED);
      assertThat(check(found, name).problems().get(0).message())
          .startsWith("The script ends its transaction with ROLLBACK (line 1");
    }
  }

  @Test
  void aDatabaseWithoutAnyRowFailsUnlessItMayBeEmpty() throws Exception {
    assertThat(check(verify(CheckSettings.DEFAULT), "rows").detail())
        .isEqualTo("the restored database has no table");
    sql("CREATE TABLE a (v int)", "CREATE TABLE b (v int)");
    Verification found = verify(CheckSettings.DEFAULT);
    assertThat(check(found, "rows").status()).isEqualTo(CheckStatus.FAILED);
    assertThat(check(found, "rows").detail()).startsWith("all 2 tables");
    assertThat(found.outcome()).isEqualTo(Outcome.FAILED);

    Verification allowed = verify(accepting(new CheckSettings.Accepted(true, List.of(), Set.of())));
    assertThat(allowed.outcome()).isEqualTo(Outcome.PASSED);
  }

  private CheckResult asRole(List<String> keyTables, CheckSettings.Accepted accepted) {
    CheckSettings settings =
        accepting(accepted).asRole(new CheckSettings.AsRole("ladder \"app\"", true));
    return check(verify(new VerifySettings(keyTables, Optional.empty(), settings)), "as-role");
  }

  private CheckResult asRole(String... keyTables) {
    return asRole(List.of(keyTables), CheckSettings.Accepted.NONE);
  }

  @Test
  void theApplicationsRoleMustReadTheKeyTablesAndSeeTheirRows() throws Exception {
    sql(
        "CREATE TABLE a (id int)",
        "INSERT INTO a SELECT generate_series(1, 3)",
        "CREATE TABLE b (id int) PARTITION BY RANGE (id)",
        "CREATE TABLE b_1 PARTITION OF b FOR VALUES FROM (0) TO (10)",
        "INSERT INTO b SELECT generate_series(1, 4)");
    assertThat(asRole("a").status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(asRole("a").detail()).contains("does not name the role");
    String app = "\"ladder \"\"app\"\"\"";
    asAdmin("CREATE ROLE " + app, "CREATE ROLE ladder_group");
    try {
      assertThat(asRole("a", "none?").status()).isEqualTo(CheckStatus.FAILED);
      assertThat(asRole("a", "none?").detail()).endsWith("cannot read public.a");
      assertThat(asRole("none?").detail()).endsWith("cannot read public.b, public.a");
      assertThat(asRole(List.of("a"), accepted("as-role public.a")).status())
          .isEqualTo(CheckStatus.PASSED);

      sql("GRANT SELECT ON a TO ladder_group");
      assertThat(asRole("a").status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
      assertThat(asRole("a").problems().get(0).message()).contains("can: ladder_group");

      sql("GRANT SELECT ON b TO " + app);
      assertThat(asRole("none?").status()).isEqualTo(CheckStatus.WARNING);
      assertThat(asRole("none?").detail()).endsWith("no right to read public.a");
      sql("GRANT SELECT (id) ON a TO " + app);
      assertThat(asRole().detail()).endsWith("can read 2 tables");
      assertThat(asRole("b").detail()).endsWith("can read 1 key table");

      sql(
          "ALTER TABLE a ENABLE ROW LEVEL SECURITY",
          "CREATE POLICY p ON a USING (id = current_setting('ladder.id', true)::int)");
      assertThat(asRole("a").status()).isEqualTo(CheckStatus.WARNING);
      assertThat(asRole("a").detail())
          .endsWith("row security hides rows of public.a (0 of 3 rows)");
      assertThat(asRole(List.of("a"), accepted("a")).detail()).contains("accepted");
      sql("ALTER POLICY p ON a USING (id = current_setting('ladder.id')::int)");
      assertThat(asRole("a").status()).isEqualTo(CheckStatus.WARNING);
      assertThat(asRole("a").detail()).contains("policies could not be applied to public.a: ");

      CheckSettings without =
          CheckSettings.DEFAULT.asRole(new CheckSettings.AsRole("ladder \"app\"", false));
      assertThat(check(verify(without), "as-role").problems().get(0).hint())
          .contains("restore.owner-and-privileges: true");
      asAdmin("ALTER ROLE " + app + " SUPERUSER");
      assertThat(asRole("a").status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    } finally {
      asAdmin("DROP OWNED BY " + app + ", ladder_group", "DROP ROLE " + app + ", ladder_group");
    }
    assertThat(roles()).isEmpty();
  }

  /** The roles of restore-bot that a verification left behind. */
  private List<String> roles() throws SQLException {
    try (Connection connection = sandbox.connectAsAdmin()) {
      return SqlRows.column(
          connection, "SELECT rolname FROM pg_roles WHERE rolname LIKE 'restore_bot_reader%'");
    }
  }

  private static CheckSettings.Accepted accepted(String... names) {
    return new CheckSettings.Accepted(false, List.of(names), Set.of());
  }

  @Test
  void aPartitionedTableIsTheSumOfItsPartitionsAndOneMayBeDropped() throws Exception {
    sql(
        "CREATE TABLE payment (id int, day date) PARTITION BY RANGE (day)",
        "CREATE TABLE payment_1 PARTITION OF payment"
            + " FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
        "CREATE TABLE payment_2 PARTITION OF payment"
            + " FOR VALUES FROM ('2026-02-01') TO ('2026-04-01') PARTITION BY RANGE (day)",
        "CREATE TABLE payment_2a PARTITION OF payment_2"
            + " FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
        "CREATE INDEX payment_day ON payment (day)",
        "INSERT INTO payment SELECT i, '2026-01-05' FROM generate_series(1, 2) i",
        "INSERT INTO payment SELECT i, '2026-02-05' FROM generate_series(1, 5) i");
    Verification found = verify(CheckSettings.DEFAULT.at(Level.DEEP));
    assertThat(found.tables())
        .containsExactly(
            new TableRows("public", "payment", 7, TableRows.Kind.PARTITIONED),
            new TableRows("public", "payment_1", 2, TableRows.Kind.PARTITION),
            new TableRows("public", "payment_2", 5, TableRows.Kind.PARTITIONED),
            new TableRows("public", "payment_2a", 5, TableRows.Kind.PARTITION));
    assertThat(check(found, "rows").detail()).startsWith("7 rows in 2 tables");
    assertThat(found.fingerprints()).containsOnlyKeys("public.payment_1", "public.payment_2a");
    assertThat(verify(List.of("payment")).detail()).isEqualTo("payment 7");

    sql("DROP TABLE payment_1");
    Verification after = verify(CheckSettings.DEFAULT, baseline(found));
    assertThat(check(after, "row-drift").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(check(after, "row-drift").detail()).contains("-2 rows");
    assertThat(check(after, "schema-drift").status()).isEqualTo(CheckStatus.PASSED);

    sql("DELETE FROM payment WHERE id > 1");
    CheckResult lost = check(verify(CheckSettings.DEFAULT, baseline(found)), "row-drift");
    assertThat(lost.detail()).contains("public.payment had 7 rows, now 1");
  }

  private static Optional<Baseline> baseline(Verification found) {
    return Optional.of(new Baseline(Instant.EPOCH, "b", found.tables(), found.schema()));
  }

  private CheckResult verify(List<String> keyTables) {
    VerifySettings settings =
        new VerifySettings(keyTables, Optional.empty(), CheckSettings.DEFAULT);
    return check(verify(settings), "key-tables");
  }

  private Verification verify(VerifySettings settings) {
    return AllChecks.verifier()
        .verify(
            new VerificationInput(archive, CLEAN, settings, Optional.empty(), Instant.now()),
            sandbox,
            ProgressListener.none(),
            Cancellation.none());
  }

  @Test
  void rowsThatARestoreErrorCostDoNotAccuseTheBackup() throws Exception {
    dump(
        """
        --
        -- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: -
        --

        COPY public.t (id) FROM stdin;
        1
        2
        \\.

        """);
    sql("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)");
    Baseline before =
        new Baseline(
            Instant.EPOCH, "b", List.of(new TableRows("public", "t", 100)), Optional.empty());

    Verification damaged = verify(CheckSettings.DEFAULT, Optional.of(before));
    assertThat(check(damaged, "rows").problems())
        .singleElement()
        .satisfies(p -> assertThat(p.hint()).contains("the backup itself is damaged"));

    load = new LoadResult("psql", 3, List.of(), 1, Map.of(), 1, Duration.ofSeconds(1));
    Verification found = verify(CheckSettings.DEFAULT, Optional.of(before));
    for (String consequence : List.of("rows", "row-drift")) {
      assertThat(check(found, consequence).status()).isEqualTo(CheckStatus.FAILED);
      assertThat(check(found, consequence).problems())
          .isNotEmpty()
          .allSatisfy(p -> assertThat(p.hint()).startsWith("Solve the restore errors first"));
    }
  }

  @Test
  void aLostKeyIsAWarningAndMostOfThemAreAFailure() throws Exception {
    sql(
        "CREATE TABLE a (id int PRIMARY KEY, v int, w int)",
        "INSERT INTO a VALUES (1, 1, 1)",
        "CREATE INDEX a_v ON a (v)",
        "CREATE INDEX a_w ON a (w)");
    Verification whole = verify(CheckSettings.DEFAULT);

    sql("DROP INDEX a_v", "CREATE INDEX a_new ON a (v)");
    Verification one = verify(CheckSettings.DEFAULT, baseline(whole));
    assertThat(warning(one, "schema-drift"))
        .contains("added: index public.a_new", "gone: index public.a_v");
    assertThat(one.outcome()).isEqualTo(Outcome.PASSED);
    CheckSettings.Accepted intended =
        new CheckSettings.Accepted(false, List.of("index a_v"), Set.of());
    assertThat(check(verify(accepting(intended), baseline(whole)), "schema-drift").status())
        .isEqualTo(CheckStatus.PASSED);

    sql("DROP INDEX a_w", "ALTER TABLE a DROP CONSTRAINT a_pkey");
    CheckResult most = check(verify(CheckSettings.DEFAULT, baseline(whole)), "schema-drift");
    assertThat(most.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(most.detail()).startsWith("lost: constraint public.a a_pkey, index public.a_v");
  }

  @Test
  void aSequenceCheckSurvivesValuesThatAreNoNumbers() throws Exception {
    sql(
        "CREATE TABLE m (id numeric PRIMARY KEY)",
        "CREATE SEQUENCE m_seq OWNED BY m.id",
        "INSERT INTO m VALUES (4), ('NaN')",
        "SELECT setval('m_seq', 4)");
    assertThat(check(verify(CheckSettings.DEFAULT), "sequence-values").status())
        .isEqualTo(CheckStatus.PASSED);
    sql("SELECT setval('m_seq', 2)");
    assertThat(warning(verify(CheckSettings.DEFAULT), "sequence-values")).contains("m.id is at 4");
  }

  @Test
  void aCheckThatBreaksCostsItsOwnResultOnly() throws Exception {
    sql("CREATE TABLE t (v int)", "INSERT INTO t VALUES (1)");
    Check broken =
        new Check() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public CheckResult run(CheckContext context) {
            throw new NumberFormatException("a value of a row");
          }
        };
    Verification found =
        new Verifier(List.of(broken, new RestoreErrorsCheck()), Optional.empty())
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
    assertThat(check(found, "broken").status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(check(found, "broken").toString()).doesNotContain("a value of a row");
    assertThat(check(found, "restore-errors").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(found.tables()).hasSize(1);
  }

  @Test
  void theAlembicTableOfTheSearchPathOrTheSettingDecides() throws Exception {
    sql(
        "CREATE SCHEMA archive_2023",
        "CREATE TABLE archive_2023.alembic_version (version_num text)",
        "CREATE TABLE public.alembic_version (version_num text)",
        "INSERT INTO archive_2023.alembic_version VALUES ('head')",
        "INSERT INTO public.alembic_version VALUES ('old')");
    CheckResult old = alembic(Optional.empty());
    assertThat(old.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(old.detail())
        .isEqualTo(
            "public.alembic_version at old, expected head; archive_2023.alembic_version at head");
    assertThat(alembic(Optional.of("archive_2023")).status()).isEqualTo(CheckStatus.PASSED);
    assertThat(alembic(Optional.of("nowhere")).status()).isEqualTo(CheckStatus.FAILED);

    sql("CREATE SCHEMA live", "ALTER TABLE public.alembic_version SET SCHEMA live");
    CheckResult unclear = alembic(Optional.empty());
    assertThat(unclear.status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(unclear.detail()).contains("archive_2023", "live");
    assertThat(unclear.problems().get(0).hint()).contains("verify.alembic-schema");

    sql("DROP SCHEMA archive_2023 CASCADE");
    assertThat(alembic(Optional.empty()).detail())
        .isEqualTo("live.alembic_version at old, expected head");
  }

  private CheckResult alembic(Optional<String> schema) {
    CheckSettings base = CheckSettings.DEFAULT;
    CheckSettings settings =
        new CheckSettings(
            base.level(),
            base.statementTimeout(),
            base.drift(),
            base.minRows(),
            new CheckSettings.Alembic(Optional.empty(), schema),
            base.times(),
            base.queries(),
            base.accepted(),
            base.expect(),
            base.asRole());
    return check(verify(new VerifySettings(List.of(), Optional.of("head"), settings)), "alembic");
  }

  @Test
  void theSettingsOfTheDatabaseDoNotStopTheVerification() throws Exception {
    sql("CREATE TABLE t (v int)", "INSERT INTO t VALUES (1)");
    String database = Identifiers.quoted(sandbox.info().database());
    try {
      asAdmin(
          "ALTER DATABASE " + database + " SET session_preload_libraries = 'anon'",
          "ALTER DATABASE " + database + " SET statement_timeout = 1",
          "ALTER DATABASE " + database + " SET role = 'nobody_of_that_name'",
          "ALTER DATABASE " + database + " SET default_transaction_read_only = on");
      Verification found = verify(CheckSettings.DEFAULT.at(Level.DEEP));
      assertThat(found.outcome()).as("%s", found.checks()).isEqualTo(Outcome.PASSED);
    } finally {
      asAdmin("ALTER DATABASE " + database + " RESET ALL");
    }
  }

  @Test
  void aDatabaseThatLetsNobodyInIsReadAnyway() throws Exception {
    sql("CREATE TABLE t (v int)", "INSERT INTO t VALUES (1)");
    String database = Identifiers.quoted(sandbox.info().database());
    try {
      asAdmin(
          "REVOKE CONNECT ON DATABASE " + database + " FROM PUBLIC",
          "ALTER DATABASE " + database + " CONNECTION LIMIT 0");
      Verification found = verify(CheckSettings.DEFAULT.at(Level.DEEP));
      assertThat(found.outcome()).as("%s", found.checks()).isEqualTo(Outcome.PASSED);
    } finally {
      asAdmin(
          "GRANT CONNECT ON DATABASE " + database + " TO PUBLIC",
          "ALTER DATABASE " + database + " CONNECTION LIMIT -1");
    }
  }

  @Test
  void anEventTriggerThatRefusesEveryChangeStopsNothingAndIsLeftAsItIs() throws Exception {
    sql("CREATE TABLE t (v int)", "INSERT INTO t VALUES (1)");
    for (String fires : List.of("ENABLE", "ENABLE ALWAYS")) {
      try {
        asAdmin(
            "CREATE FUNCTION no_ddl() RETURNS event_trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'no DDL here'; END $$",
            "CREATE EVENT TRIGGER no_ddl ON ddl_command_start EXECUTE FUNCTION no_ddl()",
            "ALTER EVENT TRIGGER no_ddl " + fires);
        Verification found = verify(CheckSettings.DEFAULT.at(Level.DEEP));
        assertThat(found.outcome()).as("%s", found.checks()).isEqualTo(Outcome.PASSED);
        try (Connection admin = sandbox.connectAsAdmin()) {
          assertThat(
                  SqlRows.column(
                      admin,
                      "SELECT evtenabled::text FROM pg_event_trigger UNION ALL"
                          + " SELECT rolname FROM pg_roles WHERE rolname ~ '^restore_bot_reader'"
                          + " UNION ALL SELECT nspname FROM pg_namespace"
                          + " WHERE nspname ~ '^restore_bot'"))
              .containsExactly(fires.equals("ENABLE") ? "O" : "A");
        }
      } finally {
        asAdmin("DROP EVENT TRIGGER no_ddl", "DROP FUNCTION no_ddl()");
      }
    }
  }

  @Test
  void gapsOfTheBackupAreNamed() throws Exception {
    sql(
        "CREATE TABLE orders (id serial, doc oid)",
        "CREATE TABLE logs (v int)",
        "INSERT INTO orders (doc) VALUES (4711), (lo_create(0)), (NULL)");
    archive =
        listing(
            "TABLE orders",
            "TABLE logs",
            "SEQUENCE orders_id_seq",
            "TABLE DATA orders",
            "SEQUENCE SET orders_id_seq");
    CheckResult gaps = check(verify(CheckSettings.DEFAULT), "backup-gaps");
    assertThat(gaps.status()).isEqualTo(CheckStatus.WARNING);
    assertThat(gaps.detail())
        .isEqualTo(
            "tables without their data: public.logs;"
                + " no key, index or foreign key in the whole backup;"
                + " large objects that rows refer to are missing: public.orders.doc (1 row)");
    assertThat(gaps.problems()).hasSize(3);
    List<String> intended = List.of("logs", "post-data", "orders.doc");
    CheckResult accepted =
        check(
            verify(accepting(new CheckSettings.Accepted(false, intended, Set.of()))),
            "backup-gaps");
    assertThat(accepted.status()).isEqualTo(CheckStatus.PASSED);
    assertThat(accepted.detail())
        .endsWith(" (except post-data, public.logs, public.orders.doc, accepted in verify.accept)");

    archive = listing("TABLE orders", "SEQUENCE orders_id_seq", "TABLE DATA orders", "INDEX i");
    CheckResult lost = check(verify(CheckSettings.DEFAULT), "backup-gaps");
    assertThat(lost.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(lost.detail()).startsWith("sequences without their value: public.orders_id_seq");
  }

  @Test
  void aBackupMadeWithRowSecurityOnIsMarked() throws Exception {
    sql("CREATE TABLE t (v int)", "ALTER TABLE t ENABLE ROW LEVEL SECURITY");
    dump("SET row_security = on;\n\n" + comment("TABLE t") + comment("TABLE DATA t"));
    assertThat(warning(verify(CheckSettings.DEFAULT), "backup-gaps"))
        .contains("made with row security on; tables with policies: public.t");
    dump("SET row_security = off;\n\n" + comment("TABLE t") + comment("TABLE DATA t"));
    assertThat(check(verify(CheckSettings.DEFAULT), "backup-gaps").detail())
        .doesNotContain("row security");
  }

  @Test
  void anArchiveOfTablesWithRowSecurityIsMarkedUnlessThatIsAccepted() throws Exception {
    sql(
        "CREATE TABLE t (v int)",
        "CREATE TABLE u (v int)",
        "CREATE TABLE v (v int)",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE u ENABLE ROW LEVEL SECURITY");
    BackupArchive plain =
        listing("TABLE t", "TABLE DATA t", "TABLE u", "TABLE DATA u", "CONSTRAINT c");
    archive =
        new BackupArchive(
            plain.file(),
            plain.sizeBytes(),
            List.of(),
            ArchiveFormat.CUSTOM,
            plain.header(),
            plain.entries(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            true);

    Verification found = verify(CheckSettings.DEFAULT);
    assertThat(warning(found, "backup-gaps"))
        .isEqualTo("row security may have left out rows of: public.t, public.u");
    assertThat(warning(verify(accepting("public.u")), "backup-gaps"))
        .startsWith("row security may have left out rows of: public.t");
    for (CheckSettings accepted :
        List.of(
            accepting("row-security"), accepting("row-security *"), accepting("public.t", "u"))) {
      assertThat(check(verify(accepted), "backup-gaps").status()).isEqualTo(CheckStatus.PASSED);
    }
  }

  /** A backup whose table of contents has these. */
  private BackupArchive listing(String... entries) throws Exception {
    StringBuilder text = new StringBuilder();
    for (String entry : entries) {
      text.append(comment(entry));
    }
    dump(text.toString());
    return archive;
  }

  private static String comment(String entry) {
    int space = entry.lastIndexOf(' ');
    return "--\n-- Name: %s; Type: %s; Schema: public; Owner: me\n--\n\nSELECT 1;\n\n"
        .formatted(entry.substring(space + 1), entry.substring(0, space));
  }

  private void dump(String body) throws Exception {
    Path dump = folder.resolve("app.sql");
    Files.writeString(
        dump,
        "--\n-- PostgreSQL database dump\n--\n\n"
            + body
            + "--\n-- PostgreSQL database dump complete\n--\n");
    archive = new ArchiveReader(new ArchiveKey("", List.of(10_000))).inspect(dump);
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
    try (ReadOnlyRole reader = ReadOnlyRole.create(sandbox, Duration.ofSeconds(5))) {
      try (AdminSession admin = AdminSession.begin(sandbox)) {
        admin.execute("REVOKE pg_read_all_data FROM " + reader.role());
        ReadRights.grantSchema(admin, reader.role(), "odd Name");
        admin.commit();
      }
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
    return uploads(asked, stored, Optional.empty());
  }

  private CheckResult uploads(
      CheckSettings.Uploads asked, Optional<byte[]> stored, Optional<byte[]> approved)
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
            false,
            approved.map(DigestUtils::sha256Hex));
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
  void anotherArchiveOfUploadsThanTheApprovedOneIsNotJudged() throws Exception {
    CheckSettings.Uploads usual = new CheckSettings.Uploads(Optional.empty(), false);
    byte[] approved = new Tars().file("v/1.pdf", "one").gz();
    byte[] other = new Tars().file("v/1.pdf", "two").gz();
    byte[] hostile = new Tars().file("../1.pdf", "one").gz();

    assertThat(uploads(usual, Optional.of(approved), Optional.of(approved)).status())
        .isEqualTo(CheckStatus.PASSED);
    for (byte[] swapped : List.of(other, hostile)) {
      CheckResult found = uploads(usual, Optional.of(swapped), Optional.of(approved));
      assertThat(found.status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
      assertThat(found.problems().get(0).message()).contains("its SHA-256 differs");
    }
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
            false,
            Optional.empty());
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

    sql("DROP TABLE t");
    CheckResult gone = check(verify(CheckSettings.DEFAULT, before(17)), "row-drift");
    assertThat(gone.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(gone.detail()).contains("public.t had 17 rows, and is not in this backup");
  }

  @Test
  void ofManyTablesWithoutTheirRowsTenAreNamed() throws Exception {
    archive =
        listing(
            IntStream.rangeClosed(1, 10_000)
                .mapToObj(i -> "TABLE DATA t" + i)
                .toArray(String[]::new));
    CheckResult rows = check(verify(CheckSettings.DEFAULT), "rows");
    assertThat(rows.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(rows.detail()).contains("public.t10 has data").endsWith("; and 9990 more");
  }

  @Test
  void theWorkInTheCatalogGrowsWithTheTablesAndNotWithTheirSquare() throws Exception {
    createTables("few", 250);
    long few = tuplesReadByAVerification();
    createTables("many", 750);
    long many = tuplesReadByAVerification();
    dropTables("few", 250);
    dropTables("many", 750);
    // Four times the tables; the square would be sixteen times.
    assertThat(many).isBetween(2 * few, 7 * few);
  }

  private void createTables(String prefix, int count) throws SQLException {
    sql(
        "DO $$ BEGIN FOR i IN 1.."
            + count
            + " LOOP EXECUTE format('CREATE TABLE %I (id serial PRIMARY KEY, v int CHECK (v > 0))',"
            + " '"
            + prefix
            + "' || i); EXECUTE format('CREATE INDEX ON %I (v)', '"
            + prefix
            + "' || i); IF i % 100 = 0 THEN COMMIT; END IF; END LOOP; END $$");
  }

  /** A few in each transaction: all at once would need more locks than the server has. */
  private void dropTables(String prefix, int count) throws SQLException {
    sql(
        "DO $$ BEGIN FOR i IN 1.."
            + count
            + " LOOP EXECUTE format('DROP TABLE %I', '"
            + prefix
            + "' || i); IF i % 100 = 0 THEN COMMIT; END IF; END LOOP; END $$");
  }

  /** Rows of the catalog's tables that all of its queries read, in whichever plans. */
  private long tuplesReadByAVerification() throws SQLException {
    long before = tuplesRead();
    Verification unused = verify(CheckSettings.DEFAULT);
    return tuplesRead() - before;
  }

  private long tuplesRead() throws SQLException {
    try (Connection connection = sandbox.connectAsAdmin()) {
      return Long.parseLong(
          SqlRows.column(
                  connection,
                  "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))"
                      + " FROM pg_stat_sys_tables WHERE schemaname = 'pg_catalog'")
              .get(0));
    }
  }

  private static Optional<Baseline> before(long rows) {
    return Optional.of(
        new Baseline(
            Instant.EPOCH, "b", List.of(new TableRows("public", "t", rows)), Optional.empty()));
  }
}
