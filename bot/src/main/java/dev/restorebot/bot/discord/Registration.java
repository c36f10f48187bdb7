package dev.restorebot.bot.discord;

import dev.restorebot.bot.delivery.DeliveryException;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.data.DataObject;

/** Tells Discord about {@code /restore} in the one server. */
final class Registration {
  private Registration() {}

  /**
   * Registers the command. One of the same name is replaced, which Discord does not count against
   * its limit of new commands a day, so this may happen at every start.
   *
   * @throws DeliveryException not retryable, with the link to invite the bot, when it is not there
   */
  static void register(DiscordRest rest, String server) throws DeliveryException {
    String application = rest.get(Route.Applications.GET_BOT_APPLICATION.compile()).getString("id");
    SlashCommandData command = RestoreSlashCommand.layout();
    DataObject body = command.toData();
    try {
      rest.send(Route.Interactions.CREATE_GUILD_COMMAND.compile(application, server), body);
    } catch (DeliveryException e) {
      if (DiscordErrors.is(e, ErrorResponse.MISSING_ACCESS)
          || DiscordErrors.is(e, ErrorResponse.UNKNOWN_GUILD)) {
        throw new DeliveryException(
            "The bot is not in the Discord server "
                + server
                + ", or was invited without its commands. Ask a person who manages the server to"
                + " open "
                + DiscordInvite.url(application),
            false,
            e);
      }
      throw e;
    }
  }
}
