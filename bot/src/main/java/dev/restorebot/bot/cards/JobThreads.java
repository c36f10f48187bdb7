package dev.restorebot.bot.cards;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.testrestore.SandboxLogins;
import dev.restorebot.engine.testrestore.SandboxReaper;
import dev.restorebot.engine.verify.Outcome;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * Posts the progress of each job to its thread: one headline that is edited in place, and replies
 * for results that stay. Returns at once; {@link Delivery} sends the messages.
 */
public final class JobThreads implements JobListener {
  private final Delivery delivery;
  private final ToIntFunction<Job> place;
  private final Alerts alerts;
  private final BooleanSupplier logins;
  private final InstantSource clock;
  private final Map<String, Progress> newest = new ConcurrentHashMap<>();

  /**
   * Posts through that delivery.
   *
   * @param place how many jobs are before a queued one
   * @param alerts hears of verdicts
   * @param logins whether people may have logins to sandboxes, at the moment
   */
  public JobThreads(
      Delivery delivery,
      ToIntFunction<Job> place,
      Alerts alerts,
      BooleanSupplier logins,
      InstantSource clock) {
    this.delivery = delivery;
    this.place = place;
    this.alerts = alerts;
    this.logins = logins;
    this.clock = clock;
  }

  @Override
  public void changed(Job job, JobEvent event) {
    if (!job.state().running()) {
      newest.remove(job.id());
    }
    headline(job, true);
    reply(job, event).ifPresent(card -> reply(job, card));
  }

  /** Shows the present state of a job: an earlier process may have died before it did. */
  public void stands(Job job) {
    headline(job, true);
  }

  @Override
  public void progress(Job job, Progress progress) {
    newest.put(job.id(), progress);
    headline(job, false);
  }

  @Override
  public void milestone(Job job, Milestone milestone) {
    cards(job, milestone).forEach(card -> reply(job, card));
  }

  private void headline(Job job, boolean keep) {
    delivery.headline(
        origin(job),
        () ->
            HeadlineCards.of(job, Optional.ofNullable(newest.get(job.id())), place.applyAsInt(job)),
        keep);
  }

  private static Card asker(Job job, Card card) {
    return card.mentioning(Mentions.of(job.requestedBy(), origin(job)));
  }

  private void alert(Job job, Outcome outcome) {
    Alerts.Event event =
        switch (outcome) {
          case PASSED -> Alerts.Event.TEST_PASSED;
          case FAILED -> Alerts.Event.TEST_FAILED;
          case COULD_NOT_VERIFY -> Alerts.Event.TEST_COULD_NOT_VERIFY;
        };
    alerts.send(event, "test-" + job.title(), HeadlineCards.of(job, Optional.empty(), 0));
  }

  private void reply(Job job, Card card) {
    delivery.reply(origin(job), card.about(Topics.of(job)));
  }

  private static Origin origin(Job job) {
    return Origin.read(job.origin());
  }

  private Optional<Card> reply(Job job, JobEvent event) {
    if (event.what().equals(SandboxReaper.WARNED)) {
      return Optional.of(ReplyCards.warning(job));
    }
    if (event.what().equals(SandboxReaper.EXTENDED)) {
      return Optional.of(ReplyCards.extended(job, event));
    }
    if (event.what().equals(SandboxLogins.GIVEN)) {
      return Optional.of(LoginCards.given(event));
    }
    if (!event.what().equals(job.state().name())) {
      return Optional.empty();
    }
    return switch (job.state()) {
      case CLEANED_UP -> Optional.of(ReplyCards.cleanedUp(job, event));
      case CANCELLED -> Optional.of(ReplyCards.ended(job, event));
      case FAILED, COULD_NOT_VERIFY -> {
        if (HeadlineCards.holdsSeveral(job)) {
          yield Optional.of(
              ReplyCards.ended(job, event)); // its databases have verdicts of their own
        }
        alert(job, job.state() == JobState.FAILED ? Outcome.FAILED : Outcome.COULD_NOT_VERIFY);
        yield Optional.of(asker(job, ReplyCards.ended(job, event)));
      }
      case QUEUED, PREPARING, STARTING_SANDBOX, RESTORING, VERIFYING, READY -> Optional.empty();
    };
  }

  private List<Card> cards(Job job, Milestone milestone) {
    if (milestone instanceof Milestone.BackupRead read) {
      return List.of(ReplyCards.read(read.archive(), clock.instant()));
    }
    if (milestone instanceof Milestone.SandboxStarted started) {
      return List.of(ReplyCards.sandbox(started.sandbox()));
    }
    if (milestone instanceof Milestone.Restored restored) {
      return List.of(ReplyCards.restored(restored.result()));
    }
    if (milestone instanceof Milestone.Verified verified) {
      alert(job, verified.report().outcome());
      List<Card> cards = new java.util.ArrayList<>();
      cards.add(asker(job, ReplyCards.checks(verified.report())));
      ReplyCards.tables(verified.report()).ifPresent(cards::add);
      cards.addAll(ReplyCards.samples(verified.report()));
      job.sandbox()
          .map(sandbox -> ReplyCards.connect(job, sandbox, logins.getAsBoolean()))
          .ifPresent(cards::add);
      return cards;
    }
    if (milestone instanceof Milestone.SeveralDatabases) {
      return List.of(); // the job's end says it
    }
    throw new IllegalStateException("a milestone without a message: " + milestone);
  }
}
