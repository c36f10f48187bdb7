package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Counts a real database while pg_dump runs, and tests the backup with the counts. */
@RequiresLocalPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpectCommandIT {
  @TempDir private static Path folder;
  private final OwnSandboxes own = new OwnSandboxes("local");
  private LocalSandboxProvider provider;
  private Sandbox production;
  private String connection;
  private String url;

  @BeforeAll
  void start() throws Exception {
    provider = new LocalSandboxProvider(LocalSettings.withDefaults());
    Instant now = Instant.now();
    production =
        provider.start(
            new SandboxRequest(
                "expect" + UUID.randomUUID().toString().substring(0, 6),
                "expect-test",
                false,
                now,
                now.plus(Duration.ofHours(1)),
                OptionalInt.empty(),
                "shop",
                DatabaseNeeds::none,
                false,
                ServerChoice.USUAL),
            ProgressListener.none(),
            Cancellation.none());
    sql(
        "CREATE SCHEMA app",
        "CREATE TABLE app.users (id int PRIMARY KEY, email text)",
        "INSERT INTO app.users SELECT i, 'u' || i FROM generate_series(1, 20) i",
        "CREATE TABLE app.pay (id int, amount numeric) PARTITION BY RANGE (id)",
        "CREATE TABLE app.pay_1 PARTITION OF app.pay FOR VALUES FROM (0) TO (100)",
        "INSERT INTO app.pay SELECT i, i FROM generate_series(1, 30) i",
        "CREATE ROLE backup LOGIN PASSWORD '" + CliRun.SECRET + "'",
        "GRANT pg_read_all_data, pg_write_all_data TO backup",
        "CREATE ROLE guest LOGIN PASSWORD '" + CliRun.SECRET + "'",
        "GRANT USAGE ON SCHEMA app TO guest");
    String at = production.info().host() + ":" + production.info().port();
    Path passwords = folder.resolve("pgpass");
    Files.writeString(passwords, at + ":*:*:" + CliRun.SECRET + "\n");
    Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
    url = "postgresql://backup@" + at + "/shop";
    connection =
        "export PATH=\"%s:$PATH\" PGPASSFILE=%s PGHOST=%s PGPORT=%d PGUSER=backup PGDATABASE=shop; "
            .formatted(programs(), passwords, production.info().host(), production.info().port());
  }

  @AfterAll
  void stop() throws Exception {
    production.remove();
    provider.close();
    own.clear();
  }

  private void sql(String... statements) throws SQLException {
    try (Connection admin = production.connectAsAdmin();
        Statement statement = admin.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** The folder with the programs of the server's version. */
  private Path programs() throws Exception {
    List<String> lines = new ArrayList<>();
    var unused =
        production.run(
            new ToolCall(List.of("sh", "-c", "command -v pg_dump"), Optional.empty(), lines::add),
            Cancellation.none());
    return Path.of(lines.get(0)).getParent();
  }

  private static CliRun expect(String... arguments) {
    List<String> all = new ArrayList<>(List.of("expect"));
    all.addAll(List.of(arguments));
    return CliRun.of(Map.of("PGPASSWORD", CliRun.SECRET), all.toArray(String[]::new));
  }

  /** Makes a backup with its counts by a script whose first parameter is the snapshot's ID. */
  private CliRun backUp(Path dump, String script, String... options) {
    List<String> all = new ArrayList<>(List.of("--url", url, "--output", counts(dump).toString()));
    all.addAll(List.of(options));
    all.addAll(List.of("--", "sh", "-ec", connection + script, "sh", "{snapshot}"));
    return expect(all.toArray(String[]::new));
  }

  private static Path counts(Path dump) {
    return dump.resolveSibling(dump.getFileName() + ".counts.json");
  }

  private JsonNode test(Path dump, int code) {
    Map<String, String> environment = new HashMap<>(own.environment());
    environment.put("RESTORE_BOT_STATE_DIR", folder.resolve("state").toString());
    environment.put("RESTORE_BOT_VERIFY_KEY_TABLES", "app.users");
    CliRun run =
        CliRun.of(
            environment,
            "test",
            dump.toString(),
            "--runtime",
            "local",
            "--level",
            "quick",
            "--json");
    return JsonReport.of(run.ends(code).out());
  }

  private static String check(JsonNode report) {
    return StreamSupport.stream(report.get("checks").spliterator(), false)
        .filter(check -> check.get("name").asText().equals("expected-counts"))
        .map(check -> check.get("status").asText() + ": " + check.get("detail").asText())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> failed(JsonNode report) {
    return StreamSupport.stream(report.get("checks").spliterator(), false)
        .filter(check -> !List.of("passed", "skipped").contains(check.get("status").asText()))
        .map(check -> check.get("name").asText())
        .toList();
  }

  @Test
  void aRowThatIsMissingInTheBackupIsFoundAndRowsOfLaterDoNotDisturb() throws Exception {
    Path dump = folder.resolve("shop.sql");
    // After the snapshot and before pg_dump starts: neither may see it.
    CliRun made =
        backUp(
            dump,
            "psql -Xqc \"INSERT INTO app.users VALUES (21, 'late'); DELETE FROM app.pay"
                + " WHERE id > 25\"; pg_dump --snapshot=\"$1\" -f "
                + dump,
            "--query",
            "paid=SELECT sum(amount) FROM app.pay");
    assertThat(made.ends(0).err()).contains("50 rows in 2 tables of shop");
    assertThat(made.out()).isEmpty();
    assertThat(Files.readString(counts(dump))).doesNotContain("465", CliRun.SECRET);
    assertThat(check(test(dump, 0)))
        .startsWith("passed: 50 rows in 2 tables and the value of 1 query are those of production");

    // The same number of rows, and another value.
    String good = Files.readString(dump);
    Files.writeString(dump, good.replace("\n30\t30\n", "\n30\t31\n"));
    assertThat(check(test(dump, 1))).isEqualTo("failed: the query paid gives another value");

    Files.writeString(dump, good.replace("\n20\tu20\n", "\n"));
    JsonNode cut = test(dump, 1);
    assertThat(check(cut)).isEqualTo("failed: app.users: expected 20 rows, found 19 rows");
    assertThat(failed(cut)).containsExactly("expected-counts");

    Files.delete(counts(dump));
    JsonNode without = test(dump, 0);
    assertThat(failed(without)).isEmpty();
    assertThat(check(without)).startsWith("skipped: there is no shop.sql.counts.json");
  }

  @Test
  void countsAreWrittenOnlyWithABackupAndTheBackupDoesNotDependOnThem() throws Exception {
    Path dump = folder.resolve("other.dump");
    Files.writeString(counts(dump), "of an earlier backup");
    assertThat(backUp(dump, "exit 7").ends(7).err()).contains("exit code 7", "not written");
    assertThat(counts(dump)).doesNotExist();

    String dumped = "pg_dump --snapshot=\"$1\" -Fc -f " + dump;
    CliRun uncounted = backUp(dump, dumped, "--query", "mails=SELECT email FROM app.users");
    assertThat(uncounted.ends(4).err())
        .contains("The command succeeded", "mails does not return exactly one value")
        .doesNotContain("u20");
    assertThat(dump).isNotEmptyFile();
    assertThat(counts(dump)).doesNotExist();
  }

  @Test
  void aSnapshotOfAnotherSessionIsUsed() throws Exception {
    sql("CREATE TABLE app.notes (v int)", "INSERT INTO app.notes VALUES (1)");
    try (Connection holder = production.connectAsAdmin();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      String id;
      try (var rows = statement.executeQuery("SELECT pg_export_snapshot()")) {
        rows.next();
        id = rows.getString(1);
      }
      sql("INSERT INTO app.notes VALUES (2), (3)");

      CliRun run = expect("--url", url, "--snapshot", id).ends(0);
      JsonNode counts = new ObjectMapper().readTree(run.out());
      assertThat(counts.get("tables").toString())
          .contains("{\"schema\":\"app\",\"name\":\"notes\",\"rows\":1}");
      String file = folder.resolve("a.counts.json").toString();
      JsonNode written =
          new ObjectMapper()
              .readTree(
                  expect("--url", url, "--snapshot", id, "--output", file, "--json").ends(0).out());
      assertThat(written.path("file").asText()).isEqualTo(file);
      assertThat(written.path("database").asText()).isEqualTo(counts.path("database").asText());
      assertThat(written.path("tables").asLong()).isPositive();
      assertThat(written.path("rows").asLong()).isPositive();
      holder.rollback();
      assertThat(expect("--url", url, "--snapshot", id).ends(4).err())
          .contains("could not be used", "must still be open");
    } finally {
      sql("DROP TABLE app.notes");
    }
  }

  @Test
  void whatTheRoleMayNotReadIsSaidAndNothingIsWritten() {
    CliRun run = expect("--url", url.replace("backup@", "guest@"));

    assertThat(run.ends(4).err()).contains("permission denied for table", "BYPASSRLS");
    assertThat(run.out()).isEmpty();
  }
}
