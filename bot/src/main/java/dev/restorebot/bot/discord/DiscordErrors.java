package dev.restorebot.bot.discord;

import dev.restorebot.bot.delivery.DeliveryException;
import java.time.Duration;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.RateLimitedException;
import net.dv8tion.jda.api.requests.ErrorResponse;

/** Explains what Discord refused, and says if it may work later. */
final class DiscordErrors {
  /** The message about a refused or missing token. */
  static final String TOKEN =
      "Discord does not accept the bot's token. Make a new one on the application's page under Bot"
          + " and put it into the file of discord.token-file or into RESTORE_BOT_DISCORD_TOKEN.";

  private static final int TOO_LARGE = 413;

  private DiscordErrors() {}

  static DeliveryException of(Throwable failure) {
    if (failure instanceof ErrorResponseException refused) {
      return of(refused);
    }
    if (failure instanceof RateLimitedException limited) {
      return new DeliveryException(
          "Discord is rate-limiting us: too many messages.",
          Duration.ofMillis(limited.getRetryAfter()));
    }
    return new DeliveryException(
        "Discord did not answer in time (" + failure.getClass().getSimpleName() + ").",
        true,
        failure);
  }

  private static DeliveryException of(ErrorResponseException refused) {
    int status = refused.getResponse().code;
    if (refused.getResponse().isError() || status >= 500 || status == 429 || status < 300) {
      return new DeliveryException(
          "Discord cannot be reached, or it failed (" + status + ").", true, refused);
    }
    String message =
        switch (refused.getErrorResponse()) {
          case UNKNOWN_MESSAGE -> "The message was deleted.";
          case UNKNOWN_CHANNEL ->
              "There is no such channel or thread: it was deleted, or its id is wrong.";
          case MISSING_ACCESS, MISSING_PERMISSIONS ->
              "The bot lacks a permission in this channel. Give its role View Channel, Send"
                  + " Messages, Send Messages in Threads, Create Public Threads,"
                  + " Attach Files and Read Message History there.";
          case THREAD_LOCKED -> "The thread is locked: somebody with Manage Threads can unlock it.";
          default ->
              status == 401
                  ? TOKEN
                  : "Discord refused it: " + refused.getMeaning() + " (" + status + ").";
        };
    return new DeliveryException(message, false, refused);
  }

  /**
   * Returns whether Discord refused what a message holds, so that another form of it may do.
   *
   * @param files whether it has files, which may be forbidden in the channel
   */
  static boolean isAboutContent(DeliveryException failure, boolean files) {
    return failure.getCause() instanceof ErrorResponseException refused
        && switch (refused.getErrorResponse()) {
          case INVALID_FORM_BODY,
              EMPTY_MESSAGE,
              REQUEST_ENTITY_TOO_LARGE,
              FILE_UPLOAD_MAX_SIZE_EXCEEDED ->
              true;
          case MISSING_PERMISSIONS -> files;
          default -> refused.getResponse().code == TOO_LARGE;
        };
  }

  /** Returns true if Discord refused it with that error. */
  static boolean is(DeliveryException failure, ErrorResponse wanted) {
    return failure.getCause() instanceof ErrorResponseException refused
        && refused.getErrorResponse() == wanted;
  }
}
