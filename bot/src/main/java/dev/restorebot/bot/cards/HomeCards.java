package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
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
import java.util.Optional;

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
    List<Job> jobs = engine.recentJobs(LOOKED_BACK).map(Job::withoutReport).toList();
    Instant now = clock.instant();
    List<Card> cards = new ArrayList<>();
    cards.add(StatusBoard.of(engine, drills, disasters, now));
    cards.add(summary(jobs, engine.ready().size(), newest(backups, now), nextDrill(drills), now));
    cards.add(ListCards.jobs(jobs.stream().limit(JOBS).toList(), now));
    return cards;
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
    return next.map(drill -> drill.subject() + ", " + Humane.time(drill.at()))
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
