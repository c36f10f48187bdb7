package dev.restorebot.bot.settings;

import java.nio.file.Path;
import java.util.Optional;

/** The settings of the chats, and what has to be there for a chat that is enabled. */
final class ChatParts {
  private final Values values;
  private final Secrets secrets;

  ChatParts(Values values, Secrets secrets) {
    this.values = values;
    this.secrets = secrets;
  }

  Settings.Slack slack() {
    Settings.Slack slack =
        new Settings.Slack(
            values.get(Keys.SLACK),
            values.get(Keys.SLACK_MODE),
            secrets.read(Keys.SLACK_BOT_TOKEN),
            secrets.read(Keys.SLACK_APP_TOKEN),
            secrets.read(Keys.SLACK_SIGNING_SECRET),
            values.get(Keys.SLACK_PORT),
            values.get(Keys.SLACK_API),
            values.get(Keys.SLACK_WORKSPACE),
            values.get(Keys.SLACK_CHANNELS),
            values.get(Keys.SLACK_TESTERS),
            values.get(Keys.SLACK_LEADS));
    if (slack.enabled()) {
      need(Keys.SLACK_BOT_TOKEN, slack.botToken(), "xoxb-", "the Bot User OAuth Token");
      if (slack.mode() == Settings.SlackMode.SOCKET) {
        need(Keys.SLACK_APP_TOKEN, slack.appToken(), "xapp-", "the App-Level Token");
      } else {
        need(Keys.SLACK_SIGNING_SECRET, slack.signingSecret(), "", "the Signing Secret");
      }
    }
    return slack;
  }

  Settings.Discord discord() {
    Settings.Discord discord =
        new Settings.Discord(
            values.get(Keys.DISCORD),
            secrets.read(Keys.DISCORD_TOKEN),
            values.get(Keys.DISCORD_SERVER),
            values.get(Keys.DISCORD_API),
            values.get(Keys.DISCORD_GATEWAY),
            values.get(Keys.DISCORD_CHANNELS),
            values.get(Keys.DISCORD_TESTERS),
            values.get(Keys.DISCORD_LEADS));
    if (discord.enabled()) {
      need(Keys.DISCORD_TOKEN, discord.token(), "", "the bot's token");
      if (discord.server().isEmpty()) {
        values.problem(
            Keys.DISCORD_SERVER.path(), "is needed: the server's id (its menu, Copy Server ID)");
      }
    }
    return discord;
  }

  private void need(Key<Optional<Path>> file, Secret secret, String start, String what) {
    if (!secret.isSet()) {
      values.problem(
          file.path(), "is needed: " + what + ", in that file or in " + Secrets.variable(file));
    } else if (!secret.value().startsWith(start)) {
      values.problem(file.path(), "does not hold " + what + ", which begins with " + start);
    }
  }
}
