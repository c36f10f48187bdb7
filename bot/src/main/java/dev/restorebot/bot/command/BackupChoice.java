package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.Humane;
import dev.restorebot.bot.cards.LastTests;
import dev.restorebot.bot.cards.ListCards;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.text.Sizes;
import java.time.Instant;
import java.util.List;

/** Builds the question which backup to use. Pure. */
final class BackupChoice {
  private static final int MOST = 100;

  private BackupChoice() {}

  /** Builds the choice for one purpose. */
  @FunctionalInterface
  interface Kind {
    /** At least one backup, newest first. */
    Choice of(List<Backup> backups, LastTests tests, Instant now);
  }

  static Choice forTest(List<Backup> backups, LastTests tests, Instant now) {
    return new Choice(
        Action.TEST,
        "Test restore",
        "Which backup do you want to test?",
        "Start test",
        options(backups, tests, now),
        ListCards.offer(backups, tests, now));
  }

  /** Asks for the backup for a target; the target is empty where there is only one. */
  static Kind forTarget(TargetPurpose purpose, String target) {
    return (backups, tests, now) -> forTarget(purpose, target, backups, tests, now);
  }

  private static Choice forTarget(
      TargetPurpose purpose, String target, List<Backup> backups, LastTests tests, Instant now) {
    List<Choice.Option> options =
        options(backups, tests, now).stream()
            .map(
                option ->
                    new Choice.Option(
                        TargetChoice.value(target, option.value()),
                        option.label(),
                        option.detail()))
            .toList();
    String question = purpose.whichBackup(target);
    Card.Builder otherwise = Card.of(purpose.tone(), question);
    ListCards.offer(
        otherwise,
        purpose.action(),
        backup -> TargetChoice.value(target, backup.name()),
        backups,
        tests,
        now);
    return new Choice(
        purpose.action(), purpose.title(), question, "Continue", options, otherwise.build());
  }

  static Choice forDrill(String drill, List<Backup> backups, LastTests tests, Instant now) {
    List<Choice.Option> options =
        options(backups, tests, now).stream()
            .map(
                option ->
                    new Choice.Option(
                        Action.value(drill, option.value()), option.label(), option.detail()))
            .toList();
    Card.Builder otherwise = Card.of(Tone.INFO, "Which backup should the drill use?");
    ListCards.offer(
        otherwise,
        Action.DRILL_PICKED,
        backup -> Action.value(drill, backup.name()),
        backups,
        tests,
        now);
    return new Choice(
        Action.DRILL_PICKED,
        "Restore drill",
        "Which backup should the drill use?",
        "Run drill",
        options,
        otherwise.build());
  }

  private static List<Choice.Option> options(List<Backup> backups, LastTests tests, Instant now) {
    return backups.stream()
        .limit(MOST)
        .map(
            backup ->
                new Choice.Option(
                    backup.name(),
                    (tests.failed(backup) ? "✕ " : "") + backup.displayName(),
                    detail(backup, tests, now)))
        .toList();
  }

  private static String detail(Backup backup, LastTests tests, Instant now) {
    return Humane.age(backup.takenAt(), now)
        + ", "
        + Sizes.text(backup.sizeBytes())
        + (backup.looksEncrypted() ? ", encrypted" : "")
        + "; tested: "
        + tests.shown(backup, now);
  }
}
