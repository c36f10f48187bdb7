package dev.restorebot.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.verify.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Changes of settings with parts, of databases and of secrets; {@link EverySettingTest} has all
 * others.
 */
class ReloadsTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          verify: {canary: {sql: a, value: b}} | verify.canary
          verify: {samples: [{name: a, sql: b}]} | verify.samples
          verify: {assertions: [{name: a, sql: b, is: 1}]} | verify.assertions
          verify: {ignore-errors: [{pattern: a, reason: b}]} | verify.ignore-errors
          databases: {zenops: {level: deep}} | databases.zenops
          disaster: {http-checks: [{name: a, url: 'http://a'}]} | disaster.http-checks
          drills: [{database: a, channel: 'slack:C1', names: b, schedule: 1 2 3 4 5}] | drills
          """)
  void whatHasNamesOfItsOwnIsTakenOver(String yaml, String name) throws Exception {
    Settings before = load("");
    Settings loaded = load(yaml);
    Settings now = SettingsTree.merged(before, loaded);

    assertThat(names(SettingsTree.difference(before, now))).containsExactly(name);
    assertThat(SettingsTree.difference(now, load(yaml))).isEmpty();
  }

  @Test
  void aDatabasesOwnValueIsTakenOverAsTheSettingThatItOverrides() throws Exception {
    Settings before = load("");
    Settings loaded =
        before.with(
            Map.of(
                "databases",
                Map.of(
                    "zenops",
                    new OwnSettings(
                        Map.of("verify.level", Level.DEEP, "sandbox.docker.image", "other")))));

    Settings added = SettingsTree.merged(before, loaded).forDatabase("zenops");
    assertThat(added.verify().level()).isEqualTo(Level.DEEP);
    assertThat(added.sandbox().docker().image()).isEqualTo("postgres:{major}-alpine");
    Settings removed = SettingsTree.merged(loaded, before).forDatabase("zenops");
    assertThat(removed.verify().level()).isEqualTo(Level.STANDARD);
    assertThat(removed.sandbox().docker().image()).isEqualTo("other");
  }

  @Test
  void aTargetStaysUntilTheRestartAndItsLiveSettingsAreTakenOver() throws Exception {
    Settings before =
        load("targets: [{name: a, project: a, contacts: [Asha]}, {name: b, project: b}]");
    Settings loaded =
        load(
            """
            targets:
              - {name: c, project: c}
              - {name: a, project: other, contacts: [Ben]}
            """);

    Settings now = SettingsTree.merged(before, loaded);
    assertThat(now.disasters().keySet()).containsExactly("a", "b");
    assertThat(now.disasters().get("a").contacts()).containsExactly("Ben");
    assertThat(now.disasters().get("a").project()).contains("a");
    assertThat(now.disasters().get("b").project()).contains("b");
    assertThat(SettingsTree.difference(now, loaded))
        .extracting(SettingChange::toString)
        .containsExactly(
            "targets.a.project: a → other",
            "targets.b: a target → no target",
            "targets.c: no target → a target");
    assertThat(names(SettingsTree.difference(before, now))).containsExactly("targets.a.contacts");
  }

  @Test
  void theDifferenceIsSaidWithoutSecrets() throws Exception {
    Settings before =
        load(
            "verify: {canary: {sql: q, value: hunter1}}\ndatabases: {a: {level: deep}, b: {}}",
            Map.of("BACKUP_ENCRYPTION_KEY", "hunter2", "RESTORE_BOT_SLACK_BOT_TOKEN", "xoxb-h"));
    Settings after =
        load(
            """
            sandbox: {lifetime: 48h}
            backups: {folders: [a, "b, c"]}
            verify: {canary: {sql: q, value: hunter3}}
            databases: {a: {level: quick}, c: {}}
            """,
            Map.of("BACKUP_ENCRYPTION_KEY", "hunter4"));

    assertThat(SettingsTree.difference(before, after))
        .extracting(SettingChange::toString)
        .containsExactly(
            "sandbox.lifetime: 24h → 48h",
            "backups.folders: [./deploy/backups] → [a, b, c]",
            "backups.key-file: changed",
            "verify.canary: changed",
            "databases.a.level: deep → quick",
            "databases.a.canary: changed",
            "databases.b: settings of its own → general settings",
            "databases.c: general settings → settings of its own",
            "slack.bot-token-file: *** → (not set)");
  }

  private static List<String> names(List<SettingChange> changes) {
    return changes.stream().map(SettingChange::path).toList();
  }

  private Settings load(String yaml) throws Exception {
    return load(yaml, Map.of());
  }

  private Settings load(String yaml, Map<String, String> environment) throws Exception {
    Path file = Files.writeString(temp.resolve("restore-bot.yaml"), yaml);
    return SettingsLoader.load(Optional.of(file), environment);
  }
}
