package dev.restorebot.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each setting is taken over by a running bot, or said to need a restart. */
class ReloadsTest {
  @TempDir Path temp;

  static List<Row> rows() {
    return Rows.all();
  }

  @Test
  void everySettingIsEitherTakenOverOrNeedsARestart() {
    List<String> all = new ArrayList<>(SettingStructure.all().keySet());
    all.add(VerifySettingsReader.DATABASES);
    SettingKeys.all().forEach(key -> all.add(key.path()));
    TreeSet<String> both = new TreeSet<>(Reloads.LIVE);
    both.retainAll(Reloads.RESTART);
    TreeSet<String> either = new TreeSet<>(Reloads.LIVE);
    either.addAll(Reloads.RESTART);

    assertThat(either)
        .as(
            "a new setting goes into Reloads.LIVE, when the running bot asks for it anew"
                + " (App hands on LiveSettings), or else into Reloads.RESTART")
        .containsExactlyInAnyOrderElementsOf(all);
    assertThat(both).as("in both lists of Reloads").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isTakenOverOrNot(Row row) throws Exception {
    Settings before = SettingsLoader.load(Optional.empty(), Map.of());
    Map<String, String> environment = new HashMap<>();
    if (row.yamlName().startsWith("sandbox.max")) {
      environment.put("RESTORE_BOT_SANDBOX_LIFETIME", "1h");
    }
    environment.put(row.environmentName(), row.otherEnvironment());
    Settings loaded = SettingsLoader.load(Optional.empty(), environment);
    Settings now = SettingsTree.merged(before, loaded, Reloads.LIVE);

    boolean live = Reloads.LIVE.contains(row.yamlName());
    boolean differs = !row.otherValue().equals(row.defaultValue());
    assertThat(row.getter().apply(now)).isEqualTo(live ? row.otherValue() : row.defaultValue());
    assertThat(names(SettingsTree.difference(before, now)).contains(row.yamlName()))
        .isEqualTo(live && differs);
    assertThat(names(SettingsTree.difference(now, loaded)).contains(row.yamlName()))
        .isEqualTo(!live && differs);
  }

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
    Settings now = SettingsTree.merged(before, loaded, Reloads.LIVE);

    assertThat(names(SettingsTree.difference(before, now))).containsExactly(name);
    assertThat(SettingsTree.difference(now, load(yaml))).isEmpty();
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
            "sandbox.lifetime: PT24H → PT48H",
            "backups.folders: [./deploy/backups] → [a, b, c]",
            "backups.key-file: changed",
            "verify.canary: changed",
            "databases.a.level: deep → quick",
            "databases.a.canary: changed",
            "databases.b: settings of its own → as verify",
            "databases.c: as verify → settings of its own",
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
