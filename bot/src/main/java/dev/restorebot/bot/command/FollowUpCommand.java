package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.state.Actor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /restore rollback} and {@code /restore delete-old}: requests after a disaster restore. */
final class FollowUpCommand extends Subcommand {
  private final Kind kind;

  FollowUpCommand(Kind kind) {
    super(
        kind.word,
        "JOB [REASON]",
        kind.summary,
        kind.word + " " + kind.example,
        List.of(Parameter.job().mandatory(), Parameter.reason()));
    this.kind = kind;
  }

  /** The requests. */
  enum Kind {
    ROLLBACK(
        "rollback",
        "asks two on-call leads to approve rolling back a disaster restore",
        "k3m9x2 the backup is too old",
        "rollback",
        "Roll back %s",
        "Production's database gets its previous data back. What was written since the disaster"
            + " restore is not in it; it stays beside it. Nothing is changed until on-call leads"
            + " approve.",
        Action.ROLLBACK) {
      @Override
      Command command(String job, Optional<String> reason) {
        return new Rollback(job, reason);
      }

      @Override
      void request(DisasterTargets all, String id, String reason, Actor by, ChannelRef place)
          throws ProblemException {
        var unused = all.requestRollback(id, reason, by, place, Optional.empty());
      }
    },
    DELETE_OLD(
        "delete-old",
        "asks two on-call leads to approve deleting the storage that a disaster restore left",
        "k3m9x2 the restored data is right",
        "deletion",
        "Delete what is left",
        "What the disaster restore left is deleted: the data from before it with its safety copy,"
            + " which ends the way back; after a rollback the restored data. Nothing is deleted"
            + " until on-call leads approve.",
        Action.DELETE_OLD) {
      @Override
      Command command(String job, Optional<String> reason) {
        return new DeleteOld(job, reason);
      }

      @Override
      void request(DisasterTargets all, String id, String reason, Actor by, ChannelRef place)
          throws ProblemException {
        var unused = all.requestDeletion(id, reason, by, place, Optional.empty());
      }
    };

    private final String word;
    private final String summary;
    private final String example;
    private final String noun;
    private final String title;
    private final String explanation;
    private final Action action;

    Kind(
        String word,
        String summary,
        String example,
        String noun,
        String title,
        String explanation,
        Action action) {
      this.word = word;
      this.summary = summary;
      this.example = example;
      this.noun = noun;
      this.title = title;
      this.explanation = explanation;
      this.action = action;
    }

    abstract Command command(String job, Optional<String> reason);

    abstract void request(DisasterTargets all, String id, String reason, Actor by, ChannelRef place)
        throws ProblemException;
  }

  /** Requests it; a dialog asks for a missing reason. */
  interface FollowUp extends Command {
    Kind kind();

    String job();

    Optional<String> reason();

    @Override
    default Access access() {
      return Access.TESTERS;
    }

    @Override
    default void run(CommandSession session) throws ProblemException {
      session.withDisasters(
          disasters -> {
            Kind kind = kind();
            String id = job().toLowerCase(Locale.ROOT);
            Optional<Card> elsewhere = disasters.elsewhere(id, kind.noun, kind.word);
            if (elsewhere.isPresent()) {
              session.answer(elsewhere.get());
              return;
            }
            disasters.disasters().requireMayRequest(id, session.actor(), disasters.place());
            if (reason().isEmpty()) {
              session.responder().ask(form(kind, id));
              return;
            }
            kind.request(
                disasters.disasters(), id, reason().get(), session.actor(), disasters.place());
          });
    }
  }

  /** A request for a rollback, by its name in the audit log. */
  record Rollback(String job, Optional<String> reason) implements FollowUp {
    @Override
    public Kind kind() {
      return Kind.ROLLBACK;
    }
  }

  /** A request for the deletion of the old storage, by its name in the audit log. */
  record DeleteOld(String job, Optional<String> reason) implements FollowUp {
    @Override
    public Kind kind() {
      return Kind.DELETE_OLD;
    }
  }

  @Override
  Command read(Arguments arguments) {
    return kind.command(arguments.first(), arguments.rest(1));
  }

  @Override
  Optional<Command> pressed(Press press) {
    return press.on(kind.action).map(job -> kind.command(job, press.input(DisasterForms.REASON)));
  }

  /** Builds the dialog for the person who requests it. */
  static Form form(Kind kind, String job) {
    return new Form(
        kind.action,
        job,
        kind.title.replace("%s", job),
        "Ask for approval",
        List.of(kind.explanation),
        List.of(DisasterForms.reason("Why?")),
        DisasterForms.typed("The reason is missing", kind.word + " " + job + " the reason why"));
  }
}
