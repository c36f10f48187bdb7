package dev.restorebot.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restorebot.engine.verify.Expectation;
import dev.restorebot.engine.verify.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsLoaderTest {
  @TempDir Path temp;

  @Test
  void listsAllMistakesAtOnceWithTheirLines() throws Exception {
    assertThat(
            mistakes(
                """
                sandbox:
                  lifetme: 24h
                  runtime: podman
                  docker:
                    memory: plenty
                restore:
                  jobs: -1
                """,
                Map.of("RESTORE_BOT_CONSOLE_PORT", "http", "RESTORE_BOT_SANBOX_LIFETIME", "1h")))
        .contains("has 6 errors:")
        .contains("sandbox.lifetme: is unknown; did you mean sandbox.lifetime? (line 2)")
        .contains(
            "sandbox.runtime: \"podman\" is not one of [auto, docker, local, embedded] (line 3)")
        .contains("sandbox.docker.memory: \"plenty\" is not a size such as 512MB or 2GiB (line 5)")
        .contains("restore.jobs: \"-1\" is not a whole number from 0 to 256 (line 7)")
        .contains("RESTORE_BOT_CONSOLE_PORT: \"http\" is not a whole number from 0 to 65535")
        .contains("RESTORE_BOT_SANBOX_LIFETIME: is an unknown variable")
        .contains("did you mean RESTORE_BOT_SANDBOX_LIFETIME?");
  }

  @ParameterizedTest
  @CsvSource({
    "sandbx: 1, sandbx: is unknown; did you mean sandbox? (line 1)",
    "sandbox: docker, sandbox: has settings below it and no value of its own",
    "sandbox: {lifetime: {h: 24}}, sandbox.lifetime: has settings below it",
    "sandbox: {prefix: -rf}, is not a name of lower-case letters",
    "sandbox: {prefix: Restore Bot}, is not a name of lower-case letters",
    "sandbox: {lifetime: 0s}, is not a time such as",
    "sandbox: {lifetime: 24h}, sandbox.max-lifetime",
    "'sandbox: {connect: {publish: {port: 5433}}}', sandbox.connect.publish.certificate: is needed",
    "'sandbox: {connect: {publish: {port: 5433, certificate: c.pem}}}',"
        + " sandbox.connect.publish.key: is needed",
    "backups: {time-zone: Mars/Base}, is not a time zone such as",
    "zzzzzzzzzzzzzzzzzzzz: 1, zzzzzzzzzzzzzzzzzzzz: is unknown",
    "databases: [zenops], databases: is a map from a database's name",
    "verify: {ignore-errors: [{pattern: x}]}, has a `pattern` and a `reason`, not empty",
    "verify: {ignore-errors: nothing}, is a list of",
    "'verify: {ignore-errors: [{pattern: \"(\", reason: y}]}', is not a regular expression"
  })
  void saysWhatIsWrongAndWhatWouldBeRight(String yaml, String message) throws Exception {
    assertThat(mistakes(yaml, Map.of("RESTORE_BOT_SANDBOX_MAX_LIFETIME", "1h"))).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "password", "passphrase", "encryption-key"})
  void aKeyInTheFileGetsAMessageOfItsOwnWhichDoesNotShowIt(String name) throws Exception {
    assertThat(mistakes("backups:\n  " + name + ": hunter2-hunter2\n", Map.of()))
        .contains("backups." + name + ": a secret does not belong in this file")
        .contains("backups.key-file (line 2)")
        .contains("BACKUP_ENCRYPTION_KEY")
        .doesNotContain("hunter2");
  }

  @Test
  void brokenYamlIsNotQuotedForItMayHoldASecret() {
    assertThat(mistakes("backups:\n  key: [hunter2\n", Map.of()))
        .contains("it is not valid YAML at line")
        .doesNotContain("hunter2");
  }

  @Test
  void takesTheKeyFromTheEnvironmentBeforeItsFile() throws Exception {
    Settings settings =
        load(
            "backups: {key-file: " + KeyFile.PATH + "}",
            Map.of("BACKUP_ENCRYPTION_KEY", "from the environment"));

    assertThat(settings.backups().key().value()).isEqualTo("from the environment");
  }

  @Test
  void neverShowsTheKey() throws Exception {
    Settings settings = load("", Map.of("BACKUP_ENCRYPTION_KEY", "hunter2-hunter2"));

    assertThat(settings.toString()).doesNotContain("hunter2").contains("***");
    assertThat(settings.describe()).doesNotContain("hunter2").contains("backups.key: ***");
    assertThat(load("", Map.of()).describe()).contains("backups.key: (not set)");
  }

  @Test
  void saysThatTheKeyFileCannotBeReadOrIsEmpty() throws Exception {
    Path empty = Files.createFile(temp.resolve("empty"));

    assertThat(mistakes("backups: {key-file: " + empty + "}", Map.of())).contains("is empty");
    assertThat(mistakes("backups: {key-file: /none}", Map.of())).contains("/none cannot be read");
  }

  @Test
  void describesEverySettingByItsName() throws Exception {
    assertThat(load("", Map.of()).describe())
        .contains("sandbox.docker.image: postgres:{major}-alpine\n")
        .contains("sandbox.runtime: auto\n")
        .contains("verify.key-tables: []\n", "disaster.hand-checks: []\n");
  }

  @ParameterizedTest
  @ValueSource(strings = "runbook.yaml")
  void readsTheExamples(String name) throws Exception {
    String yaml = Files.readString(Path.of("..", "config", "examples", name));
    assertThat(load(yaml, Map.of()).verify().keyTables()).contains("users", "assignments");
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox: {warn-before: PT2H}, sandbox.warn-before: 2h",
    "sandbox: {max-lifetime: 30d}, sandbox.max-lifetime: 30d",
    "sandbox: {keep-free: 20GiB}, sandbox.keep-free: 21474836480",
    "sandbox: {max-disk: 50GB}, sandbox.max-disk: 50000000000",
    "sandbox: {docker: {memory: 2GiB}}, sandbox.docker.memory: 2147483648",
    "sandbox: {docker: {pull: no}}, sandbox.docker.pull: false",
    "disaster: {safety-copy: yes}, disaster.safety-copy: true",
    "console: {enabled: off}, console.enabled: false",
    "console: {port: 0}, console.port: 0",
    "uploads: {within: 90m}, uploads.within: 1h30m",
    "discord: {gateway-url: 'wss://discord.example/'}, discord.gateway-url: wss://discord.example/",
    "disaster: {stop-services: before-swap}, disaster.stop-services: before-swap"
  })
  void readsEachWayToWriteAValue(String yaml, String shown) throws Exception {
    assertThat(load(yaml, Map.of()).describe().lines()).contains(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0034", "1e5", "12e456789012", "true", "0x1f", "1_000", "2026-02-09"})
  void takesTextAsItIsWritten(String revision) throws Exception {
    assertThat(load("verify: {alembic-head: " + revision + "}", Map.of()).verify().alembicHead())
        .contains(revision);
  }

  @Test
  void lettingADatabaseDifferInWhatItNames() throws Exception {
    Settings settings =
        load(
            """
            verify:
              alembic-head: "0001"
              ignore-errors: [{pattern: pg_cron, reason: not installed here}]
            databases:
              zenops: {key-tables: [users], alembic-head: 0034_create_payroll_policies}
              ledger: {alembic-head: "", ignore-errors: []}
            """,
            Map.of());

    Settings.Verify zenops = settings.verifyOf("zenops");
    assertThat(zenops.keyTables()).containsExactly("users");
    assertThat(zenops.alembicHead()).contains("0034_create_payroll_policies");
    assertThat(zenops.ignoreErrors())
        .isEqualTo(List.of(new Settings.Ignore("pg_cron", "not installed here")));
    Settings.Verify ledger = settings.verifyOf("ledger");
    assertThat(ledger.keyTables()).isEqualTo(settings.verify().keyTables());
    assertThat(ledger.alembicHead()).isEmpty();
    assertThat(ledger.ignoreErrors()).isEmpty();
    assertThat(settings.verifyOf("other")).isEqualTo(settings.verify());
  }

  @Test
  void aDatabaseMayDifferInEveryCheckAndTheCanarysValueDoesNotShow() throws Exception {
    Settings settings =
        load(
            """
            verify: {level: quick, max-age: 26h, unmask: [role], canary: {sql: a, value: planted-b}}
            databases:
              zenops:
                level: deep
                max-age: ""
                min-rows: [users = 10]
                canary: {sql: c, value: planted-d}
                samples: [{name: n, sql: s}]
                assertions: [{name: a, sql: q, is: ">= 1"}]
            """,
            Map.of());

    Settings.Verify zenops = settings.verifyOf("zenops");
    assertThat(zenops.level()).isEqualTo(Level.DEEP);
    assertThat(settings.verifyOf("other").level()).isEqualTo(Level.QUICK);
    assertThat(zenops.maxAge()).isEmpty();
    assertThat(zenops.unmask()).containsExactly("role");
    assertThat(zenops.minRows()).containsExactly(new Settings.MinRows("users", 10));
    assertThat(zenops.canary().orElseThrow().value()).isEqualTo(new SecretValue("planted-d"));
    assertThat(zenops.assertions())
        .containsExactly(new Settings.Assertion("a", "q", Expectation.parse(">= 1")));
    assertThat(settings.describe()).contains("verify.canary").doesNotContain("planted-");
    assertThat(settings.toString()).doesNotContain("planted-");
  }

  @ParameterizedTest
  @CsvSource({
    "databases: {zenops: {alembic-hed: x}}, databases.zenops.alembic-hed: is unknown",
    "databases: {zenops: {key-tables: users}}, databases.zenops.key-tables: is a list",
    "databases: {zenops: strict}, databases.zenops: has one or more of",
    "databases: {zenops: {level: deeper}}, databases.zenops.level: \"deeper\" is not one of",
    "databases: {zenops: {max-age: soon}}, databases.zenops.max-age: \"soon\" is not a time",
    "databases: {zenops: {canary: {sql: x}}}, databases.zenops.canary: has a `sql` and a `value`",
    "verify: {canary: {value: x}}, verify.canary: has a `sql` and a `value`",
    "verify: {samples: [{name: x}]}, verify.samples[0]: has a `name` and a `sql`",
    "verify: {min-rows: [users]}, a table and its fewest rows such as users = 10",
    "verify: {freshness: [users]}, a column such as users.created_at",
    "'verify: {assertions: [{name: a, sql: b, is: \"> c\"}]}', is not a number",
    "'databases: {zenops: {ignore-errors: [{pattern: \"\", reason: y}]}}', has a `pattern` and a"
        + " `reason`, not empty"
  })
  void aDatabasesMistakesAreNotPassedOver(String yaml, String message) throws Exception {
    assertThat(mistakes(yaml, Map.of())).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "'sandbox: {prefix: a', it is not valid YAML at line",
    "'console: {port: 1, port: 2}', it is not valid YAML at line 1",
    "'- sandbox', it is not a list of settings",
    "'console: &a {port: 1}\nrestore: *a', it has an alias at line 2",
    "'console: {port: 1}\n---\nconsole: {port: 2}', it has a second document"
  })
  void refusesWhatIsNotPlainYaml(String yaml, String message) throws Exception {
    assertThat(mistakes(yaml, Map.of())).contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "# nothing", "---\n", "sandbox:\n", "console: {}", "databases:"})
  void anEmptyFileMeansTheDefaults(String yaml) throws Exception {
    assertThat(load(yaml, Map.of())).isEqualTo(SettingsLoader.load(Optional.empty(), Map.of()));
  }

  @Test
  void saysThatTheFileIsMissing() {
    Path none = temp.resolve("none.yaml");

    assertThat(
            catchThrowableOfType(
                SettingsException.class, () -> SettingsLoader.load(Optional.of(none), Map.of())))
        .hasMessageContaining(none.toString())
        .hasMessageContaining("there is no such file");
  }

  @Test
  void keepsItsStateWhereXdgSays() throws Exception {
    assertThat(load("", Map.of("XDG_STATE_HOME", "/var/state")).stateDir())
        .isEqualTo(Path.of("/var/state/restore-bot"));
    assertThat(load("", Map.of("XDG_STATE_HOME", "relative")).stateDir())
        .isEqualTo(Path.of(SettingCase.HOME, ".local/state/restore-bot"));
  }

  private Settings load(String yaml, Map<String, String> environment)
      throws IOException, SettingsException {
    return SettingsLoader.load(
        Optional.of(Files.writeString(temp.resolve("restore-bot.yaml"), yaml)), environment);
  }

  private String mistakes(String yaml, Map<String, String> environment) {
    SettingsException exception =
        catchThrowableOfType(SettingsException.class, () -> load(yaml, environment));
    assertThat(exception).as("settings with a mistake").isNotNull();
    return exception.getMessage();
  }
}
