package dev.restorebot.bot.slack;

import com.slack.api.methods.response.auth.AuthTestResponse;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.doctor.DiagnosticCheck;
import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.settings.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Slack takes the bot's token, which may do what the bot does. */
public final class SlackDiagnostic implements DiagnosticCheck {
  /** As config/slack-manifest.yaml has them. */
  static final List<String> SCOPES =
      List.of("commands", "chat:write", "files:write", "users:read", "usergroups:read");

  private static final String CURE =
      "Install the app again with config/slack-manifest.yaml (docs/slack.md) and use its new"
          + " token.";

  private final Settings.Slack settings;

  /** For those settings. */
  public SlackDiagnostic(Settings.Slack settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public Finding examine() {
    if (!settings.enabled()) {
      return new Finding(name(), Finding.Status.OK, "slack.enabled is false.", "");
    }
    AuthTestResponse answer;
    try {
      answer =
          new SlackApi(SlackClients.of(settings.apiBaseUrl()), settings.botToken().value())
              .call(SlackMethod.AUTH_TEST, "", methods -> methods.authTest(request -> request));
    } catch (DeliveryException e) {
      return e.retryable()
          ? new Finding(name(), Finding.Status.WARNING, e.getMessage(), "The bot keeps trying.")
          : new Finding(name(), Finding.Status.BROKEN, e.getMessage(), CURE);
    }
    List<String> missing = new ArrayList<>(SCOPES);
    Optional<List<String>> told = scopes(answer);
    missing.removeAll(told.orElse(SCOPES));
    if (!missing.isEmpty()) {
      return new Finding(
          name(),
          Finding.Status.BROKEN,
          "Slack's token lacks the scopes " + String.join(", ", missing) + ".",
          CURE);
    }
    if (settings.channels().isEmpty()) {
      return new Finding(
          name(),
          Finding.Status.BROKEN,
          "No channel is named, so the bot takes no commands.",
          "Put the channel's id into slack.channels.");
    }
    return new Finding(
        name(),
        Finding.Status.OK,
        "The workspace "
            + answer.getTeam()
            + " takes the token"
            + (told.isPresent() ? ", which has all scopes." : "; it does not list its scopes."),
        "");
  }

  private static Optional<List<String>> scopes(AuthTestResponse answer) {
    if (answer.getHttpResponseHeaders() == null) {
      return Optional.empty();
    }
    return answer.getHttpResponseHeaders().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("x-oauth-scopes"))
        .findFirst()
        .map(
            header ->
                header.getValue().stream()
                    .flatMap(line -> Arrays.stream(line.split(",")))
                    .map(String::strip)
                    .toList());
  }
}
