package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.HeadlineCards;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.testrestore.TestRequest;
import dev.restorebot.engine.verify.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code /restore test}: restores a backup into a sandbox and verifies it. */
final class TestCommand extends Subcommand {
  TestCommand() {
    super(
        "test",
        "[BACKUP] [LEVEL]",
        "restores a backup, `latest`, or the newest of a database into a sandbox and verifies it",
        "test shop_db_2026-02-09_14-30-00.dump",
        List.of(
            Parameter.backup("the backup's name, latest, or a database for its newest backup"),
            Parameter.of("level", "how thoroughly to verify; needs a backup")
                .choices(Arrays.stream(Level.values()).map(Level::label).toList())),
        "run",
        "restore",
        "verify");
  }

  /**
   * Restores a backup into a sandbox and verifies it.
   *
   * @param backup its name, {@code latest}, or its database; without one, ask which
   * @param level how thoroughly; without one as the settings say
   */
  record Test(Optional<String> backup, Optional<Level> level) implements Command {
    @Override
    public Access access() {
      return Access.TESTERS;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      if (backup.isEmpty()) {
        session.offer(BackupChoice::forTest);
      } else {
        Backup found;
        try {
          found = session.backupOrDatabase(backup.get());
        } catch (ProblemException e) {
          session.suggest(e, backup.get(), this::line);
          return;
        }
        start(session, found);
      }
    }

    private String line(Backup other) {
      List<String> words = new ArrayList<>(List.of(other.name()));
      level.map(Level::label).ifPresent(words::add);
      return CommandParser.line(Subcommands.TEST, words);
    }

    private void start(CommandSession session, Backup found) {
      String name = found.displayName();
      session
          .begin(HeadlineCards.asked(name, session.actor().name()), ", so nothing was started")
          .ifPresent(origin -> submit(session, found, origin));
    }

    private void submit(CommandSession session, Backup found, Origin origin) {
      String name = found.displayName();
      CommandContext context = session.context();
      try {
        context
            .engine()
            .submitTest(
                new TestRequest(
                    name,
                    found.file().toString(),
                    Optional.empty(),
                    session.actor(),
                    origin.write(),
                    level));
      } catch (RuntimeException e) {
        // Without this the headline would look for ever as if it were about to begin.
        Card card =
            Card.of(Tone.UNSURE, "NOT STARTED: test restore of " + name)
                .line("restore-bot could not queue the test. The details are in its log.")
                .build();
        context.delivery().headline(origin, () -> card, true);
        throw e;
      }
    }
  }

  /** {@code latest database:NAME} says the same twice. */
  @Override
  List<String> typed(List<String> words) {
    boolean twice =
        words.size() > 1
            && words.get(0).equals(BackupWords.LATEST)
            && BackupWords.database(words.get(1)).isPresent();
    return twice ? words.subList(1, words.size()) : words;
  }

  @Override
  Command read(Arguments arguments) {
    Optional<String> backup = arguments.at(0);
    if (backup.flatMap(BackupWords::database).filter(String::isEmpty).isPresent()) {
      return wrong("Which database? Write its name after `database:`, without a space.");
    }
    if (arguments.size() < 2) {
      return backup.flatMap(Level::of).isEmpty()
          ? new Test(backup, Optional.empty())
          : wrong("Which backup at that level? Write it before the level.");
    }
    String typed = arguments.words().get(1);
    Optional<String> database = BackupWords.database(typed);
    if (database.isPresent()) {
      return wrong(
          "`"
              + CommandWords.shown(typed)
              + "` means the newest backup of that database. Write either it or a backup's name.");
    }
    Optional<Level> level = Level.of(typed);
    return level.isPresent()
        ? new Test(backup, level)
        : wrong(
            "`"
                + CommandWords.shown(typed)
                + "` is not a level. The levels are `quick`, `standard` and `deep`.");
  }

  @Override
  Optional<Command> pressed(Press press) {
    return press.on(Action.TEST).map(backup -> new Test(Optional.of(backup), Optional.empty()));
  }
}
