package dev.restorebot.bot.command;

import dev.restorebot.bot.thread.Card;
import dev.restorebot.bot.thread.Humane;
import dev.restorebot.bot.thread.TableView;
import dev.restorebot.bot.thread.Tone;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.verify.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Answers that are lists. Pure. */
final class ListCards {
  private static final int MOST = 50;

  private ListCards() {}

  static Card noBackups() {
    return Card.of(Tone.WARN, "There is no backup")
        .line("Look at `backups.folders` in the settings: restore-bot lists what lies there.")
        .build();
  }

  static Card backups(List<Backup> backups, Instant now) {
    if (backups.isEmpty()) {
      return noBackups();
    }
    Card.Builder card = Card.of(Tone.INFO, backups.size() + " backups, newest first");
    if (backups.size() > MOST) {
      card.line("The newest " + MOST + " are shown.");
    }
    List<List<String>> rows =
        backups.stream()
            .limit(MOST)
            .map(
                backup ->
                    List.of(
                        backup.displayName(),
                        Humane.age(backup.takenAt(), now),
                        Humane.bytes(backup.sizeBytes()),
                        backup.looksEncrypted() ? "yes" : "no"))
            .toList();
    return card.table(new TableView("Backups", List.of("Backup", "Age", "Size", "Encrypted"), rows))
        .build();
  }

  static Card jobs(List<Job> jobs, Instant now) {
    if (jobs.isEmpty()) {
      return Card.of(Tone.INFO, "No job yet").line("`/restore test` starts one.").build();
    }
    List<List<String>> rows =
        jobs.stream()
            .map(
                job ->
                    List.of(
                        job.id(),
                        job.backup(),
                        words(job.state().name()),
                        job.outcome().map(Outcome::name).map(ListCards::words).orElse(""),
                        Humane.age(job.createdAt(), now),
                        job.requestedBy().name()))
            .toList();
    return Card.of(Tone.INFO, "The newest jobs")
        .table(
            new TableView(
                "Jobs", List.of("Job", "Backup", "State", "Outcome", "Asked for", "By"), rows))
        .build();
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
