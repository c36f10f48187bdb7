package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.LoginCards;
import dev.restorebot.bot.cards.LoginCards.SessionsEnd;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /restore connect}: gives a person a read-only login to a sandbox. */
final class ConnectCommand extends Subcommand {
  private static final Logger log = LoggerFactory.getLogger(ConnectCommand.class);

  ConnectCommand() {
    super(
        "connect",
        "JOB",
        "gives you a read-only login to a restored database",
        "connect k3m9x2",
        List.of(Parameter.job().mandatory()),
        "login",
        "psql");
  }

  /** Gives a login; only who asked sees the answer. */
  record Connect(String job) implements Command {
    @Override
    public Access access() {
      return Access.TESTERS;
    }

    @Override
    public void run(CommandSession session) {
      String id = job.toLowerCase(Locale.ROOT);
      boolean disaster =
          session.disasters().filter(all -> all.disasters().find(id).isPresent()).isPresent();
      if (disaster || session.rehearsal(id).isPresent()) {
        session.answer(
            Card.of(
                    Tone.WARN,
                    "Only the sandbox of a test restore can be connected to; "
                        + id
                        + " is a "
                        + (disaster ? "disaster restore" : "rehearsal"))
                .line("`/restore status` lists the tests with a sandbox.")
                .build());
        return;
      }
      session.withJob(id, found -> connect(session, found));
    }

    private static void connect(CommandSession session, Job found) {
      CommandContext context = session.context();
      Instant now = context.clock().instant();
      try {
        session.answer(
            context
                .engine()
                .connect(found.id(), session.actor())
                .map(login -> LoginCards.login(found.title(), login, SessionsEnd.AT_ONCE, now))
                .orElseGet(
                    () -> LoginCards.noSandbox(context.engine().job(found.id()).orElse(found))));
      } catch (ProblemException e) {
        log.info("no login to job {}: {}", found.id(), e.getMessage());
        session.answer(e.problem());
      }
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new Connect(arguments.first());
  }

  @Override
  Optional<Command> pressed(Press press) {
    return press.on(Action.CONNECT).map(Connect::new);
  }
}
