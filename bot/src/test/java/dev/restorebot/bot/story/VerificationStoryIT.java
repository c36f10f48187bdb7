package dev.restorebot.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.slack.SlackChatDriver;
import dev.restorebot.bot.slack.SlackOptions;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.verify.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every rung of the ladder, asked for in a chat: each fault is found by its own check and no other.
 */
@RequiresDocker
@Tag("docker")
@Tag("slow")
class VerificationStoryIT {
  private static final String GOOD = "sampleapp_db_2026-11-01_02-30-00.sql";
  private static final String NEXT = "sampleapp_db_2026-11-02_02-30-00.sql";
  private static final Instant STALE_BEFORE = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path folder;
  private final OwnSandboxes own = new OwnSandboxes("docker");
  private final DamagingSandboxes damaging = new DamagingSandboxes();
  private final SlackChatDriver chat = new SlackChatDriver(SlackOptions.Mode.SOCKET);
  private Path backups;
  private App app;
  private JobStore jobs;

  @BeforeEach
  void start() throws Exception {
    backups = Files.createDirectory(folder.resolve("backups"));
    Path migrations = Files.createDirectory(folder.resolve("versions"));
    ChangedDumps.migrations(migrations);
    Map<String, String> environment = new HashMap<>(own.environment());
    environment.putAll(chat.environment());
    environment.put("RESTORE_BOT_CONSOLE_ENABLED", "false");
    environment.put("RESTORE_BOT_STATE_DIR", folder.resolve("state").toString());
    environment.put("RESTORE_BOT_BACKUPS_FOLDERS", backups.toString());
    Path yaml = Files.writeString(folder.resolve("restore-bot.yaml"), yaml(migrations));
    Settings settings = SettingsLoader.load(Optional.of(yaml), environment);
    app =
        new App(
            settings,
            List.of(),
            damaging.over(EngineFactory.sandboxes(settings, Optional.empty())));
    Eventually.get("the bot in the chat", chat::joined, connected -> connected);
    jobs = JdbcJobStore.open(folder.resolve("state").resolve("state.db"));
  }

  private static String yaml(Path migrations) {
    long days = Duration.between(STALE_BEFORE, Instant.now()).toDays();
    return """
    databases:
      sampleapp:
        level: deep
        key-tables: [users, assignments]
        alembic-versions: %s
        schema-drift: fail
        max-drop: 20
        min-rows: [users = 10]
        freshness: [notifications.created_at]
        max-age: %dd
        max-backup-age: 1d
        max-restore-time: 1h
        canary: { sql: "SELECT email FROM users WHERE id = 7", value: %s }
        samples: [{ name: active users, sql: "SELECT id, email, role FROM users ORDER BY id LIMIT 3" }]
        assertions: [{ name: an admin, sql: "SELECT count(*) FROM users WHERE role = 'admin'", is: ">= 1" }]
    """
        .formatted(migrations, days, canary());
  }

  /** What the sample has in that row. */
  private static String canary() {
    String users = ChangedDumps.GOOD.substring(ChangedDumps.GOOD.indexOf("COPY public.users ("));
    return users
        .lines()
        .filter(line -> line.startsWith("7\t"))
        .findFirst()
        .orElseThrow()
        .split("\t", -1)[1];
  }

  @AfterEach
  void stop() throws Exception {
    jobs.close();
    app.close();
    own.clear();
    chat.close();
  }

  @Test
  void eachFaultIsFoundByItsOwnCheckAndNoOther() throws Exception {
    Report good = verified(GOOD, ChangedDumps.GOOD);
    assertThat(good.problems()).isEmpty();
    assertThat(good.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(with(good, "skipped"))
        .containsExactly("expected-counts", "schema-drift", "row-drift", "as-role", "uploads");
    assertThat(thread("Sample: active users"))
        .contains("deep", "Verification: PASSED", "admin", "***")
        .doesNotContain(canary());

    fails("row-drift", ChangedDumps.emptied("assignment_documents"), "had 900 rows, now 0");
    fails(
        "alembic",
        ChangedDumps.rows("alembic_version", "0007_add_notifications", "0006_add_fees"),
        "1 behind: 0007_add_notifications (add notifications)");
    fails(
        "schema-drift",
        ChangedDumps.withoutIndex("assignments_created_at"),
        "gone: index public.assignments_created_at");
    warns(
        "sequence-values",
        ChangedDumps.with(
            "setval('public.users_id_seq', 25, true)", "setval('public.users_id_seq', 5, true)"),
        "public.users_id_seq gives 6 next");
    fails("freshness", ChangedDumps.rows("notifications", "2026-", "2025-"), "the real RPO");
    fails("canary", ChangedDumps.rows("users", canary(), "x@example.org"), "is different");
    damaging.next.set("assignments_created_at");
    fails("btrees", ChangedDumps.GOOD, "public.assignments_created_at (SQLSTATE XX002)");

    assertThat(verified(NEXT, ChangedDumps.GOOD).outcome()).isEqualTo(Outcome.PASSED);
  }

  private void fails(String check, String dump, String because) throws Exception {
    Report report = verified(NEXT, dump);

    assertThat(with(report, "failed")).as("%s", report.checks()).containsExactly(check);
    assertThat(with(report, "could-not-verify")).isEmpty();
    assertThat(with(report, "skipped")).containsExactly("expected-counts", "as-role", "uploads");
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(thread("Inspect the restored database"))
        .contains("Verification: FAILED", because, "What to do: ")
        .doesNotContain(canary());
  }

  private void warns(String check, String dump, String because) throws Exception {
    Report report = verified(NEXT, dump);

    assertThat(with(report, "warning")).as("%s", report.checks()).containsExactly(check);
    assertThat(report.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(thread("Inspect the restored database"))
        .contains("Verification: PASSED with 1 warning", because, "What to do: ");
  }

  /** Types the command and waits for the verdict; the sandbox goes. */
  private Report verified(String name, String dump) throws Exception {
    Files.writeString(backups.resolve(name), dump);
    int before = jobs.recent(100).toList().size();
    chat.type(chat.person(0), "test " + name);
    Job job = null;
    for (int attempt = 0; job == null; attempt++) {
      try {
        job =
            Eventually.get(
                    "a verdict on " + name,
                    () -> jobs.recent(100).toList(),
                    all ->
                        all.size() > before
                            && (all.get(0).state() == JobState.READY || all.get(0).state().ended()))
                .get(0);
      } catch (AssertionError e) {
        if (attempt == 5) {
          throw e;
        }
      }
    }
    Report report = ReportJson.read(job.report().orElseThrow());
    String unused = thread("Inspect the restored database");
    chat.type(chat.person(0), "cleanup " + job.id());
    String unusedEither = thread("Cleaned up");
    return report;
  }

  private static List<String> with(Report report, String status) {
    return report.checks().stream()
        .filter(check -> check.status().equals(status))
        .map(Report.CheckFacts::name)
        .toList();
  }

  /** The newest job's thread, once it says that. */
  private String thread(String until) {
    return Eventually.get(
        "the thread says " + until,
        () -> {
          List<Shown> all = chat.channelShows();
          ThreadRef headline = new ThreadRef("", chat.channel(), all.get(all.size() - 1).id());
          return String.join("\n", chat.threadShows(headline).stream().map(Shown::text).toList());
        },
        text -> text.contains(until));
  }
}
