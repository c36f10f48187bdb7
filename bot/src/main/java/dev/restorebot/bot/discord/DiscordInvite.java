package dev.restorebot.bot.discord;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import net.dv8tion.jda.api.Permission;

/** The link with which somebody lets the bot into a server, with the permissions it uses. */
public final class DiscordInvite {
  /** The permissions that the bot needs in a channel, and no others. */
  static final EnumSet<Permission> PERMISSIONS =
      EnumSet.of(
          Permission.VIEW_CHANNEL,
          Permission.MESSAGE_SEND,
          Permission.MESSAGE_SEND_IN_THREADS,
          Permission.CREATE_PUBLIC_THREADS,
          Permission.MESSAGE_ATTACH_FILES,
          Permission.MESSAGE_HISTORY);

  private DiscordInvite() {}

  /**
   * The link.
   *
   * @throws IllegalArgumentException when that is no id; the message is for people
   */
  public static String url(String applicationId) {
    if (!applicationId.matches("\\d{15,20}")) {
      throw new IllegalArgumentException(
          "An application id is a number of 15 to 20 digits, on the application's page under"
              + " General Information.");
    }
    return "https://discord.com/oauth2/authorize?client_id="
        + applicationId
        + "&scope=bot%20applications.commands&permissions="
        + Permission.getRaw(PERMISSIONS);
  }

  /** The id that a bot's token begins with; empty when it does not look like a token. */
  public static Optional<String> applicationId(String token) {
    String first = token.strip().replaceFirst("\\..*", "");
    try {
      byte[] id = Base64.getUrlDecoder().decode(first);
      return Optional.of(new String(id, StandardCharsets.US_ASCII))
          .filter(text -> text.matches("\\d{15,20}"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
