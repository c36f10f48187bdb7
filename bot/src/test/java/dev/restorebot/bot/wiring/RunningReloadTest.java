package dev.restorebot.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.settings.LiveSettings;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.slack.SlackChatDriver;
import dev.restorebot.bot.slack.SlackOptions;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.FakeSandboxes;
import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.testing.Eventually;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A running bot in Slack whose settings file changes: each group of settings is really used. Those
 * of disaster restores are in {@code SettingsStoryIT}.
 */
class RunningReloadTest {
  @TempDir Path folder;
  private final SlackChatDriver chat = new SlackChatDriver(SlackOptions.Mode.SOCKET);
  private final Actor asha = chat.person(0);
  private final Actor ben = chat.person(1);
  private Path file;
  private Path state;
  private App app;
  private AuditLog audit;
  private JobStore jobs;

  @BeforeEach
  void start() throws Exception {
    state = folder.resolve("state").resolve(StateFolder.DATABASE_FILE);
    file = folder.resolve("restore-bot.yaml");
    Files.createDirectories(folder.resolve("none"));
    Path backups = Files.createDirectories(folder.resolve("backups"));
    Files.writeString(
        backups.resolve("zenops-20260209.sql"),
        "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 15.3\n"
            + "-- Dumped by pg_dump version 15.3\n\nSET statement_timeout = 0;\n\n"
            + "--\n-- PostgreSQL database dump complete\n--\n\n");
    write("backups: {folders: [%s]}".formatted(folder.resolve("none")));
    Map<String, String> environment = new HashMap<>(chat.environment());
    environment.remove("RESTORE_BOT_SLACK_CHANNELS");
    environment.put("RESTORE_BOT_CONSOLE_ENABLED", "false");
    environment.put("RESTORE_BOT_STATE_DIR", folder.resolve("state").toString());
    LiveSettings live =
        LiveSettings.of(SettingsLoader.load(Optional.of(file), environment), file, environment);
    app = new App(live, List.of(), new FakeSandboxes());
    Eventually.get("the bot in the chat", chat::joined, connected -> connected);
    audit = JdbcAuditLog.open(state);
    jobs = JdbcJobStore.open(state);
  }

  @AfterEach
  void stop() throws Exception {
    app.close();
    jobs.close();
    audit.close();
    chat.close();
  }

  @Test
  void whatChangesInTheFileIsInForceWithoutARestart() throws Exception {
    assertThat(answer(asha, "backups")).contains("Commands are not allowed in this channel");

    change(
        """
        slack: {channels: [%s], leads: [%s]}
        backups: {folders: [%s], names: ["{app}-{yyyyMMdd}"]}
        sandbox: {lifetime: 36h, max-lifetime: 9d}
        verify: {level: quick}
        drills: [{database: zenops, channel: "slack:%s"}]
        """
            .formatted(chat.channel(), chat.idOf(ben), folder.resolve("backups"), chat.channel()));

    assertThat(answer(asha, "backups")).contains("zenops-20260209.sql", " days ");
    chat.type(asha, "test latest");
    Job job = job(JobState.READY);
    assertThat(job.expiresAt().orElseThrow())
        .isBetween(
            Instant.now().plus(Duration.ofHours(35)), Instant.now().plus(Duration.ofHours(37)));
    assertThat(job.sandbox().orElseThrow().deadline())
        .isAfter(Instant.now().plus(Duration.ofDays(8)));
    assertThat(ReportJson.read(job.report().orElseThrow()).level()).contains("quick");
    assertThat(answer(asha, "drill otherdb")).contains("There are no drills of otherdb", "zenops");
    assertThat(answer(asha, "drill zenops rehearsal")).contains("zenops has no rehearsal drill");
    assertThat(answer(asha, "drill rehearsal")).contains("The settings have no rehearsal drill");

    change("slack: {channels: [%s], testers: [%s]}".formatted(chat.channel(), chat.idOf(ben)));
    assertThat(answer(asha, "test latest")).contains("not start or stop test restores");
    assertThat(answer(ben, "backups")).doesNotContain("zenops-20260209.sql");
    assertThat(answer(ben, "drill zenops")).contains("No drills are configured");
  }

  @Test
  void aFaultyFileIsToldAndChangesNothing() throws Exception {
    change("slack: {channels: [%s]}".formatted(chat.channel()));
    write(
        "slack: {channels: [%s], tester: [U0002]}\nconsole: {port: many}"
            .formatted(chat.channel()));

    List<Shown> shown =
        Eventually.get("the channel is told", chat::channelShows, all -> !all.isEmpty());
    assertThat(shown.get(0).text())
        .contains("cannot be used, so nothing was taken over")
        .contains("slack.tester: is unknown; did you mean slack.testers?")
        .contains("console.port: \"many\" is not a whole number");
    assertThat(answer(asha, "backups")).doesNotContain("not allowed in this channel");
  }

  /** The answer that only this person sees next. */
  private String answer(Actor who, String text) throws Exception {
    int before = chat.onlyShownTo(who).size();
    chat.type(who, text);
    List<Shown> all =
        Eventually.get("an answer to " + text, () -> chat.onlyShownTo(who), s -> s.size() > before);
    return all.get(all.size() - 1).text();
  }

  private Job job(JobState wanted) {
    return Eventually.get(
            "a job that is " + wanted,
            () -> jobs.recent(1).toList(),
            all -> !all.isEmpty() && all.get(0).state() == wanted)
        .get(0);
  }

  /** Changes the file and waits until it is in force. */
  private void change(String yaml) throws Exception {
    long before = changes();
    write(yaml);
    Eventually.get("the change in the audit log", this::changes, now -> now > before);
  }

  private long changes() {
    return audit.entries(0, 1_000).stream()
        .map(AuditEntry::event)
        .filter(event -> event.what().equals("settings.changed"))
        .count();
  }

  private void write(String yaml) throws Exception {
    Files.writeString(file, yaml + "\n");
  }
}
