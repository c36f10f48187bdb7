package dev.restorebot.bot.discord;

import dev.restorebot.bot.command.CommandParser;
import dev.restorebot.bot.command.Subcommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;

/** {@code /restore} as Discord knows it, and back into a line as people type it elsewhere. */
final class RestoreSlashCommand {
  static final String NAME = "restore";
  private static final String LEVEL = "level";

  private RestoreSlashCommand() {}

  /** The whole command, one subcommand for each word. */
  static SlashCommandData layout() {
    SlashCommandData command =
        net.dv8tion.jda.api.interactions.commands.build.Commands.slash(
            NAME, "Proves that a PostgreSQL backup restores");
    return command.addSubcommands(
        Arrays.stream(Subcommand.values()).map(RestoreSlashCommand::subcommand).toList());
  }

  /**
   * The line that means the same.
   *
   * @param option the value of an option by its name, if it was given
   */
  static String line(String word, Function<String, Optional<String>> option) {
    Subcommand subcommand =
        Arrays.stream(Subcommand.values())
            .filter(each -> each.word().equals(word))
            .findFirst()
            .orElse(Subcommand.HELP);
    List<String> arguments = new ArrayList<>();
    first(subcommand).flatMap(option).ifPresent(arguments::add);
    subcommand.others().forEach(name -> option.apply(name).ifPresent(arguments::add));
    if (subcommand == Subcommand.TEST) {
      option.apply(LEVEL).ifPresent(arguments::add);
    }
    return CommandParser.line(subcommand, arguments);
  }

  private static SubcommandData subcommand(Subcommand subcommand) {
    SubcommandData data =
        new SubcommandData(subcommand.word(), subcommand.summary().replace("`", ""));
    first(subcommand)
        .ifPresent(
            name ->
                data.addOptions(
                    new OptionData(
                            OptionType.STRING, name, about(subcommand), subcommand.needsFirst())
                        .setAutoComplete(true)));
    for (String name : subcommand.others()) {
      data.addOption(OptionType.STRING, name, aboutOther(name), subcommand.needsOthers());
    }
    if (subcommand == Subcommand.TEST) {
      data.addOptions(level());
    }
    return data;
  }

  private static OptionData level() {
    OptionData level =
        new OptionData(OptionType.STRING, LEVEL, "how thoroughly to verify; needs a backup", false);
    Subcommand.levels().forEach(each -> level.addChoice(each, each));
    return level;
  }

  private static Optional<String> first(Subcommand subcommand) {
    return switch (subcommand.first()) {
      case NONE -> Optional.empty();
      case BACKUP -> Optional.of("backup");
      case JOB -> Optional.of("job");
      case DATABASE -> Optional.of("database");
      case WHAT -> Optional.of("what");
    };
  }

  private static String aboutOther(String name) {
    return switch (name) {
      case "time" -> "how much longer, such as 90m, 2h or 1d12h";
      case "database" -> "the name of the database that is replaced, typed out";
      case "code" -> "of your authenticator app, when codes are asked for";
      default -> "why";
    };
  }

  private static String about(Subcommand subcommand) {
    return switch (subcommand) {
      case CLEANUP -> "the job's id, or all";
      case TEST -> "the backup's name, or latest";
      default ->
          switch (subcommand.first()) {
            case BACKUP, DATABASE -> "its name";
            case JOB, NONE -> "the job's id";
            case WHAT -> "check: checks best practices; refresh: reads all places again";
          };
    };
  }
}
