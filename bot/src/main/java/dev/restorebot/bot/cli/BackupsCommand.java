package dev.restorebot.bot.cli;

import dev.restorebot.bot.cards.Humane;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.advice.BackupInventory;
import dev.restorebot.engine.advice.Practice;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Tested;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.text.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot backups}: the backups in the configured places. */
@Command(
    name = "backups",
    description = "Lists the backups in the configured folders and remotes, newest first.")
final class BackupsCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Option(
      names = "--check",
      description = {
        "Checks best practices. May read backups and query remotes.",
        "Exit code 1 when one fails."
      })
  private boolean check;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws SettingsException, IOException {
    parent.quietLog();
    Settings settings = parent.settings();
    try {
      return check ? check(settings) : list(EngineFactory.catalog(settings));
    } catch (ProblemException e) {
      parent.results(parent.err()).problem(e.problem());
      return ExitCodes.USAGE;
    }
  }

  private int list(BackupCatalog catalog) throws ProblemException {
    List<Backup> backups = catalog.newestFirst();
    if (json.wanted()) {
      parent.answers().json(backups.stream().map(Listed::of).toList());
      return ExitCodes.PASSED;
    }
    if (backups.isEmpty()) {
      parent
          .out()
          .println(
              "There is no backup in the configured places (backups.folders, backups.remotes).");
    }
    Instant now = Clock.systemUTC().instant();
    for (Backup backup : backups) {
      parent
          .out()
          .printf(
              "%-60s %12s  %-20s %-10s %s%n",
              backup.displayName(),
              Sizes.text(backup.sizeBytes()),
              Humane.age(backup.takenAt(), now),
              backup.looksEncrypted() ? "encrypted" : "",
              copies(backup));
    }
    catalog
        .statuses()
        .forEach(
            (place, status) ->
                parent
                    .out()
                    .printf(
                        "Last in %s: %s %s%n",
                        Plain.of(place), Plain.of(status.state()), Plain.of(status.message())));
    return ExitCodes.PASSED;
  }

  /** A backup for a program; docs/command-line.md describes it. */
  private record Listed(
      String name,
      String path,
      long sizeBytes,
      String takenAt,
      Optional<String> database,
      boolean encrypted,
      List<String> copies) {
    static Listed of(Backup backup) {
      return new Listed(
          backup.displayName(),
          backup.file().toString(),
          backup.sizeBytes(),
          backup.takenAt().toString(),
          backup.app(),
          backup.looksEncrypted(),
          backup.copies().stream().map(Backup::displayName).toList());
    }
  }

  /** A best practice for a program; docs/command-line.md describes it. */
  private record Checked(String name, String status, String what, String todo) {}

  private static String copies(Backup backup) {
    return backup.copies().isEmpty()
        ? ""
        : "= "
            + backup.copies().stream().map(Backup::displayName).collect(Collectors.joining(", "));
  }

  private int check(Settings settings) throws ProblemException, IOException {
    BackupInventory stock =
        BackupInventory.of(
            EngineFactory.catalog(settings),
            tested(settings.stateDir().resolve(StateFolder.DATABASE_FILE)),
            Clock.systemUTC().instant());
    List<Practice> practices = EngineFactory.practices(settings).look(stock);
    if (json.wanted()) {
      parent
          .answers()
          .json(
              practices.stream()
                  .map(each -> new Checked(each.name(), word(each), each.what(), each.todo()))
                  .toList());
    } else {
      practices.forEach(this::print);
    }
    return practices.stream().anyMatch(each -> each.verdict() == Practice.Verdict.DOES_NOT_HOLD)
        ? ExitCodes.CHECK_FAILED
        : ExitCodes.PASSED;
  }

  private static List<Tested> tested(Path state) throws IOException {
    if (!Files.exists(state)) {
      return List.of();
    }
    try (JdbcJobStore store = JdbcJobStore.open(state)) {
      return store.tested();
    }
  }

  private static String word(Practice practice) {
    return switch (practice.verdict()) {
      case HOLDS -> "OK";
      case DOES_NOT_HOLD -> "FAIL";
      case NOT_KNOWN -> "?";
    };
  }

  private void print(Practice practice) {
    Tone tone =
        switch (practice.verdict()) {
          case HOLDS -> Tone.GOOD;
          case DOES_NOT_HOLD -> Tone.BAD;
          case NOT_KNOWN -> Tone.UNSURE;
        };
    parent
        .out()
        .printf(
            "%s %-30s %s%n",
            parent.terminal().paint(tone, String.format("%-8s", word(practice))),
            practice.name(),
            Plain.of(practice.what()));
    if (!practice.todo().isEmpty()) {
      parent
          .out()
          .printf("%-39s What to do: %s%n", "", parent.pasteable(Plain.of(practice.todo())));
    }
  }
}
