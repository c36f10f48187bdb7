package dev.restorebot.bot.slack;

import dev.restorebot.bot.delivery.DeliveryException;
import java.util.Map;
import java.util.Set;

/** Explains Slack's error codes to people. Pure. */
final class SlackErrors {
  private static final Set<String> PASSING =
      Set.of(
          "internal_error",
          "fatal_error",
          "service_unavailable",
          "request_timeout",
          "team_added_to_org",
          "accesslimited",
          "message_limit_exceeded");

  /** Codes about what a message holds, not about where it goes. */
  private static final Set<String> CONTENT =
      Set.of(
          "msg_too_long",
          "msg_blocks_too_long",
          "invalid_blocks",
          "invalid_blocks_format",
          "invalid_attachments",
          "block_mismatch",
          "no_text");

  private static final String TOKEN =
      "Slack refuses the token. Check slack.bot-token-file (xoxb-…) and slack.app-token-file"
          + " (xapp-…): copy them again from the app's pages at Slack.";
  private static final String INVITE =
      "The bot is not in the channel %s. Invite it there: /invite @restore-bot";

  private static final Map<String, String> MEANING =
      Map.ofEntries(
          Map.entry("invalid_auth", TOKEN),
          Map.entry("not_authed", TOKEN),
          Map.entry("token_expired", TOKEN),
          Map.entry("token_revoked", TOKEN),
          Map.entry(
              "account_inactive",
              "The app was removed from the workspace. Install it again and set"
                  + " slack.bot-token-file."),
          Map.entry(
              "not_allowed_token_type",
              "This is the wrong kind of token: slack.bot-token-file begins with xoxb-,"
                  + " slack.app-token-file with xapp-. Check that they are not swapped."),
          Map.entry(
              "no_permission",
              "The token does not allow this. Install the app again with"
                  + " config/slack-manifest.yaml."),
          Map.entry("channel_not_found", INVITE),
          Map.entry("not_in_channel", INVITE),
          Map.entry(
              "is_archived", "The channel %s is archived. Unarchive it, or use another channel."),
          Map.entry(
              "restricted_action",
              "The workspace does not let the bot post in %s. Ask an owner of the workspace."),
          Map.entry("message_not_found", "The message in %s was deleted."),
          Map.entry(
              "thread_not_found", "The thread in %s is gone because its message was deleted."),
          Map.entry("cant_update_message", "The message in %s is not the bot's own."),
          Map.entry("edit_window_closed", "The message in %s can no longer be edited."),
          Map.entry(
              "plan_upgrade_required",
              "This Slack plan has no user groups. List the people's ids (U…) instead of the"
                  + " group's (S…)."),
          Map.entry(
              "no_such_subteam",
              "Slack has no such user group. Check the group ids (S…) in the settings."),
          Map.entry(
              "missing_scope",
              "The bot's token lacks a scope. Install the app again with"
                  + " config/slack-manifest.yaml."));

  private SlackErrors() {}

  /** Returns whether Slack said that there is no such person, or none that the bot may see. */
  static boolean isUnknownUser(DeliveryException refusal) {
    return refusal.getMessage().contains(": user_not_found")
        || refusal.getMessage().contains(": user_not_visible");
  }

  /**
   * Explains an error.
   *
   * @param where channel or group that it was about; may be empty
   */
  static DeliveryException of(SlackMethod method, String error, String needed, String where) {
    String code = error == null || error.isBlank() ? "unknown_error" : error;
    String meaning = MEANING.get(code);
    String message =
        meaning == null
            ? "Slack refused the request"
            : String.format(meaning, where.isEmpty() ? "that was asked for" : where);
    String scope = needed == null || needed.isBlank() ? "" : ", needed: " + needed;
    return new DeliveryException(
        message + " (" + method.method() + ": " + code + scope + ")",
        PASSING.contains(code),
        CONTENT.contains(code) ? new ContentRefused(code) : null);
  }

  /** Returns whether Slack refused what a message holds, so that another form of it may do. */
  static boolean isAboutContent(DeliveryException failure) {
    return failure.getCause() instanceof ContentRefused;
  }

  private static final class ContentRefused extends Exception {
    private static final long serialVersionUID = 1L;

    ContentRefused(String code) {
      super(code);
    }
  }
}
