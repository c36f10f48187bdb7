package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir Path folder;

  @Test
  void withoutArgumentsTheHelpIsShown() {
    assertThat(CliRun.of().ends(2).out()).contains("Usage: restore-bot", "test", "Exit codes:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "run",
        "test",
        "restore",
        "status",
        "history",
        "drill",
        "cleanup",
        "inspect",
        "backups",
        "expect",
        "config",
        "config check",
        "config example",
        "config schema",
        "discord",
        "discord invite"
      })
  void everyCommandHasHelp(String command) {
    CliRun run = CliRun.of((command + " --help").split(" "));

    assertThat(run.ends(0).out())
        .startsWith("Usage: restore-bot " + command)
        .contains("Exit codes:", "3   the backup is broken");
    assertThat(run.err()).isEmpty();
    assertThat(CliRun.of("--help").out()).contains(command.split(" ")[0]);
  }

  @Test
  void theVersion() {
    String version = CliRun.of("--version").ends(0).out();
    assertThat(version).startsWith("restore-bot ").contains("Java ");
    ByteArrayOutputStream fast = new ByteArrayOutputStream();
    Version.print(new PrintStream(fast, true, StandardCharsets.UTF_8));
    assertThat(fast.toString(StandardCharsets.UTF_8)).isEqualTo(version);
    assertThat(Version.wanted("-V")).isTrue();
    assertThat(Version.wanted("--version", "--help")).isFalse();
  }

  @Test
  void whatIsWrongIsTheFirstLineAndTheHelpDoesNotHideIt() {
    assertThat(nothing("test").lines().findFirst()).hasValue("Missing required parameter: 'FILE'.");
    assertThat(nothing("test", "--jsn", "a.dump")).contains("'--jsn'", "--json");
    assertThat(nothing("test", "--runtime", "podman", "a.dump")).contains("podman", "DOCKER");
    assertThat(nothing("test", "a.dump", "b.dump")).contains("b.dump");
    assertThat(nothing("tset")).contains("no command tset", "Did you mean `restore-bot test`?");
    assertThat(nothing("zenops.dump")).contains("Did you mean `restore-bot test zenops.dump`?");
    assertThat(nothing("demo", "--port", "many")).contains("many");
    assertThat(nothing("inspect")).contains("FILE");
  }

  private static String nothing(String... arguments) {
    CliRun run = CliRun.of(arguments).ends(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Nothing was started.", "--help");
    assertThat(run.err().lines().count()).isLessThanOrEqualTo(6);
    return run.err();
  }

  @Test
  void theExampleOfAllSettingsCanBeUsedAsItIs() throws Exception {
    Path file = config(CliRun.of("config", "example").ends(0).out());

    CliRun check = CliRun.of("config", "check", "--config", file.toString());
    assertThat(check.ends(0).out()).contains("are valid");
  }

  @Test
  void configCheckSaysWhatItsScriptsLackForEveryDatabase() throws Exception {
    Path smoke = Files.writeString(folder.resolve("smoke.sql"), "SELECT 1;");
    Path file =
        config(
            "verify: {as-role: app, after-restore: [{sql: "
                + smoke
                + "}, {command: [sh]}]}\n"
                + "databases: {zenops: {after-restore: [{command: [/none/smoke, -v]}]}}\n");

    assertThat(CliRun.of("config", "check", "--config", file.toString()).ends(0).out())
        .contains(
            "Problem: verify.as-role needs restore.owner-and-privileges: true;",
            "databases.zenops.after-restore: the program /none/smoke does not exist",
            "What to do: ")
        .doesNotContain("program sh does", "the file " + smoke, "databases.zenops.as-role needs");

    assertThat(CliRun.of("config", "check", "--json", "--config", file.toString()).ends(0).out())
        .startsWith("{")
        .contains(
            "\"file\" : \"" + file + "\"",
            "\"what\" : \"verify.as-role needs restore.owner-and-privileges: true;",
            "\"verify.as-role: app\"");

    Files.delete(smoke);
    assertThat(CliRun.of("config", "check", "--config", file.toString()).ends(0).out())
        .contains("verify.after-restore: the file " + smoke + " does not exist or cannot be read");
  }

  @Test
  void theSchemaIsForEditors() {
    assertThat(CliRun.of("config", "schema").ends(0).out())
        .startsWith("{")
        .contains(
            "https://json-schema.org/draft/2020-12/schema",
            "How long a sandbox is kept for inspection");
  }

  @Test
  void settingsThatCanBeUsed() throws Exception {
    Path file = config("restore:\n  jobs: 3\n");
    CliRun run =
        CliRun.of(
            Map.of("BACKUP_ENCRYPTION_KEY", CliRun.SECRET),
            "config",
            "check",
            "--config",
            file.toString());

    assertThat(run.ends(0).out())
        .startsWith("The settings in " + file + " are valid.")
        .contains("restore.jobs: 3", "backups.key: ");
    assertThat(CliRun.of("config", "check").ends(0).out()).startsWith("There is no settings file;");
    assertThat(
            CliRun.of(Map.of("RESTORE_BOT_CONFIG", file.toString()), "config", "check")
                .ends(0)
                .out())
        .contains("restore.jobs: 3");
  }

  @Test
  void configCheckSaysWhatTheEnvironmentOverridesAndWhichFolderIsMissing() throws Exception {
    Path file = config("backups:\n  folders: [/from-the-file]\n");
    String missing = folder.resolve("missing").toString();
    CliRun run =
        CliRun.of(
            Map.of("RESTORE_BOT_BACKUPS_FOLDERS", missing, "RESTORE_BOT_CONFIG", file.toString()),
            "config",
            "check");

    assertThat(run.ends(0).out())
        .contains("The environment's RESTORE_BOT_BACKUPS_FOLDERS overrides the file.")
        .contains("Problem: The backup folder " + missing + " does not exist.", "What to do: ");
  }

  @Test
  void theStateFolderIsInTheHomeThatTheEnvironmentNames() {
    Map<String, String> home = Map.of("HOME", folder.toString(), "XDG_STATE_HOME", "");
    assertThat(CliRun.of(home, "config", "check").ends(0).out())
        .contains("state-dir: " + folder.resolve(".local/state/restore-bot"));
  }

  @Test
  void aTabIsNamedWithItsOwnLine() throws Exception {
    Path file = config("sandbox:\n  lifetime: 168h\n\tkeep-free: 1 GB\n");
    assertThat(badSettings(file, "config", "check")).contains("line 3 begins with a tab");
  }

  @Test
  void aMisspeltSettingIsNamedWithWhatWasMeant() throws Exception {
    Path file = config("restore:\n  job: 3\n");

    assertThat(badSettings(file, "config", "check"))
        .contains("restore.job", "did you mean restore.jobs?");
    assertThat(badSettings(file, "test", "x.dump")).contains("restore.job");
    assertThat(badSettings(file, "test", "x.dump", "--json")).contains("restore.job");
    assertThat(badSettings(file, "run")).contains("restore.job");
    assertThat(badSettings(file, "backups")).contains("restore.job");
    assertThat(badSettings(folder.resolve("none.yaml"), "config", "check"))
        .contains("there is no such file");
    assertThat(badSettings(config("a: [\n"), "config", "check")).contains("not valid YAML");
  }

  @Test
  void aSecretInTheFileIsRefusedAndNotRepeated() throws Exception {
    Path file = config("backups:\n  key: " + CliRun.SECRET + "\n");

    assertThat(badSettings(file, "config", "check")).contains("BACKUP_ENCRYPTION_KEY");
  }

  private static String badSettings(Path file, String... command) {
    String[] arguments = java.util.Arrays.copyOf(command, command.length + 2);
    arguments[command.length] = "--config";
    arguments[command.length + 1] = file.toString();
    CliRun run = CliRun.of(arguments).ends(2);
    assertThat(run.out()).isEmpty();
    return run.err();
  }

  private Path config(String text) throws Exception {
    return Files.writeString(folder.resolve("restore-bot.yaml"), text);
  }

  @ParameterizedTest
  @CsvSource({"config, check", "discord, invite", "evidence, verify", "disaster, request"})
  void aCommandThatNeedsASubcommandListsThem(String command, String subcommand) {
    assertThat(CliRun.of(command).ends(2).err()).contains("Usage: restore-bot", subcommand);
  }

  @Test
  void withoutAnyChatThereIsNothingToRun() throws Exception {
    Path file = config("console:\n  enabled: false\n");
    assertThat(CliRun.of("run", "--config", file.toString()).ends(2).err())
        .contains("console.enabled");
  }

  @Test
  void theRunbooksCommandSaysWhatIsMissing() {
    assertThat(refused(Map.of())).contains("MODE is not set", "MODE=test BACKUP_FILE=<path>");
    assertThat(refused(Map.of("MODE", "tset"))).contains("MODE is \"tset\"");
    assertThat(refused(Map.of("MODE", "test"))).contains("BACKUP_FILE is not set");
    assertThat(refused(Map.of("MODE", "disaster", "BACKUP_FILE", "a.dump", "CONFIRM", "YES")))
        .contains("Nothing was started or stopped", "/restore disaster", "disaster request");
    assertThat(
            refused(
                Map.of(), "MODE=test", "BACKUP_FILE=a", "BACKUP_ENCRYPTION_KEY=" + CliRun.SECRET))
        .contains("Export BACKUP_ENCRYPTION_KEY instead");
  }

  private static String refused(Map<String, String> environment, String... more) {
    String[] arguments = new String[more.length + 1];
    arguments[0] = "restore";
    System.arraycopy(more, 0, arguments, 1, more.length);
    CliRun run = CliRun.of(environment, arguments).ends(2);
    assertThat(run.out()).isEmpty();
    return run.err();
  }
}
