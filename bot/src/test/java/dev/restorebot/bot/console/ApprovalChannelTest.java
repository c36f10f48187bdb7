package dev.restorebot.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.slack.SlackChatDriver;
import dev.restorebot.bot.slack.SlackOptions;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.FakeSandboxes;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may request a disaster restore where, in a bot with the console and Slack. */
class ApprovalChannelTest {
  private static final String REQUEST = "disaster zenops-20260209.sql zenops the disk";
  private static final String CONSOLE = "restores";

  @TempDir Path folder;
  private final SlackChatDriver slack = new SlackChatDriver(SlackOptions.Mode.SOCKET);
  private final Actor asha = slack.person(0);
  private App app;
  private ConsoleClient console;

  private void start(Map<String, String> more) throws Exception {
    Path backups = Files.createDirectories(folder.resolve("backups"));
    Files.writeString(
        backups.resolve("zenops-20260209.sql"),
        "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 15.3\n"
            + "-- Dumped by pg_dump version 15.3\n\nSET statement_timeout = 0;\n\n"
            + "--\n-- PostgreSQL database dump complete\n--\n\n");
    Map<String, String> environment = new HashMap<>(slack.environment());
    environment.put("RESTORE_BOT_STATE_DIR", folder.resolve("state").toString());
    environment.put("RESTORE_BOT_CONSOLE_PORT", "0");
    environment.put("RESTORE_BOT_CONSOLE_CHANNEL", CONSOLE);
    environment.put("RESTORE_BOT_BACKUPS_FOLDERS", backups.toString());
    environment.put("RESTORE_BOT_SLACK_LEADS", "U0002,W0003");
    environment.put("RESTORE_BOT_DISASTER_PROJECT", "there-is-none");
    environment.put("RESTORE_BOT_DISASTER_DATABASE", "zenops");
    environment.putAll(more);
    app =
        new App(
            SettingsLoader.load(Optional.empty(), environment),
            List.of(new ConsolePerson("owner", "Owner", "admin")),
            new FakeSandboxes());
    console = new ConsoleClient(app.consoleAddress().orElseThrow());
    Eventually.get("the bot in Slack", slack::joined, connected -> connected);
  }

  @AfterEach
  void stop() throws Exception {
    app.close();
    slack.close();
  }

  private void typeOnTheConsole(String text) {
    assertThat(
            console
                .post(
                    "api/command",
                    console.token("owner", CONSOLE),
                    Map.of("person", "owner", "channel", CONSOLE, "text", "/restore " + text))
                .statusCode())
        .isEqualTo(202);
  }

  private String consoleShows() {
    JsonNode state = console.json("api/state", Map.of("person", "owner", "channel", CONSOLE));
    return state.path("ephemerals").toString();
  }

  @Test
  void onTheConsoleWhatNobodyCouldApproveIsRefusedAtOnce() throws Exception {
    start(Map.of());
    typeOnTheConsole(REQUEST);
    Eventually.get(
        "what to do",
        this::consoleShows,
        shown -> shown.contains("Set `approval.channel` to the channel of the on-call leads"));
    assertThat(slack.channelShows()).isEmpty();
  }

  @Test
  void aRequestOfTheConsoleGoesToTheApprovalChannel() throws Exception {
    start(Map.of("RESTORE_BOT_APPROVAL_CHANNEL", "slack:" + slack.channel()));
    typeOnTheConsole(REQUEST);
    List<Shown> shown =
        Eventually.get(
            "the headline in Slack",
            slack::channelShows,
            all -> !all.isEmpty() && all.get(0).text().contains("NOT REQUESTED"));
    assertThat(shown.get(0).text()).contains("disaster restore of zenops-20260209.sql");
  }

  @Test
  void inSlackOnlyTestersAndLeadsMayRequest() throws Exception {
    start(Map.of());
    slack.type(asha, REQUEST);
    Eventually.get(
        "a refusal",
        () -> slack.onlyShownTo(asha),
        all ->
            all.stream()
                .anyMatch(each -> each.text().contains("Only testers and on-call leads can")));
    assertThat(slack.channelShows()).isEmpty();
  }

  @Test
  void aClickFromAnotherWorkspaceIsAnsweredAndWrittenDown() throws Exception {
    start(Map.of());
    slack.type(asha, "test latest");
    List<Shown> headline =
        Eventually.get(
            "a button",
            slack::channelShows,
            all -> !all.isEmpty() && all.get(0).buttons().contains("Clean up"));
    slack.pressFrom(
        "T0666", asha, new ThreadRef("slack", slack.channel(), headline.get(0).id()), "Clean up");
    Eventually.get(
        "a word",
        () -> slack.onlyShownTo(asha),
        all -> all.stream().anyMatch(each -> each.text().contains("belongs to another workspace")));
    assertThat(heard("command.refused"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.by().name()).endsWith("of workspace T0666");
              assertThat(event.subject()).isEqualTo("cleanup");
            });
  }

  private List<AuditEvent> heard(String what) {
    try (AuditLog audit = JdbcAuditLog.open(folder.resolve("state").resolve("state.db"))) {
      return audit.entries(0, 1_000).stream()
          .map(AuditEntry::event)
          .filter(event -> event.what().equals(what))
          .toList();
    }
  }
}
