package dev.restorebot.bot.command;

import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the commands of one chat through the engine, and answers them. Returns at once; its
 * own threads do the work.
 */
public final class CommandDispatcher implements Inbound, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CommandDispatcher.class);

  private final CommandContext context;
  private final Authorizer authorizer;
  private final CommandTrail trail;
  private final ExecutorService workers = Executors.newFixedThreadPool(4);
  private final CountDownLatch open = new CountDownLatch(1);

  /** Dispatches in that context, without an audit trail. */
  public CommandDispatcher(CommandContext context) {
    this(context, CommandTrail.NONE);
  }

  /** Dispatches in that context; the trail records every command that may change something. */
  public CommandDispatcher(CommandContext context, CommandTrail trail) {
    this.trail = trail;
    this.context = context;
    this.authorizer = new Authorizer(context.access(), context.chat());
  }

  /**
   * Begins to carry out what people do, also what they did before: a chat may be connected before
   * the engine has cleaned up after an earlier process.
   */
  public void open() {
    open.countDown();
  }

  @Override
  public void command(String text, String channel, Actor actor, Responder responder) {
    carryOut(CommandParser.parse(text), channel, actor, responder);
  }

  @Override
  public void button(
      Action action, String value, String channel, Actor actor, Responder responder) {
    if (action == Action.COMMAND) {
      command(value, channel, actor, responder);
      return;
    }
    pressed(new Press(action, value, Map.of()), channel, actor, responder);
  }

  @Override
  public void form(
      Action action,
      String value,
      Map<String, String> inputs,
      String channel,
      Actor actor,
      Responder responder) {
    pressed(new Press(action, value, inputs), channel, actor, responder);
  }

  @Override
  public boolean maySee(String channel) {
    return context.access().get().takesCommandsIn(channel);
  }

  @Override
  public boolean maySee(Actor actor) {
    try {
      return context.access().get().isTesterOrLead(actor, context.chat());
    } catch (DeliveryException e) {
      log.warn("could not check what {} may see: {}", actor.id(), e.getMessage());
      return false;
    }
  }

  @Override
  public void foreign(
      Action action, String value, String channel, Actor actor, Responder responder) {
    workers.execute(
        () -> {
          try {
            Subcommands.pressed(new Press(action, value, Map.of()))
                .ifPresent(
                    command -> trail.note(command, context.chat().name(), channel, actor, true));
          } finally {
            responder.ephemeral(
                Card.of(Tone.WARN, "Your account belongs to another workspace")
                    .line(
                        "Nothing was done. Only people of the workspace that this bot belongs to"
                            + " can use its buttons. Ask an on-call lead there.")
                    .build());
            responder.done();
          }
        });
  }

  private void pressed(Press press, String channel, Actor actor, Responder responder) {
    Optional<Command> command = Subcommands.pressed(press);
    if (command.isPresent()) {
      carryOut(command.get(), channel, actor, responder);
    } else {
      responder.ephemeral(
          Card.of(Tone.WARN, "This action is no longer available")
              .line(
                  "It comes from another version of restore-bot. `/restore help` lists the"
                      + " commands.")
              .build());
      responder.done();
    }
  }

  private void carryOut(Command command, String channel, Actor actor, Responder responder) {
    workers.execute(
        () -> {
          try {
            open.await();
            CommandSession session = new CommandSession(context, channel, actor, responder);
            Optional<Card> refusal = authorizer.refusal(command, channel, actor);
            trail.note(command, context.chat().name(), channel, actor, refusal.isPresent());
            if (refusal.isPresent()) {
              responder.ephemeral(refusal.get());
            } else {
              run(command, session);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (StateException e) {
            log.error("a command of {} could not be stored", actor.id(), e);
            responder.ephemeral(
                Card.of(Tone.BAD, "restore-bot cannot store its state")
                    .line("The command did not finish. " + e.getMessage())
                    .line("Then run the command again. `restore-bot doctor` checks the folder.")
                    .build());
          } catch (RuntimeException e) {
            log.error("a command of {} failed", actor.id(), e);
            responder.ephemeral(
                Card.of(Tone.BAD, "Internal error in restore-bot")
                    .line(
                        "The command did not finish. Try again. The details are in restore-bot's"
                            + " log.")
                    .build());
          } finally {
            responder.done();
          }
        });
  }

  private static void run(Command command, CommandSession session) {
    try {
      command.run(session);
    } catch (ProblemException e) {
      log.info("replied to {}: {}", session.actor().id(), e.getMessage());
      session.answer(e.problem());
    }
  }

  @Override
  public void close() {
    workers.shutdown();
    try {
      if (open.getCount() > 0 || !workers.awaitTermination(10, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
