package dev.restorebot.bot.slack;

import dev.restorebot.bot.settings.SecretValue;
import java.net.URI;
import java.util.Optional;

/**
 * The connection to a Slack workspace.
 *
 * @param mode how events come in
 * @param apiBaseUrl where the Web API is; ends in {@code /}
 * @param botToken {@code xoxb-…}
 * @param appToken {@code xapp-…}, for Socket Mode
 * @param signingSecret what requests are signed with, for HTTP mode
 * @param workspace id of the only workspace that is served; empty: the token's
 * @param httpPort port on 127.0.0.1 in HTTP mode, 0 for any that is free
 */
public record SlackOptions(
    Mode mode,
    URI apiBaseUrl,
    SecretValue botToken,
    SecretValue appToken,
    SecretValue signingSecret,
    Optional<String> workspace,
    int httpPort) {
  /** The address of Slack's API, unless a test sets another. */
  public static final URI SLACK = URI.create("https://slack.com/api/");

  public SlackOptions {
    if (!apiBaseUrl.toString().endsWith("/")) {
      apiBaseUrl = URI.create(apiBaseUrl + "/");
    }
  }

  /** The way in which events come in. */
  public enum Mode {
    /** Over a connection that the bot opens. */
    SOCKET,
    /** Slack calls the bot. */
    HTTP
  }
}
