package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.HistoryCards;
import java.util.List;
import java.util.Optional;

/** {@code /restore history}: shows the last drills and tests, with a chart. */
final class HistoryCommand extends Subcommand {
  HistoryCommand() {
    super(
        "history",
        "[DATABASE]",
        "shows the last drills and tests, with a chart",
        "history shop",
        List.of(Parameter.of("database", "its name")));
  }

  /** Shows the last drills and tests. */
  record History(Optional<String> database) implements Command {
    @Override
    public Access access() {
      return Access.EVERYBODY;
    }

    @Override
    public void run(CommandSession session) {
      CommandContext context = session.context();
      HistoryCards history =
          new HistoryCards(
              database,
              context.allDrills().recent(database, HistoryCards.LINES),
              context.engine().recentJobs(HistoryCards.LOOKED_BACK));
      session
          .begin(history.card(), "")
          .ifPresent(
              origin ->
                  history.picture().ifPresent(card -> context.delivery().reply(origin, card)));
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new History(arguments.at(0));
  }
}
