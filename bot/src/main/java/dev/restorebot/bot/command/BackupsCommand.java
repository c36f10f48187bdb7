package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.LastTests;
import dev.restorebot.bot.cards.ListCards;
import dev.restorebot.bot.cards.PracticeCards;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.Arrays;
import java.util.List;

/** {@code /restore backups}: lists the backups, or checks the best practices. */
final class BackupsCommand extends Subcommand {
  BackupsCommand() {
    super(
        "backups",
        "[check|refresh]",
        "lists the backups, newest first; `check` checks the best practices, `refresh`"
            + " lists again",
        "backups check",
        List.of(
            Parameter.of("what", "check: checks best practices; refresh: reads all places again")
                .choices(List.of("check", "refresh"))),
        "list",
        "ls");
  }

  /** The action on the list of backups. */
  enum What {
    LIST,
    REFRESH,
    CHECK
  }

  /** Lists the backups, or checks the best practices. */
  record Backups(What what) implements Command {
    @Override
    public Access access() {
      return Access.READ;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      switch (what) {
        case LIST -> list(session);
        case REFRESH -> {
          session.context().backups().refresh();
          list(session);
        }
        case CHECK -> {
          CommandContext context = session.context();
          session.answer(PracticeCards.of(context.practices().get().look(context.stock())));
        }
      }
    }

    private static void list(CommandSession session) throws ProblemException {
      CommandContext context = session.context();
      session.answer(
          ListCards.backups(
              context.backups().newestFirst(),
              context.backups().statuses(),
              LastTests.of(context.engine()),
              context.clock().instant()));
    }
  }

  /** Takes dashes away: many a runbook has {@code --check}, and phones make one long dash of it. */
  @Override
  List<String> typed(List<String> words) {
    return words.stream()
        .map(word -> word.replaceFirst("^" + CommandWords.DASHES + "{1,2}", ""))
        .toList();
  }

  @Override
  Command read(Arguments arguments) {
    String word = arguments.at(0).orElse(What.LIST.name());
    return Arrays.stream(What.values())
        .filter(what -> what.name().equalsIgnoreCase(word))
        .findFirst()
        .<Command>map(Backups::new)
        .orElseGet(
            () ->
                wrong(
                    "`backups` takes `check` or `refresh`, not `"
                        + CommandWords.shown(word)
                        + "`."));
  }
}
