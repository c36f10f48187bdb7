package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that no server is needed for: they cannot be used, and nothing is started for them. */
class UnusableBackupTest {
  private static final String GOOD = TestCommandContract.GOOD;
  private static final String ENCRYPTED = "sampleapp_db_2026-11-22_02-30-00.dump.enc";
  private static final String CUT_OFF = "sampleapp_db_2026-11-08_02-30-00.cut-off.dump";
  private static final Map<String, String> WRONG_KEY =
      Map.of("BACKUP_ENCRYPTION_KEY", CliRun.SECRET);

  @TempDir Path folder;

  @BeforeEach
  void unpack() throws Exception {
    SampleBackups.unpack(folder);
  }

  @Test
  void cutOff() {
    String text = unusable(3, Map.of(), CUT_OFF, "FAILED", "backup-truncated");
    assertThat(text).startsWith("FAILED  Do not rely on ").contains("is cut off");
  }

  @Test
  void missing() {
    String text = unusable(5, Map.of(), "none.dump", "COULD_NOT_VERIFY", "backup-missing");
    assertThat(text)
        .startsWith("COULD NOT VERIFY")
        .contains("none.dump: there is no such backup.", "no backup named none.dump")
        .doesNotContain("may be fine");
  }

  @Test
  void aMistypedNameBringsTheNamesThatAreNear() throws Exception {
    String typo = "sampleapp_db_2026-11-01_02-30-0.dump";
    CliRun path = CliRun.of("test", folder.resolve(typo).toString()).ends(5);
    assertThat(path.out()).contains("Did you mean sampleapp_db_2026-11-01_02-30-00.dump");
    Map<String, String> noFolder =
        Map.of("RESTORE_BOT_BACKUPS_FOLDERS", folder.resolve("none").toString());
    assertThat(CliRun.of(noFolder, "test", "no-such.dump").ends(5).out())
        .contains("no backup named no-such.dump");
    CliRun name = CliRun.of(settings(), "test", typo).ends(5);
    assertThat(name.out()).contains("Did you mean sampleapp_db_2026-11-01_02-30-00.dump");
  }

  @Test
  void wrongKey() {
    String text = unusable(5, WRONG_KEY, ENCRYPTED, "COULD_NOT_VERIFY", "bad-decrypt");
    assertThat(text).contains("bad decrypt", "BACKUP_ENCRYPTION_KEY");
  }

  @Test
  void noKey() {
    String text = unusable(5, Map.of(), ENCRYPTED, "COULD_NOT_VERIFY", "key-missing");
    assertThat(text).contains("Set BACKUP_ENCRYPTION_KEY");
  }

  @Test
  void empty() throws Exception {
    Files.createFile(folder.resolve("empty.dump"));
    String text = unusable(3, Map.of(), "empty.dump", "FAILED", "backup-empty");
    assertThat(text).contains("empty");
  }

  @Test
  void aFolder() throws Exception {
    Files.createDirectory(folder.resolve("stuff"));
    unusable(5, Map.of(), "stuff", "COULD_NOT_VERIFY", "backup-is-a-directory");
  }

  @Test
  void aTextThatIsNoBackup() throws Exception {
    Files.writeString(folder.resolve("notes.dump"), "remember the milk\n".repeat(20));
    unusable(3, Map.of(), "notes.dump", "FAILED", "backup-not-recognised");
  }

  @Test
  void anUnnamedDatabaseAmongSeveralIsNoFaultOfTheFile() throws Exception {
    String table = "CREATE TABLE t (i int);\n";
    Files.writeString(
        folder.resolve("two.sql"),
        "-- PostgreSQL database dump\n\n" + table + "\\connect b\n" + table);
    String text = unusable(5, Map.of(), "two.sql", "COULD_NOT_VERIFY", "backup-unreadable");
    assertThat(text)
        .contains("two.sql: it was not tested. The backup may be fine.", "does not name the first");
  }

  @Test
  void theLatestOfADatabaseOfWhichThereIsNone() throws Exception {
    CliRun run = CliRun.of(settings(), "test", "latest", "--database", "zenops").ends(5);
    assertThat(run.out())
        .contains("There is no backup of the database zenops. There are backups of: ", "sampleapp");
  }

  @Test
  void theLatestIsTheNewestOfAll() throws Exception {
    Files.writeString(folder.resolve("sampleapp_db_2030-01-01_00-00-00.dump"), "no dump");
    CliRun run = CliRun.of(settings(), "test", "latest", "--database", "sampleapp").ends(3);
    assertThat(run.out()).contains("sampleapp_db_2030-01-01_00-00-00.dump is a text file");
  }

