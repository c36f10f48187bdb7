package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.HeadlineCards;
import dev.restorebot.bot.cards.LastTests;
import dev.restorebot.bot.cards.ListCards;
import dev.restorebot.bot.cards.PracticeCards;
import dev.restorebot.bot.cards.ReplyCards;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one command of one person, and answers. Results for everybody go to the job's thread.
 */
final class CommandHandlers implements Command.Handler<Void> {
  private static final Logger log = LoggerFactory.getLogger(CommandHandlers.class);
  private static final String LATEST = "latest";

  private final CommandContext desk;
  private final String channel;
  private final Actor actor;
  private final Inbound.Responder responder;

  CommandHandlers(CommandContext desk, String channel, Actor actor, Inbound.Responder responder) {
    this.desk = desk;
    this.channel = channel;
    this.actor = actor;
    this.responder = responder;
  }

  @Override
  public Void test(Command.Test command) {
    return answering(
        () -> {
          if (command.backup().isEmpty()) {
            offer(desk.backups().newestFirst(), BackupChoice::forTest);
          } else {
            start(named(command.backup().get()), command.level());
          }
        });
  }

  private Backup named(String name) throws ProblemException {
    return name.equals(LATEST) ? desk.backups().latest() : desk.backups().find(name);
  }

  private void offer(List<Backup> backups, BackupChoice.Kind kind) {
    if (backups.isEmpty()) {
      responder.ephemeral(ListCards.noBackups());
      return;
    }
    responder.choose(kind.of(backups, LastTests.of(desk.engine()), desk.clock().instant()));
  }

  private void start(Backup backup, Optional<Level> level) {
    Origin origin = Origin.fresh(desk.chat().name(), channel);
    try {
      desk.delivery().begin(origin, HeadlineCards.asked(backup.displayName(), actor.name()));
    } catch (DeliveryException e) {
      log.warn("could not post a headline", e);
      responder.ephemeral(
          Card.of(Tone.WARN, "The chat did not accept the message, so nothing was started")
              .line(e.getMessage())
              .build());
      return;
    }
    try {
      desk.engine().submitTest(backup.displayName(), backup.file(), actor, origin.write(), level);
    } catch (RuntimeException e) {
      // Without this the headline would look for ever as if it were about to begin.
      Card card =
          Card.of(Tone.UNSURE, "NOT STARTED: test restore of " + backup.displayName())
              .line("restore-bot could not queue the test. The details are in its log.")
              .build();
      desk.delivery().headline(origin, () -> card, true);
      throw e;
    }
  }

  @Override
  public Void backups(Command.Backups command) {
    return answering(
        () -> {
          switch (command.what()) {
            case LIST -> list();
            case REFRESH -> {
              desk.backups().refresh();
              list();
            }
            case CHECK ->
                responder.ephemeral(PracticeCards.of(desk.practices().get().look(desk.stock())));
          }
        });
  }

  private void list() throws ProblemException {
    responder.ephemeral(
        ListCards.backups(
            desk.backups().newestFirst(),
            desk.backups().statuses(),
            LastTests.of(desk.engine()),
            desk.clock().instant()));
  }

  @Override
  public Void inspect(Command.Inspect command) {
    return answering(
        () -> {
          Backup backup = named(command.backup());
          Card.Builder card =
              Card.of(Tone.INFO, backup.displayName())
                  .line("Read from the file only; nothing was restored.")
                  .button(Button.of("test", backup.name(), "Test restore"));
          responder.ephemeral(
              ReplyCards.backup(
                  card, desk.engine().inspect(backup.file()), desk.clock().instant()));
        });
  }

  @Override
  public Void status(Command.Status command) {
    if (command.job().isEmpty()) {
      jobs().list();
      return null;
    }
    String id = id(command.job().get());
    if (disasters().filter(found -> found.status(id)).isEmpty()) {
      jobs().status(id);
    }
    return null;
  }

  @Override
  public Void cancel(Command.Cancel command) {
    String id = id(command.job());
    if (disasters().filter(found -> found.cancel(id)).isEmpty()) {
      jobs().cancel(id);
    }
    return null;
  }

  @Override
  public Void cleanup(Command.Cleanup command) {
    if (command.job().isPresent()) {
      jobs().cleanUp(id(command.job().get()));
    } else {
      jobs().cleanUpAll();
    }
    return null;
  }

  @Override
  public Void extend(Command.Extend command) {
    jobs().extend(id(command.job()), command.by());
    return null;
  }

  private JobHandlers jobs() {
    return new JobHandlers(desk, actor, responder);
  }

  private static String id(String written) {
    return written.toLowerCase(Locale.ROOT);
  }

  @Override
  public Void disaster(Command.Disaster command) {
    return inDisaster(
        found -> {
          if (command.backup().isEmpty()) {
            offer(desk.backups().newestFirst(), BackupChoice::forDisaster);
          } else {
            found.request(command, named(command.backup().get()));
          }
        });
  }

  @Override
  public Void decide(Command.Decide command) {
    return inDisaster(found -> found.decide(command));
  }

  @Override
  public Void deny(Command.Deny command) {
    return inDisaster(found -> found.deny(command));
  }

  @Override
  public Void rollback(Command.Rollback command) {
    return inDisaster(found -> found.rollback(command));
  }

  @Override
  public Void checked(Command.Checked command) {
    return inDisaster(found -> found.checked(command));
  }

  private Void inDisaster(DisasterStep step) {
    Optional<DisasterHandlers> disasters = disasters();
    if (disasters.isEmpty()) {
      responder.ephemeral(
          Card.of(Tone.WARN, "Disaster restores are not set up")
              .line("To set them up, set `disaster.project` to the Compose project.")
              .build());
      return null;
    }
    return answering(() -> step.run(disasters.get()));
  }

  private Optional<DisasterHandlers> disasters() {
    return desk.disasters()
        .map(found -> new DisasterHandlers(desk, found, channel, actor, responder));
  }

  private interface DisasterStep {
    void run(DisasterHandlers disasters) throws ProblemException;
  }

  @Override
  public Void drill(Command.Drill command) {
    return inDrills(found -> found.begin(command));
  }

  @Override
  public Void history(Command.History command) {
    return inDrills(found -> found.history(command));
  }

  @Override
  public Void ofDrill(Command.OfDrill command) {
    return inDrills(found -> found.carryOut(command));
  }

  private Void inDrills(DrillStep step) {
    return answering(
        () ->
            step.run(
                new DrillHandlers(desk, desk.drills().orElseThrow(), channel, actor, responder)));
  }

  private interface DrillStep {
    void run(DrillHandlers drills) throws ProblemException;
  }

  @Override
  public Void help(Command.Help command) {
    responder.ephemeral(HelpText.card());
    return null;
  }

  @Override
  public Void usageError(Command.UsageError error) {
    responder.ephemeral(HelpText.card(error));
    return null;
  }

  private Void answering(Step step) {
    try {
      step.run();
    } catch (ProblemException e) {
      log.info("replied to {}: {}", actor.id(), e.getMessage());
      responder.ephemeral(CommandDispatcher.problem(e.problem()));
    }
    return null;
  }

  private interface Step {
    void run() throws ProblemException;
  }
}
