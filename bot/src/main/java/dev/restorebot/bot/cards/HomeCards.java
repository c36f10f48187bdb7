package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.testrestore.TestRestores;
import dev.restorebot.engine.verify.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Builds the bot's home page in a chat: the present state, at a glance. */
public final class HomeCards {
  private static final int JOBS = 10;
  private static final int LOOKED_BACK = 200;

  private HomeCards() {}

  /** The present state. */
  public static List<Card> of(
      TestRestores engine,
      BackupCatalog backups,
      Optional<Drills.Next> drills,
      Optional<DisasterTargets> disasters,
      InstantSource clock) {
    List<Job> jobs = engine.recentJobs(LOOKED_BACK);
    Instant now = clock.instant();
    List<Card> cards = new ArrayList<>();
    disasters.flatMap(HomeCards::waiting).ifPresent(cards::add);
    cards.add(summary(jobs, engine.ready().size(), newest(backups, now), nextDrill(drills), now));
    verdicts(jobs, now).ifPresent(cards::add);
    cards.add(ListCards.jobs(jobs.stream().limit(JOBS).toList(), now));
    return cards;
  }

  /** Disaster restores that wait for leads; empty for none. */
  private static Optional<Card> waiting(DisasterTargets disasters) {
    Card.Builder card = Card.of(Tone.BAD, "A disaster restore waits for the leads");
    List<Disaster> open =
        disasters.recent(LOOKED_BACK).stream()
            .filter(
                each ->
                    each.state() == DisasterState.AWAITING_APPROVAL || each.state().awaitsLead())
            .toList();
    for (Disaster each : open) {
      card.line(
          DisasterCards.headline(each, disasters.request(each), Optional.empty(), List.of())
              .title());
    }
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(card.line("Use the buttons in its channel.").build());
  }

  /** The newest verdict of each database; empty when there is none. */
  static Optional<Card> verdicts(List<Job> jobs, Instant now) {
    Map<String, List<String>> rows = new TreeMap<>();
    for (HistoryCards.Tested test : HistoryCards.tested(jobs)) {
      String database = test.report().backup().database().orElse("unknown");
      rows.putIfAbsent(
          database,
          List.of(
              database,
              test.report().outcome().name().replace('_', ' '),
              Humane.age(test.job().createdAt(), now),
              test.job().backup()));
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Card.of(Tone.INFO, "Newest verdict of each database")
                .table(
                    new TableView(
                        "Databases",
                        List.of("Database", "Verdict", "Tested", "Backup"),
                        List.copyOf(rows.values())))
                .build());
  }

  public static Card summary(
      List<Job> jobs, int sandboxes, String newestBackup, String nextDrill, Instant now) {
    Optional<Job> passed =
        jobs.stream().filter(job -> job.outcome().equals(Optional.of(Outcome.PASSED))).findFirst();
    long running = jobs.stream().filter(job -> job.state().running()).count();
    long queued = jobs.stream().filter(job -> job.state() == JobState.QUEUED).count();
    return Card.of(passed.isPresent() ? Tone.GOOD : Tone.UNSURE, "Do the backups restore?")
        .field(
            "Last passed test",
            passed
                .map(job -> job.title() + ", " + Humane.age(job.createdAt(), now))
                .orElse("none on record"))
        .field("Newest backup", newestBackup)
        .field("Running sandboxes", String.valueOf(sandboxes))
        .field("Running and queued", running + " and " + queued)
        .field("Next drill", nextDrill)
        .line(
            "`/restore test` in a channel starts a test restore, `/restore help` lists all"
                + " commands.")
        .build();
  }

  private static String nextDrill(Optional<Drills.Next> next) {
    return next.map(drill -> drill.database() + ", " + Humane.time(drill.at()))
        .orElse("not scheduled");
  }

  private static String newest(BackupCatalog backups, Instant now) {
    try {
      return backups.newestFirst().stream()
          .findFirst()
          .map(backup -> backup.displayName() + ", " + Humane.age(backup.takenAt(), now))
          .orElse("none");
    } catch (ProblemException e) {
      return "unknown: " + e.problem().message();
    }
  }
}
