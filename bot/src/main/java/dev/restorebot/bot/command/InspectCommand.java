package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.ReplyCards;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.List;
import java.util.Optional;

/** {@code /restore inspect}: shows what is inside a backup without restoring it. */
final class InspectCommand extends Subcommand {
  InspectCommand() {
    super(
        "inspect",
        "BACKUP",
        "shows what is inside a backup without restoring it",
        "inspect shop_db_2026-02-09_14-30-00.dump",
        List.of(Parameter.backup("its name").mandatory()),
        "show");
  }

  /** Shows what is inside a backup. */
  record Inspect(String backup) implements Command {
    @Override
    public Access access() {
      return Access.READ;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      Backup found;
      try {
        found = session.backup(backup);
      } catch (ProblemException e) {
        session.suggest(
            e, backup, other -> CommandParser.line(new InspectCommand(), List.of(other.name())));
        return;
      }
      Card.Builder card =
          Card.of(Tone.INFO, found.displayName())
              .line("Read from the file only; nothing was restored.")
              .button(Button.of(Action.TEST, found.name(), "Test restore"));
      CommandContext context = session.context();
      session.answer(
          ReplyCards.backup(
              card, context.engine().inspect(found.file()), context.clock().instant()));
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new Inspect(arguments.first());
  }

  @Override
  Optional<Command> pressed(Press press) {
    return press.on(Action.INSPECT).map(Inspect::new);
  }
}
