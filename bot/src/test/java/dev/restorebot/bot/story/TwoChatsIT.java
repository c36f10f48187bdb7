package dev.restorebot.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.discord.DiscordChatDriver;
import dev.restorebot.bot.slack.SlackChatDriver;
import dev.restorebot.bot.slack.SlackOptions;
import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.testing.SlowBackup;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresDocker;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bot in Slack and Discord at once. */
@RequiresDocker
@Tag("docker")
class TwoChatsIT {
  private static final Pattern JOB = Pattern.compile("Job\\W+([a-z0-9]{6})\\b");

  @TempDir Path folder;
  private final OwnSandboxes own = new OwnSandboxes("docker");
  private SlackChatDriver slack;
  private DiscordChatDriver discord;
  private App app;

  @BeforeEach
  void start() throws Exception {
    slack = new SlackChatDriver(SlackOptions.Mode.SOCKET);
    discord = new DiscordChatDriver(folder.resolve("unused.db"));
    Path backups = folder.resolve("backups");
    SampleBackups.unpack(backups);
    SlowBackup.write(backups, 3);
    Map<String, String> environment = new HashMap<>(own.environment());
    environment.putAll(slack.environment());
    environment.putAll(discord.environment());
    environment.put("RESTORE_BOT_CONSOLE_ENABLED", "false");
    app = new App(SampleBackups.inChats(environment, folder.resolve("state"), backups), List.of());
    Eventually.get(
        "the bot in both", () -> slack.joined() && discord.joined(), connected -> connected);
  }

  @AfterEach
  void stop() throws Exception {
    app.close();
    own.clear();
    slack.close();
    discord.close();
  }

  @Test
  void aJobOfOneChatIsKnownInTheOther() throws Exception {
    slack.type(slack.person(0), "test " + SlowBackup.NAME);
    String headline = says(slack, "restoring");
    Matcher job = JOB.matcher(headline);
    assertThat(job.find()).as(headline).isTrue();

    discord.type(discord.person(0), "status " + job.group(1));
    Eventually.get(
        "how it stands, in Discord",
        () -> discord.onlyShownTo(discord.person(0)),
        all -> all.stream().anyMatch(shown -> shown.text().contains("Its thread is in Slack.")));
    says(slack, "PASSED: " + SlowBackup.NAME);
    assertThat(discord.channelShows()).isEmpty();
  }

  @Test
  void oneThatIsAwayDoesNotHoldUpTheOther() throws Exception {
    try (ChatDriver.Outage away = slack.outage()) {
      discord.type(discord.person(0), "test sampleapp_db_2026-11-01_02-30-00.dump");
      says(discord, "PASSED: sampleapp_db_2026-11-01_02-30-00.dump");
    }
    assertThat(slack.channelShows()).isEmpty();
  }

  /** With time for a restore. */
  private static String says(ChatDriver chat, String text) {
    List<Shown> shown =
        Eventually.get(
            "the channel says " + text,
            chat::channelShows,
            all -> !all.isEmpty() && all.get(all.size() - 1).text().contains(text),
            Eventually.RESTORE);
    return shown.get(shown.size() - 1).text();
  }
}
