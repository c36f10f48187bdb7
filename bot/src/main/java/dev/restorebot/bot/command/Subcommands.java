package dev.restorebot.bot.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The subcommands of {@code /restore}. */
public final class Subcommands {
  static final HelpCommand HELP = new HelpCommand();
  static final TestCommand TEST = new TestCommand();

  private static final List<Subcommand> ALL =
      List.of(
          TEST,
          new BackupsCommand(),
          new InspectCommand(),
          new StatusCommand(),
          new CancelCommand(),
          new CleanupCommand(),
          new ExtendCommand(),
          new ConnectCommand(),
          new DisasterCommand(),
          new RehearseCommand(),
          new ApproveCommand(),
          new DenyCommand(),
          new FollowUpCommand(FollowUpCommand.Kind.ROLLBACK),
          new FollowUpCommand(FollowUpCommand.Kind.DELETE_OLD),
          new DrillCommand(),
          new HistoryCommand(),
          HELP);

  private Subcommands() {}

  /** All of them, in the order of the help. */
  public static List<Subcommand> all() {
    return ALL;
  }

  /** The subcommand of that word, in any case. */
  public static Optional<Subcommand> find(String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    return ALL.stream().filter(each -> each.word().equals(wanted)).findFirst();
  }

  /** The command of a button, a choice or a form; empty for those of other versions. */
  static Optional<Command> pressed(Press press) {
    return ALL.stream().flatMap(each -> each.pressed(press).stream()).findFirst();
  }
}
