package dev.restorebot.bot.discord;

import dev.restorebot.bot.doctor.DiagnosticCheck;
import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import net.dv8tion.jda.api.requests.RestConfig;

/** Discord takes the bot's token. */
public final class DiscordDiagnostic implements DiagnosticCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Settings.Discord settings;

  /** For those settings. */
  public DiscordDiagnostic(Settings.Discord settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "discord";
  }

  @Override
  public Finding examine() {
    if (!settings.enabled()) {
      return new Finding(name(), Finding.Status.OK, "discord.enabled is false.", "");
    }
    int status;
    try {
      status = ask("users/@me");
    } catch (IOException e) {
      return new Finding(
          name(), Finding.Status.WARNING, "Discord cannot be reached.", "The bot keeps trying.");
    }
    if (status == 401) {
      return broken(
          "Discord does not accept the bot's token.",
          "Make a new one on the application's page (docs/discord.md) and put it where"
              + " discord.token-file says.");
    }
    if (status != 200) {
      return new Finding(
          name(),
          Finding.Status.WARNING,
          "Discord answers with status " + status + ".",
          "The bot keeps trying.");
    }
    if (settings.channels().isEmpty()) {
      return broken(
          "No channel is named, so the bot takes no commands.",
          "Put the channel's id into discord.channels.");
    }
    return new Finding(name(), Finding.Status.OK, "Discord takes the token.", "");
  }

  private Finding broken(String what, String cure) {
    return new Finding(name(), Finding.Status.BROKEN, what, cure);
  }

  private int ask(String what) throws IOException {
    String base = settings.apiBaseUrl().map(URI::toString).orElse(RestConfig.DEFAULT_BASE_URL);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base.endsWith("/") ? base + what : base + "/" + what))
            .timeout(PATIENCE)
            // Discord refuses requests without one of this form.
            .header("User-Agent", "DiscordBot (restore-bot, 1)")
            .header("Authorization", "Bot " + settings.token().value())
            .build();
    try {
      return HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .build()
          .send(request, HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The request to Discord was interrupted.", e);
    }
  }
}
