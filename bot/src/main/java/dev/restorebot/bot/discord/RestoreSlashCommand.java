package dev.restorebot.bot.discord;

import dev.restorebot.bot.command.CommandParser;
import dev.restorebot.bot.command.Parameter;
import dev.restorebot.bot.command.Subcommand;
import dev.restorebot.bot.command.Subcommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;

/** Describes {@code /restore} to Discord, and turns its options back into a line. */
final class RestoreSlashCommand {
  static final String NAME = "restore";

  private RestoreSlashCommand() {}

  /** The whole command, one subcommand for each word. */
  static SlashCommandData layout() {
    return Commands.slash(NAME, "Proves that a PostgreSQL backup restores")
        .addSubcommands(Subcommands.all().stream().map(RestoreSlashCommand::subcommand).toList());
  }

  /**
   * The line that means the same.
   *
   * @param option the value of an option by its name, if it was given
   */
  static String line(String word, Function<String, Optional<String>> option) {
    Subcommand subcommand = Subcommands.find(word).or(() -> Subcommands.find("help")).orElseThrow();
    List<String> arguments = new ArrayList<>();
    subcommand
        .parameters()
        .forEach(parameter -> option.apply(parameter.name()).ifPresent(arguments::add));
    return CommandParser.line(subcommand, arguments);
  }

  private static SubcommandData subcommand(Subcommand subcommand) {
    SubcommandData data =
        new SubcommandData(subcommand.word(), subcommand.summary().replace("`", ""));
    for (Parameter parameter : subcommand.parameters()) {
      OptionData option =
          new OptionData(
              OptionType.STRING, parameter.name(), parameter.about(), parameter.required());
      // Discord takes no choices beside completion.
      if (data.getOptions().isEmpty() || parameter.completed()) {
        option.setAutoComplete(true);
      } else {
        parameter.choices().forEach(each -> option.addChoice(each, each));
      }
      data.addOptions(option);
    }
    return data;
  }
}
