package dev.restorebot.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.slack.SlackChatDriver;
import dev.restorebot.bot.slack.SlackOptions;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.FakeSandboxes;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresTmpfs;
import dev.restorebot.engine.testing.SmallDisk;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bot whose state is on a disk that really becomes full. */
@RequiresTmpfs
class FullStateDiskIT {
  private static final int MEGABYTES = 8;

  /** Longer than a result takes, and than two attempts to store it. */
  private static final long WAITED_MILLIS = 3_000;

  @TempDir Path folder;
  private final SlackChatDriver chat = new SlackChatDriver(SlackOptions.Mode.SOCKET);
  private final Actor asha = chat.person(0);
  private final FakeSandboxes sandboxes = new FakeSandboxes();
  private Path state;
  private SmallDisk disk;
  private App app;

  @BeforeEach
  void start() throws Exception {
    state = Files.createDirectory(folder.resolve("state"));
    disk = SmallDisk.mount(state, MEGABYTES);
    Path backups = Files.createDirectory(folder.resolve("backups"));
    Files.writeString(backups.resolve("zenops_db_2026-02-09_14-30-00.sql"), ChangedDumps.GOOD);
    app = app();
  }

  private App app() throws Exception {
    Map<String, String> environment = new HashMap<>(chat.environment());
    environment.put("RESTORE_BOT_CONSOLE_ENABLED", "false");
    environment.put("RESTORE_BOT_STATE_DIR", state.toString());
    environment.put("RESTORE_BOT_BACKUPS_FOLDERS", folder.resolve("backups").toString());
    environment.put("RESTORE_BOT_METRICS_ENABLED", "true");
    environment.put("RESTORE_BOT_METRICS_PORT", "0");
    Settings settings = SettingsLoader.load(Optional.empty(), environment);
    App started = new App(settings, List.of(), sandboxes);
    Eventually.get("the bot in the chat", chat::joined, connected -> connected);
    return started;
  }

  @AfterEach
  void stop() throws Exception {
    sandboxes.openGate();
    app.close();
    chat.close();
    disk.close();
  }

  @Test
  void saysThatTheDiskIsFullAndLosesNothing() throws Exception {
    chat.type(asha, "test latest");
    Job first = newest(JobState.READY);
    assertThat(health().statusCode()).isEqualTo(200);
    sandboxes.closeGate();
    chat.type(asha, "test latest");
    Job second = newest(JobState.RESTORING);

    disk.fill();
    HttpResponse<String> ill = health();
    assertThat(ill.statusCode()).isEqualTo(503);
    assertThat(ill.body()).contains("The state folder " + state + " cannot be written.", "is full");
    chat.type(asha, "test latest");
    List<Shown> said =
        Eventually.get("the refusal", () -> chat.onlyShownTo(asha), all -> !all.isEmpty());
    assertThat(said.get(said.size() - 1).text())
        .contains("restore-bot cannot store its state", "The disk of the state database", "is full")
        .doesNotContain("Internal error", "SQLITE");

    disk.free();
    assertThat(health().statusCode()).isEqualTo(200);
    sandboxes.openGate();
    assertThat(newest(JobState.READY).id()).isEqualTo(second.id());
    app.close();
    app = app();
    try (JdbcJobStore jobs = JdbcJobStore.open(state.resolve(StateFolder.DATABASE_FILE))) {
      assertThat(jobs.recent(10).toList())
          .extracting(Job::id, Job::state)
          .containsExactly(tuple(second.id(), JobState.READY), tuple(first.id(), JobState.READY));
    }
    Eventually.get(
        "both verdicts in the channel",
        chat::channelShows,
        all ->
            all.size() == 2
                && all.stream().allMatch(each -> each.text().contains("COULD NOT VERIFY")));
    try (JdbcAuditLog audit = JdbcAuditLog.open(state.resolve(StateFolder.DATABASE_FILE))) {
      assertThat(audit.verify(Optional.empty()).whole()).isTrue();
    }
  }

  @Test
  void aTestWaitsForTheDiskAndThenHasItsResult() throws Exception {
    sandboxes.closeGate();
    chat.type(asha, "test latest");
    Job job = newest(JobState.RESTORING);
    disk.fill();
    sandboxes.openGate();
    Thread.sleep(WAITED_MILLIS);
    assertThat(newest(JobState.RESTORING).id()).isEqualTo(job.id());
    assertThat(sandboxes.standing()).hasSize(1);

    disk.free();
    assertThat(newest(JobState.READY).id()).isEqualTo(job.id());
  }

  @Test
  void aTestWhoseResultIsNotStoredWhenTheBotStopsEndsAfterTheNextStart() throws Exception {
    sandboxes.closeGate();
    chat.type(asha, "test latest");
    Job job = newest(JobState.RESTORING);
    disk.fill();
    sandboxes.openGate();
    app.close();
    assertThat(sandboxes.standing()).isEmpty();

    disk.free();
    app = app();
    assertThat(newest(JobState.COULD_NOT_VERIFY).id()).isEqualTo(job.id());
  }

  private Job newest(JobState wanted) {
    try (JdbcJobStore jobs = JdbcJobStore.open(state.resolve(StateFolder.DATABASE_FILE))) {
      return Eventually.get(
              "the test " + wanted,
              () -> jobs.recent(1).toList(),
              all -> !all.isEmpty() && all.get(0).state() == wanted)
          .get(0);
    }
  }

  private HttpResponse<String> health() throws Exception {
    URI address = app.metricsAddress().orElseThrow().resolve("/healthz");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }
}
