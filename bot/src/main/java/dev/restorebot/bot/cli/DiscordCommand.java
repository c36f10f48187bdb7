package dev.restorebot.bot.cli;

import dev.restorebot.bot.discord.DiscordInvite;
import dev.restorebot.bot.settings.SettingsException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code restore-bot discord invite}. */
@Command(name = "discord", description = "Helps to set up the bot in Discord.")
final class DiscordCommand {
  private static final String TOKEN = "RESTORE_BOT_DISCORD_TOKEN";

  @ParentCommand private RestoreBotCommand parent;
  @Spec private CommandSpec spec;

  @Command(
      name = "invite",
      description =
          "Prints the link that adds the bot to a Discord server, with the"
              + " permissions it uses and no others. Makes no network request.")
  int invite(
      @Option(
              names = "--application-id",
              paramLabel = "ID",
              description =
                  "The application's ID. Default: taken from the token, of "
                      + TOKEN
                      + " or discord.token-file.")
          String applicationId)
      throws SettingsException {
    parent.quietLog();
    String token = applicationId == null ? token() : "";
    String id =
        Optional.ofNullable(applicationId)
            .or(() -> DiscordInvite.applicationId(token))
            .orElseThrow(
                () ->
                    wrong(
                        "The application ID is missing: set discord.token-file to the file of the"
                            + " bot's token, or "
                            + TOKEN
                            + " to the token, or pass --application-id=ID"));
    try {
      parent.out().println(DiscordInvite.url(id));
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage().replaceFirst("\\.$", ""));
    }
    return ExitCodes.PASSED;
  }

  /** The environment comes first, so that a link can be made before there are any settings. */
  private String token() throws SettingsException {
    String given = parent.environment().getOrDefault(TOKEN, "");
    return given.isBlank() ? parent.settings().discord().token().value() : given;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
