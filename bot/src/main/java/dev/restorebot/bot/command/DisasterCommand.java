package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.DisasterCards;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
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
        "[BACKUP] [DATABASE REASON]",
        "asks two on-call leads to approve replacing production's database with a backup",
        "disaster zenops_db_2026-02-09_14-30-00.dump zenops the volume is damaged",
        List.of(
            Parameter.backup("its name"),
            Parameter.of(DATABASE, "the name of the database that is replaced, typed out"),
            Parameter.reason()));
  }

  /**
   * Requests a disaster restore; a dialog asks for missing arguments.
   *
   * @param database the name of the database that is replaced, typed out
   */
  record Disaster(Optional<String> backup, Optional<String> database, Optional<String> reason)
      implements Command {
    @Override
    public Access access() {
      return Access.TESTERS;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      session.withDisasters(
          disasters -> {
            disasters.disasters().requireMayRequest(session.actor(), disasters.place());
            if (backup.isEmpty()) {
              session.offer(BackupChoice::forDisaster);
              return;
            }
            Backup found = session.backup(backup.get());
            if (database.isEmpty() || reason.isEmpty()) {
              session
                  .responder()
                  .ask(form(found.name(), found.displayName(), session.lastTest(found)));
            } else {
              request(disasters, found);
            }
          });
    }

    /** Requests it, in a thread of its own. */
    private void request(DisasterSession disasters, Backup found) throws ProblemException {
      CommandSession session = disasters.session();
      ChannelRef where = disasters.approvalPlace();
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
            disasters
                .disasters()
                .request(
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
    return new Disaster(arguments.at(0), arguments.at(1), arguments.rest(2));
  }

  @Override
  Optional<Command> pressed(Press press) {
    return switch (press.action()) {
      case DISASTER ->
          Optional.of(
              new Disaster(
                  Optional.of(press.value()),
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
   * @param lastTest the verdict of its last test and when it was
   */
  static Form form(String backup, String shown, String lastTest) {
    return new Form(
        Action.DISASTER,
        backup,
        "Disaster restore",
        "Ask for approval",
        List.of(
            "Backup: " + shown + ". Last test: " + lastTest + ".",
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
            "disaster " + shown + " DATABASE the reason why"));
  }
}
