package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupStatus;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.text.Sizes;
import dev.restorebot.engine.verify.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds answers that are lists. Pure. */
public final class ListCards {
  private static final int MOST = 50;
  private static final int OFFERED = 5;
  private static final int LABEL = 40;

  private ListCards() {}

  public static Card noBackups() {
    return Card.of(Tone.WARN, "No backups found")
        .line(
            "Check `backups.folders` and `backups.remotes` in the settings: restore-bot lists the"
                + " files there.")
        .build();
  }

  public static Card backups(
      List<Backup> backups, Map<String, BackupStatus> statuses, LastTests tests, Instant now) {
    if (backups.isEmpty()) {
      return noBackups();
    }
    Card.Builder card =
        Card.of(
            Tone.INFO,
            backups.size() == 1 ? "1 backup" : backups.size() + " backups, newest first");
    if (backups.size() > MOST) {
      card.line("The newest " + MOST + " are shown.");
    }
    statuses.forEach(
        (place, status) -> card.field("Last in " + place, status.told(at -> Humane.age(at, now))));
    return card.table(table("Backups", backups, MOST, tests, now)).build();
  }

  /** The newest with a button each to test it. */
  public static Card offer(List<Backup> backups, LastTests tests, Instant now) {
    Card.Builder card =
        Card.of(Tone.INFO, "Which backup do you want to test?")
            .line("These are the newest. `/restore backups` lists all backups.");
    return offer(card, Action.TEST, Backup::name, backups, tests, now).build();
  }

  /**
   * Adds the newest with their age, size and last verdict, and a button each, which is marked when
   * its last test failed.
   *
   * @param value the value of the button of a backup
   */
  public static Card.Builder offer(
      Card.Builder card,
      Action action,
      Function<Backup, String> value,
      List<Backup> backups,
      LastTests tests,
      Instant now) {
    card.table(table("Newest backups", backups, OFFERED, tests, now));
    boolean latest = true;
    for (Backup backup : backups.stream().limit(OFFERED).toList()) {
      boolean failed = tests.failed(backup);
      String start = failed ? "FAILED: " : latest ? "Latest: " : "";
      card.button(
          new Button(
              action,
              value.apply(backup),
              label(start, backup.displayName()),
              latest && !failed ? Button.Style.PRIMARY : Button.Style.NORMAL,
              Optional.empty()));
      latest = false;
    }
    return card;
  }

  /** As much of the name's end as a button holds: that is where backups differ. */
  private static String label(String start, String name) {
    int room = LABEL - start.length();
    return start + (name.length() <= room ? name : "…" + name.substring(name.length() - room + 1));
  }

  /** The column of places is shown only when one of them is in a remote. */
  private static TableView table(
      String name, List<Backup> backups, int most, LastTests tests, Instant now) {
    List<Backup> shown = backups.stream().limit(most).toList();
    boolean remotes = shown.stream().flatMap(Backup::everywhere).anyMatch(Backup::remote);
    List<String> columns =
        Stream.of("Backup", "Age", "Size", "Encrypted", "Where", "Last test")
            .filter(column -> remotes || !column.equals("Where"))
            .toList();
    List<List<String>> rows =
        shown.stream()
            .map(
                backup ->
                    Stream.of(
                            Optional.of(backup.displayName()),
                            Optional.of(Humane.age(backup.takenAt(), now)),
                            Optional.of(Sizes.text(backup.sizeBytes())),
                            Optional.of(backup.looksEncrypted() ? "yes" : "no"),
                            Optional.of(where(backup)).filter(text -> remotes),
                            Optional.of(tests.shown(backup, now)))
                        .flatMap(Optional::stream)
                        .toList())
            .toList();
    return new TableView(name, columns, rows);
  }

  private static String where(Backup backup) {
    return backup
        .everywhere()
        .map(each -> each.remote() ? "remote" : "here")
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  public static Card jobs(List<Job> jobs, Instant now) {
    if (jobs.isEmpty()) {
      return Card.of(Tone.INFO, "No jobs yet").line("`/restore test` starts one.").build();
    }
    List<List<String>> rows =
        jobs.stream()
            .map(
                job ->
                    List.of(
                        job.id(),
                        job.title(),
                        words(job.state().name()),
                        job.outcome().map(Outcome::name).map(ListCards::words).orElse(""),
                        Humane.age(job.createdAt(), now),
                        job.requestedBy().name()))
            .toList();
    return Card.of(Tone.INFO, "The newest jobs")
        .table(
            new TableView(
                "Jobs", List.of("Job", "Backup", "State", "Outcome", "Requested", "By"), rows))
        .build();
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
