package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.ListCards;
import dev.restorebot.bot.cards.StatusCard;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the commands of one person about existing test restores, and answers. */
final class JobHandlers {
  private static final Logger log = LoggerFactory.getLogger(JobHandlers.class);
  private static final int LISTED = 20;

  private final CommandContext desk;
  private final Actor actor;
  private final Inbound.Responder responder;

  JobHandlers(CommandContext desk, Actor actor, Inbound.Responder responder) {
    this.desk = desk;
    this.actor = actor;
    this.responder = responder;
  }

  void list() {
    responder.ephemeral(ListCards.jobs(desk.engine().recentJobs(LISTED), desk.clock().instant()));
  }

  void status(String id) {
    withJob(
        id,
        job ->
            responder.ephemeral(StatusCard.of(job, desk.engine().place(job), desk.chat().name())));
  }

  void cancel(String id) {
    withJob(
        id,
        job -> {
          if (desk.engine().cancel(job.id(), actor)) {
            tellWhoCancels(job);
            responder.ephemeral(
                Card.of(Tone.INFO, "Job " + job.id() + " is being cancelled")
                    .line("A message in its thread says when its sandbox is removed.")
                    .build());
          } else {
            responder.ephemeral(
                Card.of(Tone.WARN, "Job " + job.id() + " is no longer running")
                    .line(
                        now(job).state().ended()
                            ? "There is nothing left to stop."
                            : "To remove its sandbox, run `/restore cleanup " + job.id() + "`.")
                    .build());
          }
        });
  }

  /** It takes a moment until it has ended; its thread should know at once whose wish it was. */
  private void tellWhoCancels(Job job) {
    if (!job.state().running()) {
      return;
    }
    desk.delivery()
        .reply(
            Origin.read(job.origin()),
            Card.of(Tone.INFO, actor.name() + " asked to cancel it").build());
  }

  /** The job as it is by now. */
  private Job now(Job job) {
    return desk.engine().job(job.id()).orElse(job);
  }

  void cleanUp(String id) {
    withJob(id, this::cleanUp);
  }

  void cleanUpAll() {
    List<Job> ready = desk.engine().ready();
    if (ready.isEmpty()) {
      responder.ephemeral(Card.of(Tone.INFO, "There is no sandbox to clean up").build());
      return;
    }
    int removed = 0;
    for (Job job : ready) {
      if (cleanUp(job)) {
        removed++;
      }
    }
    responder.ephemeral(
        Card.of(Tone.INFO, removed + " of " + ready.size() + " sandboxes removed").build());
  }

  private boolean cleanUp(Job job) {
    try {
      if (desk.engine().cleanUp(job.id(), actor).isPresent()) {
        return true;
      }
      noSandbox(
          job,
          now(job).state().ended()
              ? "It was already removed."
              : "It is still running. To stop it, run `/restore cancel " + job.id() + "`.");
    } catch (ProblemException e) {
      log.warn("cleaning up job {} failed", job.id(), e);
      responder.ephemeral(CommandDispatcher.problem(e.problem()));
    }
    return false;
  }

  void extend(String id, Duration by) {
    withJob(
        id,
        job -> {
          if (desk.engine().extend(job.id(), by, actor).isEmpty()) {
            noSandbox(job, "A sandbox can be extended only after its restore is verified.");
          }
        });
  }

  private void noSandbox(Job job, String line) {
    responder.ephemeral(
        Card.of(Tone.WARN, "Job " + job.id() + " has no running sandbox").line(line).build());
  }

  private void withJob(String id, Consumer<Job> then) {
    Optional<Job> job = desk.engine().job(id);
    if (job.isPresent()) {
      then.accept(job.get());
    } else {
      responder.ephemeral(
          Card.of(Tone.WARN, "There is no job with this ID")
              .line("`/restore status` lists the jobs with their IDs.")
              .build());
    }
  }
}
