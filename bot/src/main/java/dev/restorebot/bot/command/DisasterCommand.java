package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.DisasterCards;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.Disasters;
import dev.restorebot.engine.disaster.Doubts;
import java.util.List;
import java.util.Optional;

/** {@code /restore disaster}: requests a disaster restore. */
final class DisasterCommand extends Subcommand {
  private static final String DATABASE = "database";

  /** At most 100 characters. */
  private static final String OVERRIDE =
      "If its last test FAILED or it is of another database: begin with \""
          + Doubts.IN_SPITE_OF
          + "\".";

  DisasterCommand() {
    super(
        "disaster",
        "[TARGET] [BACKUP] [DATABASE REASON]",
        "asks two on-call leads to approve replacing production's database with a backup",
        "disaster shop_db_2026-02-09_14-30-00.dump shop the volume is damaged",
        List.of(
            Parameter.target(),
            Parameter.backup("its name"),
            Parameter.of(DATABASE, "the name of the database that is replaced, typed out"),
            Parameter.reason()));
  }

  /**
   * Requests a disaster restore; a dialog asks for missing arguments.
   *
   * @param target the name of the target; the backup may be one too, as people type it first
   * @param database the name of the database that is replaced, typed out
   */
  record Disaster(
      Optional<String> target,
      Optional<String> backup,
      Optional<String> database,
      Optional<String> reason)
      implements Command {
    @Override
    public Access access() {
      return Access.TESTERS;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      session.withDisasters(
          disasters -> {
            Disaster wanted = withTarget(disasters.disasters());
            try {
              wanted.ask(disasters);
            } catch (ProblemException e) {
              session.suggest(
                  e,
                  wanted.backup.orElse(""),
                  other -> wanted.question().line(new DisasterCommand(), other));
            }
          });
    }

    /** Takes a first word that is the name of a target for the target. */
    private Disaster withTarget(DisasterTargets targets) {
      if (!question().beginsWithTarget(targets)) {
        return this;
      }
      List<String> words = reason.map(text -> List.of(text.split(" ", 2))).orElse(List.of());
      Optional<String> first = backup;
      Optional<String> second = database;
      Optional<String> third = words.stream().findFirst();
      return new Disaster(first, second, third, words.stream().skip(1).findFirst());
    }

    /** Asks for the target and the backup, where they were not typed. */
    private TargetQuestion question() {
      return new TargetQuestion(TargetPurpose.DISASTER, target, backup);
    }

    private void ask(DisasterSession disasters) throws ProblemException {
      CommandSession session = disasters.session();
      Optional<TargetQuestion.Answer> answer =
          question()
              .ask(
                  disasters,
                  (name, of) -> of.requireMayRequest(session.actor(), disasters.place()));
      if (answer.isEmpty()) {
        return;
      }
      Backup found = answer.get().backup();
      if (database.isEmpty() || reason.isEmpty()) {
        session
            .responder()
            .ask(
                form(
                    answer.get().shownTarget(),
                    found.name(),
                    found.displayName(),
                    session.lastTest(found)));
      } else {
        request(disasters, answer.get().disasters(), found);
      }
    }

    /** Requests it, in a thread of its own. */
    private void request(DisasterSession disasters, Disasters of, Backup found)
        throws ProblemException {
      CommandSession session = disasters.session();
      ChannelRef where = of.approvalChannel(disasters.place()).orElse(disasters.place());
      Optional<Origin> origin =
          session.begin(
              Origin.fresh(where.frontEnd(), where.channel()),
              DisasterCards.preflight(found.displayName(), session.actor().name()),
              ", so nothing was requested");
      if (origin.isEmpty()) {
        return;
      }
      try {
        var unused =
            of.request(
                found,
                database.orElseThrow(),
                reason.orElseThrow(),
                session.actor(),
                disasters.place(),
                origin.get().write(),
                Optional.empty());
      } catch (ProblemException | RuntimeException e) {
        Card card = DisasterCards.notAsked(found.displayName(), e);
        session.context().delivery().headline(origin.get(), () -> card, true);
        throw e;
      }
      if (!where.equals(disasters.place())) {
        session.answer(
            Card.of(Tone.INFO, "Requested: on-call leads approve it in " + where.frontEnd())
                .line("It is in the channel " + where.channel() + ", with its plan.")
                .build());
      }
    }
  }

  /** Records that somebody checked what only people can check. */
  record Checked(String job, String mark) implements Command {
    @Override
    public Access access() {
      return Access.EVERYBODY;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      session.withDisasters(
          disasters -> {
            if (!disasters.disasters().checked(job, mark, session.actor())) {
              session.answer(
                  Card.of(Tone.WARN, "That check does not belong to a finished disaster restore")
                      .line("Nothing was recorded. The checks in the settings may have changed.")
                      .build());
            }
          });
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new Disaster(Optional.empty(), arguments.at(0), arguments.at(1), arguments.rest(2));
  }

  @Override
  Optional<Command> pressed(Press press) {
    return switch (press.action()) {
      case DISASTER ->
          Optional.of(
              new Disaster(
                  TargetChoice.target(press.value()),
                  TargetChoice.backup(press.value()),
                  press.input(DATABASE),
                  press.input(DisasterForms.REASON)));
      case CHECKED ->
          press
              .part()
              .filter(mark -> mark.matches("[0-9a-f]{8}"))
              .map(mark -> new Checked(press.id(), mark));
      default -> Optional.empty();
    };
  }

  /**
   * Builds the dialog for the person who requests it.
   *
   * @param target the target's name; empty when there is only one
   * @param lastTest the verdict of its last test and when it was
   */
  static Form form(String target, String backup, String shown, String lastTest) {
    return new Form(
        Action.DISASTER,
        TargetChoice.value(target, backup),
        "Disaster restore",
        "Ask for approval",
        List.of(
            (target.isEmpty() ? "" : "Target: " + target + ". ")
                + "Backup: "
                + shown
                + ". Last test: "
                + lastTest
                + ".",
            "It replaces production's database. Everything written since the backup is lost."
                + " Nothing is changed until on-call leads approve. The plan is posted to the"
                + " channel first."),
        List.of(
            new Form.Input(
                DATABASE,
                "Name of the database to replace",
                "Type the full name.",
                Form.Kind.LINE,
                63),
            DisasterForms.reason("Why is it needed?", OVERRIDE)),
        DisasterForms.typed(
            "The database and the reason are missing",
            "disaster " + (target + " " + shown).strip() + " DATABASE the reason why"));
  }
}
