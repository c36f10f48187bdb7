package dev.restorebot.bot.cli;

import dev.restorebot.bot.cards.ReplyCards;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot inspect FILE}: what a backup is, without any server. */
@Command(
    name = "inspect",
    description = "Shows what is inside a backup, from the file alone: no server is started.")
final class InspectCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Parameters(paramLabel = "FILE", description = BackupArgument.HELP)
  private Path file;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws SettingsException {
    parent.quietLog();
    try {
      Settings settings = parent.settings();
      print(
          EngineFactory.reader(settings)
              .inspect(BackupArgument.file(EngineFactory.catalog(settings), file)));
      return ExitCodes.PASSED;
    } catch (ProblemException e) {
      parent.results(parent.err()).problem(e.problem());
      return ExitCodes.of(e.problem());
    }
  }

  private void print(BackupArchive archive) {
    Card card =
        ReplyCards.backup(
            Card.of(Tone.INFO, file.toString()), archive, Clock.systemUTC().instant());
    if (json.wanted()) {
      parent.answers().print(List.of(card), true);
      return;
    }
    parent.out().println(Plain.of(card.title()));
    card.fields()
        .forEach(
            field -> parent.out().printf("  %-16s %s%n", field.label(), Plain.of(field.value())));
    Map<String, Long> kinds =
        archive.entries().stream()
            .collect(Collectors.groupingBy(TocEntry::kind, TreeMap::new, Collectors.counting()));
    if (!kinds.isEmpty()) {
      parent.out().println();
      kinds.forEach((kind, count) -> parent.out().printf("  %6d  %s%n", count, Plain.of(kind)));
    }
    parent.out().println();
    parent
        .out()
        .println(
            "This read only the headers. `restore-bot test` reads every byte and restores the"
                + " backup.");
  }
}
