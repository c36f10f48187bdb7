package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.LastTests;
import dev.restorebot.bot.cards.ListCards;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.state.Actor;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command of one person: the services that it uses and the way to answer. Results for everybody
 * go to the thread of the job.
 *
 * @param context the services
 * @param channel where it was given
 * @param actor who gave it
 * @param responder answers that person alone
 */
record CommandSession(
    CommandContext context, String channel, Actor actor, Inbound.Responder responder) {
  private static final Logger log = LoggerFactory.getLogger(CommandSession.class);

  void answer(Card card) {
    responder.ephemeral(card);
  }

  void answer(Problem problem) {
    answer(Card.of(Tone.WARN, problem.message()).line(problem.hint()).build());
  }

  /**
   * The backup of that name; {@code latest} is the newest, {@code database:NAME} the newest of that
   * database.
   */
  Backup backup(String name) throws ProblemException {
    if (name.equals(BackupWords.LATEST)) {
      return context.backups().latest();
    }
    Optional<String> database = BackupWords.database(name);
    return database.isPresent() ? latestOf(database.get()) : context.backups().find(name);
  }

  /** As {@link #backup}, where the name of a database, unless a backup has it, is that database. */
  Backup backupOrDatabase(String name) throws ProblemException {
    BackupCatalog backups = context.backups();
    boolean database =
        !backups.has(name)
            && backups.databases().stream().anyMatch(known -> BackupsOfDatabase.same(known, name));
    return database ? latestOf(name) : backup(name);
  }

  /**
   * Answers that there is no such backup, with those that were probably meant as buttons.
   *
   * @param command the command for one of them, without {@code /restore}
   * @throws ProblemException the same problem, if it is another one
   */
  void suggest(ProblemException why, String name, Function<Backup, String> command)
      throws ProblemException {
    if (why.problem().code() != ProblemCode.BACKUP_MISSING) {
      throw why;
    }
    answer(Suggestion.backups(why.problem(), name, context.backups().listable(), command));
  }

  private Backup latestOf(String database) throws ProblemException {
    return context.backups().latest(new BackupsOfDatabase(database, context.engine()::databaseIn));
  }

  /** Returns the verdict of the backup's last test and its age, or {@code never}. */
  String lastTest(Backup backup) {
    return LastTests.of(context.engine()).shown(backup, context.clock().instant());
  }

  /** Lets the person choose a backup. */
  void offer(BackupChoice.Kind kind) throws ProblemException {
    offer(all -> all, kind);
  }

  /**
   * Lets the person choose among some backups.
   *
   * @param among selects them from all
   */
  void offer(UnaryOperator<List<Backup>> among, BackupChoice.Kind kind) throws ProblemException {
    List<Backup> backups = among.apply(context.backups().newestFirst());
    if (backups.isEmpty()) {
      answer(ListCards.noBackups());
      return;
    }
    responder.choose(kind.of(backups, LastTests.of(context.engine()), context.clock().instant()));
  }

  /**
   * Posts the headline of a new thread.
   *
   * @param otherwise the consequence when the chat does not take it, for the answer
   * @return the thread; empty if the chat does not take it
   */
  Optional<Origin> begin(Card headline, String otherwise) {
    return begin(Origin.fresh(context.chat().name(), channel), headline, otherwise);
  }

  /** Posts the headline of that thread. */
  Optional<Origin> begin(Origin origin, Card headline, String otherwise) {
    try {
      context.delivery().begin(origin, headline);
      return Optional.of(origin);
    } catch (DeliveryException e) {
      log.warn("could not post a headline", e);
      answer(
          Card.of(Tone.WARN, "The chat did not accept the message" + otherwise)
              .line(e.getMessage())
              .build());
      return Optional.empty();
    }
  }

  /** Does something with the job of that ID, or answers that there is none. */
  void withJob(String id, Consumer<Job> then) {
    Optional<Job> job = context.engine().job(id);
    if (job.isPresent()) {
      then.accept(job.get());
    } else {
      answer(
          Card.of(Tone.WARN, "There is no job with this ID")
              .line("`/restore status` lists the jobs and disaster restores with their IDs.")
              .build());
    }
  }

  /** Returns the rehearsal of that ID. */
  Optional<Rehearsal> rehearsal(String id) {
    return context.rehearsals().flatMap(all -> all.find(id));
  }

  /** Returns true if the job has ended by now. */
  boolean ended(Job job) {
    return context.engine().job(job.id()).orElse(job).state().ended();
  }

  void noSandbox(Job job, String reason) {
    answer(Card.of(Tone.WARN, "Job " + job.id() + " has no running sandbox").line(reason).build());
  }

  /** Disaster restores; empty if they are not set up. */
  Optional<DisasterSession> disasters() {
    return context.disasters().map(disasters -> new DisasterSession(this, disasters));
  }

  /** Does something with disaster restores, or answers that they are not set up. */
  void withDisasters(DisasterStep step) throws ProblemException {
    Optional<DisasterSession> disasters = disasters();
    if (disasters.isPresent()) {
      step.run(disasters.get());
    } else {
      answer(
          Card.of(Tone.WARN, "Disaster restores are not set up")
              .line(
                  "To set them up, set `disaster.project` to the Compose project, or"
                      + " `disaster.server` for a server that is not in Compose.")
              .build());
    }
  }

  /** A step of a disaster restore. */
  interface DisasterStep {
    void run(DisasterSession session) throws ProblemException;
  }
}
