package dev.restorebot.bot.doctor;

import dev.restorebot.bot.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** Warns when everybody in a channel may get read-only logins to sandboxes. */
public record LoginsDiagnostic(Settings settings) implements DiagnosticCheck {
  @Override
  public String name() {
    return "logins";
  }

  @Override
  public Finding examine() {
    if (!settings.sandbox().connect().enabled()) {
      return Finding.ok(name(), "sandbox.connect.enabled is false: nobody gets a login.");
    }
    List<String> open = new ArrayList<>();
    if (settings.slack().enabled() && settings.slack().testers().isEmpty()) {
      open.add("slack.testers");
    }
    if (settings.discord().enabled() && settings.discord().testers().isEmpty()) {
      open.add("discord.testers");
    }
    return open.isEmpty()
        ? Finding.ok(name(), "Only testers and leads of a chat get read-only logins.")
        : Finding.warning(
            name(),
            "Everybody in the bot's channels can get a read-only login to restored data.",
            "Set " + String.join(" and ", open) + ", or `sandbox.connect.enabled: false`.");
  }
}
