package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.LastTests;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.Drills;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code /restore drill}: runs a drill, and everything that the buttons of a drill do. */
final class DrillCommand extends Subcommand {
  private static final String TEXT = "text";

  DrillCommand() {
    super(
        "drill",
        "[DATABASE] [KIND]",
        "runs a drill now: a test restore or a rehearsal with a record that a lead signs off",
        "drill shop",
        List.of(
            Parameter.of("database", "its name"),
            Parameter.of("kind", "what it runs, when there are both")
                .choices(Arrays.stream(DrillKind.values()).map(DrillKind::word).toList())));
  }

  /** Runs a drill now. A kind alone is taken as one where no database has that name. */
  record Drill(Optional<String> database, Optional<DrillKind> kind) implements Command {
    @Override
    public Access access() {
      return Access.TESTERS;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      String channel = session.context().chat().name() + ":" + session.channel();
      Drills drills = session.context().allDrills();
      Optional<DrillKind> alone =
          database
              .filter(word -> kind.isEmpty() && !drills.databases().contains(word))
              .flatMap(DrillCommand::kind);
      var unused =
          drills.run(
              alone.isPresent() ? Optional.empty() : database,
              alone.or(() -> kind),
              session.actor(),
              channel);
    }
  }

  /** The action on a drill. */
  enum What {
    RUN(Action.DRILL_RUN),
    PICK(Action.DRILL_PICK),
    SNOOZE(Action.DRILL_SNOOZE),
    ISSUE(Action.DRILL_ISSUE),
    ACTION(Action.DRILL_ACTION),
    SIGN(Action.DRILL_SIGN);

    private final Action action;

    What(Action action) {
      this.action = action;
    }
  }

  /**
   * Does something with one drill.
   *
   * @param text a backup's name, or what is added to the record; a dialog asks for it when it is
   *     missing
   */
  record OfDrill(What what, String drill, Optional<String> text) implements Command {
    @Override
    public Access access() {
      return Access.TESTERS;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      Drills drills = session.context().allDrills();
      switch (what) {
        case RUN -> {
          var unused = drills.run(drill, session.actor(), text);
        }
        case PICK -> pick(session);
        case SNOOZE -> {
          var unused = drills.snooze(drill, session.actor());
        }
        case ISSUE -> {
          if (text.isEmpty()) {
            session.responder().ask(note("Issue found", "What was found?"));
          } else {
            var unused = drills.issue(drill, text.get(), session.actor());
          }
        }
        case ACTION -> {
          if (text.isEmpty()) {
            session.responder().ask(note("Action required", "What has to be done?"));
          } else {
            var unused = drills.action(drill, text.get(), session.actor());
          }
        }
        case SIGN -> {
          var unused = drills.signOff(drill, session.actor());
        }
      }
    }

    private void pick(CommandSession session) throws ProblemException {
      CommandContext context = session.context();
      session
          .responder()
          .choose(
              BackupChoice.forDrill(
                  drill,
                  context.backups().newestFirst(),
                  LastTests.of(context.engine()),
                  context.clock().instant()));
    }

    private Form note(String title, String label) {
      return new Form(
          what.action,
          drill,
          title,
          "Add",
          List.of("It is added to the record of drill " + drill + ", with your name."),
          List.of(new Form.Input(TEXT, label, "A sentence or two.", Form.Kind.TEXT, 500)),
          Card.of(Tone.WARN, "The dialog could not be opened")
              .line("Nothing was added. Press the button again.")
              .build());
    }
  }

  private static Optional<DrillKind> kind(String word) {
    return Arrays.stream(DrillKind.values())
        .filter(each -> each.word().equalsIgnoreCase(word))
        .findFirst();
  }

  @Override
  Command read(Arguments arguments) {
    Optional<DrillKind> kind = arguments.at(1).flatMap(DrillCommand::kind);
    return arguments.size() > 1 && kind.isEmpty()
        ? wrong("The kinds of drills are `test` and `rehearsal`.")
        : new Drill(arguments.at(0), kind);
  }

  @Override
  Optional<Command> pressed(Press press) {
    if (press.action() == Action.DRILL_PICKED) {
      return press.part().map(backup -> new OfDrill(What.RUN, press.id(), Optional.of(backup)));
    }
    return Arrays.stream(What.values())
        .filter(what -> what.action == press.action())
        .<Command>map(what -> new OfDrill(what, press.value(), press.input(TEXT)))
        .findFirst();
  }
}
