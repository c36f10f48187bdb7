package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.approval.Authenticator;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.disaster.jdbc.JdbcRehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.SampleRehearsals;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.verify.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disaster restore from the command line alone, by leads with their codes. */
@RequiresDocker
@RequiresCompose
@Tag("docker")
@Tag("compose")
class BreakGlassIT {
  private static final Pattern SECRET = Pattern.compile("secret=([A-Z2-7]+)");
  private static final Pattern ID = Pattern.compile("approve ([a-z0-9]{6})");

  @TempDir Path folder;
  private final Map<String, Authenticator> apps = new HashMap<>();
  private final Map<String, Instant> used = new HashMap<>();
  private ComposeUnderTest project;
  private Path backup;

  @BeforeEach
  void start() throws Exception {
    project = new ComposeUnderTest(folder.resolve("project")).up();
    project.fill("saved");
    backup = project.dump(folder.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    project.sql("INSERT INTO items (name) VALUES ('lost')");
  }

  @AfterEach
  void stop() throws Exception {
    project.close();
  }

  @Test
  void leadsRestoreAndGoBack() throws Exception {
    for (String name : new String[] {"asha", "ben", "chen", "dana", "eve"}) {
      Matcher secret = SECRET.matcher(run("totp", "enroll", name).ends(ExitCodes.PASSED).out());
      assertThat(secret.find()).isTrue();
      apps.put(name, new Authenticator(secret.group(1)));
    }
    try (StateDatabase state = StateDatabase.open(folder.resolve("state/state.db"))) {
      new JdbcRehearsalStore(state)
          .put(
              SampleRehearsals.ended(
                  "aaa111", project.name(), Instant.now(), Outcome.PASSED, Optional.empty()));
    }
    assertThat(run("disaster", "plan", backup.toString()).ends(ExitCodes.PASSED).out())
        .contains("NEVER passed a test restore", "Undo:")
        .contains(
            "Last passed rehearsal: ", "6 min 40 s, 1 min 40 s over the RTO of 5 min; 2 checks");
    assertThat(run("disaster", "plan", "--as-runbook", backup.toString()).ends(0).out())
        .contains("docker compose", project.name() + "_postgres_data_restored_");

    String id =
        id(as("asha", "request", backup.toString(), "--database=zenops", "--reason=damaged"));
    as("asha", "approve", id).ends(ExitCodes.USAGE);
    assertThat(as("ben", "approve", id).ends(ExitCodes.PASSED).out()).contains("Approval recorded");
    as("ben", "approve", id).ends(ExitCodes.USAGE);
    run("disaster", "approve", id, "--as=chen", "--code=000000").ends(ExitCodes.USAGE);
    assertThat(as("chen", "approve", id).ends(ExitCodes.PASSED).out())
        .contains("The restored database has 1 fewer row than production.")
        .contains("- public.items: production 2 rows; restored 1 row")
        .contains("Restored and verified");
    interruptedIsResumed(id);
    lookedAt(as("ben", "look", id).ends(ExitCodes.PASSED).out());
    String done = as("chen", "go", id).ends(ExitCodes.PASSED).out();
    assertThat(done)
        .contains("DONE", "Report: ")
        .contains("The old volume is kept: " + project.name() + "_postgres_data, about ")
        .contains("restore-bot disaster rollback " + id, "Commit these lines", "external: true");
    assertThat(run("disaster", "approve", id, "--as=ben", "--code=000000").ends(2).err())
        .contains(id + ": DONE since", "restore-bot disaster rollback " + id);
    assertThat(project.get("/items")).isEqualTo("200 saved");

    assertThat(as("eve", "delete-old", id, "--reason=unused").ends(ExitCodes.PASSED).out())
        .contains("The deletion is of " + project.name() + "_postgres_data, about ")
        .contains("THE WAY BACK ENDS WITH IT", "restore-bot disaster approve " + id);
    assertThat(run("disaster", "status", id).ends(ExitCodes.PASSED).out())
        .contains("approvals of the deletion of the old storage");
    as("dana", "deny", id, "--reason=too early").ends(ExitCodes.PASSED);
    project.sql("INSERT INTO items (name) VALUES ('after')");
    assertThat(as("asha", "rollback", id, "--reason=too old").ends(ExitCodes.PASSED).out())
        .contains("left behind on " + project.name() + "_postgres_data_restored_")
        .contains("1 row inserted in 1 table:", "- public.items: 1 row inserted");
    as("dana", "approve", id).ends(ExitCodes.PASSED);
    String back = as("eve", "approve", id).ends(ExitCodes.PASSED).out();
    assertThat(back).contains("ROLLED BACK", "Report: ");
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");

    assertThat(run("audit", "verify").ends(ExitCodes.PASSED).out()).isNotBlank();
    assertThat(run("audit", "export").ends(ExitCodes.PASSED).out())
        .contains("approval.refused", "approval.used")
        .contains("disaster.state", "STOPPING_SERVICES", "DONE", "ROLLED_BACK");
    String report =
        Files.readString(folder.resolve("state/reports").resolve(id).resolve("report.md"));
    assertThat(report).contains("DONE", "damaged", "chen");
    assertThat(report).contains("compared with production", "public.items: production 2 rows");
    assertThat(run("evidence", "list").ends(ExitCodes.PASSED).out()).contains(id);
    run("audit", "verify", "--evidence=" + folder.resolve("state/reports")).ends(ExitCodes.PASSED);
  }

  /** As after a kill while the backup was restored. */
  private void interruptedIsResumed(String id) {
    try (StateDatabase state = StateDatabase.open(folder.resolve("state/state.db"))) {
      state.write(
          handle ->
              handle.execute(
                  "update disaster set state = 'RESTORING',"
                      + " body = json_set(body, '$.state', 'RESTORING') where id = ?",
                  id));
    }
    for (String word : new String[] {"approve", "go", "abandon"}) {
      assertThat(run("disaster", word, id, "--as=chen", "--code=000000").ends(2).err())
          .contains("RESTORING since", "restore-bot disaster resume " + id);
    }
    assertThat(run("disaster", "status", id).ends(ExitCodes.PASSED).out())
        .contains(id + ": RESTORING since", "restore-bot disaster resume " + id);
    assertThat(run("disaster", "resume", id).ends(ExitCodes.PASSED).out())
        .contains("continues from RESTORING", "CREATING VOLUME", "restore-bot disaster go " + id);
    run("disaster", "resume", id).ends(ExitCodes.USAGE);
    assertThat(run("disaster", "status").ends(ExitCodes.PASSED).out())
        .contains(id + ": AWAITING GO since");
  }

  /** With the command that was printed, which needs no password and can write nothing. */
  private void lookedAt(String said) throws Exception {
    Matcher command = Pattern.compile("`docker exec -it (\\S+) ([^`]*)`").matcher(said);
    assertThat(command.find()).as(said).isTrue();
    List<String> words = new ArrayList<>(List.of("docker", "exec", command.group(1)));
    words.addAll(List.of(command.group(2).split(" ")));
    words.addAll(List.of("-XAtqc"));
    assertThat(
            Eventually.get(
                "the copy", () -> output(words, "SELECT name FROM items"), "saved\n"::equals))
        .isEqualTo("saved\n");
    assertThat(output(words, "SET TRANSACTION READ WRITE; INSERT INTO items (name) VALUES ('x')"))
        .contains("permission denied");
  }

  private static String output(List<String> words, String sql) {
    List<String> all = new ArrayList<>(words);
    all.add(sql);
    try {
      Process psql = new ProcessBuilder(all).redirectErrorStream(true).start();
      return new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CliRun as(String name, String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "disaster";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--as=" + name;
    all[words.length + 2] = "--code=" + apps.get(name).code(next(name)).digits();
    return run(all);
  }

  /** A code serves once, and the one after the next is not taken yet. */
  private Instant next(String name) {
    Instant least = Instant.now();
    Instant wanted = used.getOrDefault(name, Instant.EPOCH).plusSeconds(30);
    Instant at = wanted.isAfter(least) ? wanted : least;
    while (at.isAfter(Instant.now().plusSeconds(25))) {
      java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
    }
    used.put(name, at);
    return at;
  }

  private static String id(CliRun run) {
    Matcher id = ID.matcher(run.ends(ExitCodes.PASSED).out());
    assertThat(id.find()).isTrue();
    return id.group(1);
  }

  private CliRun run(String... words) {
    return CliRun.of(
        Map.of(
            "RESTORE_BOT_STATE_DIR", folder.resolve("state").toString(),
            "RESTORE_BOT_DISASTER_PROJECT", project.name(),
            "RESTORE_BOT_DISASTER_DATABASE", "zenops",
            "RESTORE_BOT_DISASTER_RTO", "5m",
            "RESTORE_BOT_DISASTER_STOP", "api,email-worker",
            "RESTORE_BOT_VERIFY_ALEMBIC_HEAD", "a1b2c3"),
        words);
  }
}
