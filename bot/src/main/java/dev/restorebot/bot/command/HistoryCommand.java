package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.HistoryCards;
import dev.restorebot.bot.cards.RehearsalCards;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalJobs;
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
              origin -> {
                history.picture().ifPresent(card -> context.delivery().reply(origin, card));
                RehearsalCards.history(rehearsals(context))
                    .ifPresent(card -> context.delivery().reply(origin, card));
              });
    }

    /** Those of the targets with that database, newest first; without one, those of all. */
    private List<Rehearsal> rehearsals(CommandContext context) {
      Optional<RehearsalJobs> rehearsals = context.rehearsals();
      if (rehearsals.isEmpty()) {
        return List.of();
      }
      return database.isEmpty()
          ? rehearsals.get().recent(Optional.empty(), HistoryCards.LOOKED_BACK)
          : rehearsals.get().recent(targets(context, database.get()), HistoryCards.LOOKED_BACK);
    }

    private static List<String> targets(CommandContext context, String database) {
      return context
          .disasters()
          .map(all -> all.backups(context.engine()::databaseIn).withDatabase(database))
          .orElse(List.of());
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new History(arguments.at(0));
  }
}