  @Test
  void aBackupOfAnotherDatabaseThanAskedForStartsNothing() {
    CliRun run = CliRun.of("test", folder.resolve(GOOD).toString(), "--database", "zenops").ends(5);
    assertThat(run.out()).contains("is a backup of the database sampleapp, not of zenops");
    assertThat(run.err()).doesNotContain("sandbox");
  }

  private Map<String, String> settings() throws Exception {
    Path config = folder.resolve("restore-bot.yaml");
    Files.writeString(config, "backups: { folders: [" + folder + "] }");
    return Map.of("RESTORE_BOT_CONFIG", config.toString());
  }

  /** The same for people and for programs, and from the runbook's command. */
  private String unusable(
      int code, Map<String, String> environment, String name, String outcome, String problem) {
    String file = folder.resolve(name).toString();
    CliRun people = CliRun.of(environment, "test", file, "--runtime", "local").ends(code);
    assertThat(people.out()).contains(file, "What to do: ");
    assertThat(people.err()).startsWith("Reading the backup …").doesNotContain("sandbox");

    CliRun program =
        CliRun.of(environment, "test", file, "--runtime", "local", "--json").ends(code);
    JsonNode report = JsonReport.of(program.out());
    assertThat(report.get("outcome").asText()).isEqualTo(outcome);
    assertThat(JsonReport.problem(report)).isEqualTo(problem);
    assertThat(report.at("/backup/file").asText()).isEqualTo(file);
    assertThat(report.get("sandbox").isNull()).isTrue();
    assertThat(report.get("checks")).isEmpty();

    CliRun runbook =
        CliRun.of(environment, "restore", "MODE=test", "BACKUP_FILE=" + file).ends(code);
    assertThat(runbook.out().lines().findFirst()).isEqualTo(people.out().lines().findFirst());
    return people.out();
  }

  @Test
  void inspectSaysTheSameOnStandardError() throws Exception {
    Files.createFile(folder.resolve("empty.dump"));
    Map<String, Integer> codes = Map.of("none.dump", 5, "empty.dump", 3, ENCRYPTED, 5);
    for (Map.Entry<String, Integer> each : codes.entrySet()) {
      CliRun run =
          CliRun.of("inspect", folder.resolve(each.getKey()).toString()).ends(each.getValue());
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains(each.getKey(), "What to do: ");
    }
  }

  @Test
  void inspectSaysWhatIsInside() {
    String dump = "sampleapp_db_2026-11-01_02-30-00.dump";
    assertThat(CliRun.of("inspect", folder.resolve(dump).toString()).ends(0).out())
        .startsWith(folder.resolve(dump).toString())
        .contains("sampleapp", "15.", "TABLE DATA", "This read only the headers");
    assertThat(
            CliRun.of(
                    Map.of("BACKUP_ENCRYPTION_KEY", "demo-key-not-a-secret"),
                    "inspect",
                    folder.resolve(ENCRYPTED).toString())
                .ends(0)
                .out())
        .contains("encrypted (OpenSSL, AES-256-CBC)");
  }

  @Test
  void backupsListsNewestFirst() {
    CliRun run = CliRun.of(Map.of("RESTORE_BOT_BACKUPS_FOLDERS", folder.toString()), "backups");

    assertThat(run.ends(0).out().lines().map(line -> line.split(" ")[0]))
        .containsExactly(
            ENCRYPTED,
            "sampleapp_db_2026-11-15_02-30-00.no-users.dump",
            CUT_OFF,
            "sampleapp_db_2026-11-01_02-30-00.dump",
            "sampleapp_db_2026-11-01_02-30-00.sql.gz");
    assertThat(run.out()).contains("encrypted");
  }

  @Test
  void backupsOfNoFolder() {
    Path none = folder.resolve("none");
    CliRun run = CliRun.of(Map.of("RESTORE_BOT_BACKUPS_FOLDERS", none.toString()), "backups");
    assertThat(run.ends(2).err()).contains(none.toString(), "What to do: ");
  }

  @Test
  void backupsOfAnEmptyFolder() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    CliRun run = CliRun.of(Map.of("RESTORE_BOT_BACKUPS_FOLDERS", empty.toString()), "backups");
    assertThat(run.ends(0).out()).contains("no backup", "backups.folders");
  }
}
