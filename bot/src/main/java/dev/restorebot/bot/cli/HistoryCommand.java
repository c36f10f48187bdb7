package dev.restorebot.bot.cli;

import dev.restorebot.bot.cards.HistoryCards;
import dev.restorebot.bot.cards.RehearsalCards;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot history}: the last drills, tests and rehearsals, also while the bot runs. */
@Command(
    name = "history",
    description = {
      "Shows the last drills, tests and rehearsals, those of the chats and of the command line.",
      "Reads the state folder only, so it works whether the bot is running or not."
    })
final class HistoryCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Parameters(paramLabel = "DATABASE", arity = "0..1", description = "Only those of this database.")
  private String database;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws SettingsException {
    parent.quietLog();
    Optional<String> of = Optional.ofNullable(database);
    try (StoredState state = StoredState.open(parent.settingsWithoutChats())) {
      HistoryCards history =
          new HistoryCards(
              of,
              state.drills(of, HistoryCards.LINES),
              state.jobs(HistoryCards.LOOKED_BACK).stream());
      List<Card> cards = new ArrayList<>(List.of(history.card()));
      RehearsalCards.history(state.rehearsals(of, HistoryCards.LOOKED_BACK)).ifPresent(cards::add);
      parent.answers().print(cards, json.wanted());
      return ExitCodes.PASSED;
    }
  }
}
