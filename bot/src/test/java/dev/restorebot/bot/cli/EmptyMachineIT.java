package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.approval.Authenticator;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.RequiresOwnEngine;
import dev.restorebot.engine.testing.Slow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The machine is lost. On a new Docker Engine with nothing in it there are only the project's
 * folder, the database's image, the bot's settings and a folder with backups.
 */
@RequiresDocker
@RequiresCompose
@RequiresOwnEngine
@Slow
class EmptyMachineIT {
  private static final Pattern SECRET = Pattern.compile("secret=([A-Z2-7]+)");
  private static final Pattern ID = Pattern.compile("approve ([a-z0-9]{6})");

  @TempDir Path folder;
  private final Map<String, String> codes = new HashMap<>();
  private ComposeUnderTest project;
  private Path backup;
  private Path engine;

  @BeforeEach
  void loseTheMachine() throws Exception {
    // Short: paths of Unix sockets end at 107 bytes.
    engine = Files.createTempDirectory(Path.of("/var/tmp"), "rb");
    Process starts = bash("../ci/docker-engine start " + engine);
    project = new ComposeUnderTest(folder.resolve("project"));
    project.edit("stop_grace_period: 30s", "restart: always\n    stop_grace_period: 30s").up("db");
    project.fill("saved");
    project.sql(
        "CREATE ROLE reporter LOGIN PASSWORD 'reporters-own-password';"
            + "GRANT SELECT ON items TO reporter");
    Path backups = Files.createDirectory(folder.resolve("backups"));
    backup = project.dump(backups.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    Files.writeString(
        backups.resolve("zenops_globals_2026-02-09_14-30-00.sql"),
        project.compose("exec", "-T", "db", "pg_dumpall", "--globals-only", "-U", "zenops"));
    project.close();

    String started = said(starts);
    assertThat(started).contains("running at");
    run("docker save " + ComposeUnderTest.IMAGE + " | docker -H " + socket() + " load");
  }

  @AfterEach
  void stopTheEngine() throws Exception {
    if (engine != null) {
      run("../ci/docker-engine stop " + engine + " && rm -rf " + engine);
    }
  }

  private String socket() {
    return "unix://" + engine.resolve("docker.sock");
  }

  private static String run(String script) throws Exception {
    return said(bash(script));
  }

  private static Process bash(String script) throws IOException {
    return new ProcessBuilder("bash", "-ec", "set -o pipefail; " + script)
        .redirectErrorStream(true)
        .start();
  }

  private static String said(Process process) throws Exception {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  @Test
  void bringsTheApplicationUpOnRestoredData() throws Exception {
    for (String name : List.of("asha", "ben", "chen")) {
      Matcher secret = SECRET.matcher(cli("totp", "enroll", name).ends(ExitCodes.PASSED).out());
      assertThat(secret.find()).isTrue();
      codes.put(name, secret.group(1));
    }
    assertThat(cli("disaster", "plan", backup.toString()).ends(ExitCodes.PASSED).out())
        .contains(
            "NO WAY BACK", "the file zenops_globals_2026-02-09_14-30-00.sql beside the backup")
        .contains("Compose project and its files: the settings");

    Matcher id =
        ID.matcher(
            as("asha", 0, "request", backup.toString(), "--database=zenops", "--reason=lost")
                .out());
    assertThat(id.find()).isTrue();
    assertThat(as("ben", 0, "approve", id.group(1)).out()).contains("Approval recorded");
    assertThat(as("chen", 0, "approve", id.group(1)).out()).contains("Restored and verified");
    assertThat(as("asha", 1, "go", id.group(1)).out()).contains("DONE");

    assertThat(project.get("/items")).isEqualTo("200 saved");
    assertThat(
            run(
                "docker -H "
                    + socket()
                    + " exec -e PGPASSWORD=reporters-own-password "
                    + project.name()
                    + "-db-1 psql -XAtq -h 127.0.0.1 -U reporter -d zenops -c 'SELECT name FROM"
                    + " items'"))
        .isEqualTo("saved\n");
    theMachineReboots(id.group(1));
  }

  /** Without a clean end of anything. Docker starts the database again, and people the rest. */
  private void theMachineReboots(String id) throws Exception {
    run("kill -9 $(cat " + engine + "/docker.pid)");
    run("../ci/docker-engine start " + engine);
    run("cd " + project.folder() + " && docker -H " + socket() + " compose up -d");
    assertThat(project.get("/items")).isEqualTo("200 saved");
    assertThat(
            run(
                "docker -H "
                    + socket()
                    + " inspect -f '{{range .Mounts}}{{.Name}}{{end}}' "
                    + project.name()
                    + "-db-1"))
        .startsWith(project.name() + "_postgres_data_restored_");
    assertThat(cli("disaster", "status", id).ends(ExitCodes.PASSED).out()).contains("DONE");
  }

  /**
   * Runs a command as somebody.
   *
   * @param step their first code, or the one after it: a code serves once
   */
  private CliRun as(String name, int step, String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "disaster";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--as=" + name;
    all[words.length + 2] =
        "--code="
            + new Authenticator(codes.get(name))
                .code(Instant.now().plusSeconds(step * 25L))
                .digits();
    return cli(all).ends(ExitCodes.PASSED);
  }

  private CliRun cli(String... words) {
    return CliRun.of(
        Map.of(
            "RESTORE_BOT_STATE_DIR", folder.resolve("state").toString(),
            "RESTORE_BOT_SANDBOX_DOCKER_HOST", socket(),
            "RESTORE_BOT_BACKUPS_FOLDERS", backup.getParent().toString(),
            "RESTORE_BOT_DISASTER_PROJECT", project.name(),
            "RESTORE_BOT_DISASTER_PROJECT_DIRECTORY", project.folder().toString(),
            "RESTORE_BOT_DISASTER_DATABASE", "zenops",
            "RESTORE_BOT_DISASTER_STOP", "api,email-worker"),
        words);
  }
}
