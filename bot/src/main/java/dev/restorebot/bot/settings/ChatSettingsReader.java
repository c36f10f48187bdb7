package dev.restorebot.bot.settings;

import java.nio.file.Path;
import java.util.Optional;

/** The settings of the chats, and what has to be there for a chat that is enabled. */
final class ChatSettingsReader {
  private final SettingValues values;
  private final Secrets secrets;

  ChatSettingsReader(SettingValues values, Secrets secrets) {
    this.values = values;
    this.secrets = secrets;
  }

  Settings.Slack slack() {
    Settings.Slack slack =
        new Settings.Slack(
            values.get(SettingKeys.SLACK),
            values.get(SettingKeys.SLACK_MODE),
            secrets.read(SettingKeys.SLACK_BOT_TOKEN),
            secrets.read(SettingKeys.SLACK_APP_TOKEN),
            secrets.read(SettingKeys.SLACK_SIGNING_SECRET),
            values.get(SettingKeys.SLACK_PORT),
            values.get(SettingKeys.SLACK_API),
            values.get(SettingKeys.SLACK_WORKSPACE),
            values.get(SettingKeys.SLACK_CHANNELS),
            values.get(SettingKeys.SLACK_TESTERS),
            values.get(SettingKeys.SLACK_LEADS));
    if (slack.enabled()) {
      need(SettingKeys.SLACK_BOT_TOKEN, slack.botToken(), "xoxb-", "the Bot User OAuth Token");
      if (slack.mode() == Settings.SlackMode.SOCKET) {
        need(SettingKeys.SLACK_APP_TOKEN, slack.appToken(), "xapp-", "the App-Level Token");
      } else {
        need(SettingKeys.SLACK_SIGNING_SECRET, slack.signingSecret(), "", "the Signing Secret");
      }
    }
    return slack;
  }

  Settings.Discord discord() {
    Settings.Discord discord =
        new Settings.Discord(
            values.get(SettingKeys.DISCORD),
            secrets.read(SettingKeys.DISCORD_TOKEN),
            values.get(SettingKeys.DISCORD_SERVER),
            values.get(SettingKeys.DISCORD_API),
            values.get(SettingKeys.DISCORD_GATEWAY),
            values.get(SettingKeys.DISCORD_CHANNELS),
            values.get(SettingKeys.DISCORD_TESTERS),
            values.get(SettingKeys.DISCORD_LEADS));
    if (discord.enabled()) {
      need(SettingKeys.DISCORD_TOKEN, discord.token(), "", "the bot's token");
      if (discord.server().isEmpty()) {
        values.problem(
            SettingKeys.DISCORD_SERVER.path(),
            "is needed: the server's id (its menu, Copy Server ID)");
      }
    }
    return discord;
  }

  private void need(
      SettingKey<Optional<Path>> file, SecretValue secret, String start, String what) {
    if (!secret.isSet()) {
      values.problem(
          file.path(), "is needed: " + what + ", in that file or in " + Secrets.variable(file));
    } else if (!secret.value().startsWith(start)) {
      values.problem(file.path(), "does not hold " + what + ", which begins with " + start);
    }
  }
}
