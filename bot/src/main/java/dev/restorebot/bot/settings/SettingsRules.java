package dev.restorebot.bot.settings;

import dev.restorebot.engine.drill.DrillSettings;
import java.time.Duration;
import java.util.List;

/** Checks settings that must fit together, and those that a chat needs when it is enabled. */
final class SettingsRules {
  private final SettingValues values;
  private final Settings settings;

  SettingsRules(SettingValues values, Settings settings) {
    this.values = values;
    this.settings = settings;
  }

  /** Notes what is wrong. */
  void check() {
    Settings.Sandbox sandbox = settings.sandbox();
    wrongIf(
        sandbox.maxLifetime().compareTo(sandbox.lifetime()) < 0,
        "sandbox.max-lifetime",
        "is shorter than sandbox.lifetime, make it longer");
    wrongIf(
        settings.backups().iterations().isEmpty(),
        "backups.iterations",
        "needs at least one number");
    slack(settings.slack());
    discord(settings.discord());
    Duration approveWithin = settings.approval().approveWithin();
    wrongIf(
        settings.approval().reminders().stream().anyMatch(r -> r.compareTo(approveWithin) >= 0),
        "approval.reminders",
        "a reminder comes when approve-within is over already");
    wrongIf(
        settings.approval().channel().filter(channel -> !takesCommands(channel)).isPresent(),
        "approval.channel",
        "is not in slack.channels or discord.channels, so no button would work there; add it");
    wrongIf(
        settings.disaster().stop().contains(settings.disaster().service()),
        "disaster.stop",
        "names the database's service; it is stopped on its own");
    List<DrillSettings> drills = settings.drills();
    wrongIf(
        drills.stream().map(DrillSettings::database).distinct().count() < drills.size(),
        "drills",
        "names a database twice");
  }

  private boolean takesCommands(String channel) {
    String[] parts = channel.split(":", 2);
    return (parts[0].equals("slack") ? settings.slack().channels() : settings.discord().channels())
        .contains(parts[1]);
  }

  private void slack(Settings.Slack slack) {
    if (!slack.enabled()) {
      return;
    }
    need("slack.bot-token-file", slack.botToken(), "xoxb-", "the Bot User OAuth Token");
    if (slack.mode() == Settings.SlackMode.SOCKET) {
      need("slack.app-token-file", slack.appToken(), "xapp-", "the App-Level Token");
    } else {
      need("slack.signing-secret-file", slack.signingSecret(), "", "the Signing Secret");
    }
  }

  private void discord(Settings.Discord discord) {
    if (discord.enabled()) {
      need("discord.token-file", discord.token(), "", "the bot's token");
      wrongIf(
          discord.server().isEmpty(),
          "discord.server",
          "is needed: the server's id (its menu, Copy Server ID)");
    }
  }

  private void need(String file, SecretValue secret, String start, String what) {
    String variable = SettingKeys.at(file).secretVariable();
    wrongIf(!secret.isSet(), file, "is needed: " + what + ", in that file or in " + variable);
    wrongIf(
        secret.isSet() && !secret.value().startsWith(start),
        file,
        "does not hold " + what + ", which begins with " + start);
  }

  private void wrongIf(boolean wrong, String path, String what) {
    if (wrong) {
      values.problem(SettingKeys.at(path).path(), what);
    }
  }
}
