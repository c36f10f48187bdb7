package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.HistoryCards;
import dev.restorebot.bot.cards.LastTests;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.state.Actor;
import java.util.List;
import java.util.Optional;

/** Carries out the drill commands of one person, and answers. */
final class DrillHandlers {
  private final CommandContext desk;
  private final Drills drills;
  private final String channel;
  private final Actor actor;
  private final Inbound.Responder responder;

  DrillHandlers(
      CommandContext desk,
      Drills drills,
      String channel,
      Actor actor,
      Inbound.Responder responder) {
    this.desk = desk;
    this.drills = drills;
    this.channel = channel;
    this.actor = actor;
    this.responder = responder;
  }

  void begin(Command.Drill command) throws ProblemException {
    Drill unused = drills.run(command.database(), actor, desk.chat().name() + ":" + channel);
  }

  void history(Command.History command) {
    HistoryCards history =
        new HistoryCards(
            command.database(),
            drills.recent(command.database(), HistoryCards.LINES),
            desk.engine().recentJobs(HistoryCards.LOOKED_BACK));
    Origin origin = Origin.fresh(desk.chat().name(), channel);
    try {
      desk.delivery().begin(origin, history.card());
      history.picture().ifPresent(card -> desk.delivery().reply(origin, card));
    } catch (DeliveryException e) {
      responder.ephemeral(
          Card.of(Tone.WARN, "The chat did not accept the message").line(e.getMessage()).build());
    }
  }

  void carryOut(Command.OfDrill command) throws ProblemException {
    String id = command.drill();
    switch (command.what()) {
      case RUN -> {
        Drill unused = drills.run(id, actor, command.text());
      }
      case PICK ->
          responder.choose(
              BackupChoice.forDrill(
                  id,
                  desk.backups().newestFirst(),
                  LastTests.of(desk.engine()),
                  desk.clock().instant()));
      case SNOOZE -> {
        Drill unused = drills.snooze(id, actor);
      }
      case ISSUE -> {
        if (command.text().isEmpty()) {
          responder.ask(note(id, "drill-issue", "Issue found", "What was found?"));
        } else {
          Drill unused = drills.issue(id, command.text().get(), actor);
        }
      }
      case ACTION -> {
        if (command.text().isEmpty()) {
          responder.ask(note(id, "drill-action", "Action required", "What has to be done?"));
        } else {
          Drill unused = drills.action(id, command.text().get(), actor);
        }
      }
      case SIGN -> {
        Drill unused = drills.signOff(id, actor);
      }
    }
  }

  private static Form note(String id, String action, String title, String label) {
    return new Form(
        action,
        id,
        title,
        "Add",
        List.of("It is added to the record of drill " + id + ", with your name."),
        List.of(new Form.Input("text", label, "A sentence or two.", Form.Kind.TEXT, 500)),
        Card.of(Tone.WARN, "The dialog could not be opened")
            .line("Nothing was added. Press the button again.")
            .build());
  }

  /** The command of a drill's button, choice or form; empty for others. */
  static Optional<Command> pressed(String action, String value, Optional<String> text) {
    if (action.equals("drill-picked")) {
      String[] parts = value.split(" ", 2);
      return parts.length == 2
          ? Optional.of(
              new Command.OfDrill(Command.OfDrill.What.RUN, parts[0], Optional.of(parts[1])))
          : Optional.empty();
    }
    return Command.OfDrill.What.of(action).map(what -> new Command.OfDrill(what, value, text));
  }
}
