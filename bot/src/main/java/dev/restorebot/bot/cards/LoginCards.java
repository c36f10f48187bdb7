package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.login.SandboxLogin;
import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds the messages about read-only logins to sandboxes. Pure. */
public final class LoginCards {
  /** Says what ends open sessions. */
  public enum SessionsEnd {
    /** A bot that runs. */
    AT_ONCE("then"),
    /** The next bot, or the end of the sandbox. */
    WITH_BOT("when the sandbox is removed, or the bot starts"),
    /** The end of the sandbox alone. */
    WITH_SANDBOX("when the sandbox is removed");

    private final String text;

    SessionsEnd(String text) {
      this.text = text;
    }
  }

  private LoginCards() {}

  /**
   * A login, with its password, for the person who has it and for nobody else.
   *
   * @param title what was restored
   * @param now when it was asked for
   */
  public static Card login(String title, SandboxLogin login, SessionsEnd sessions, Instant now) {
    OptionalInt published =
        sessions == SessionsEnd.AT_ONCE ? login.settings().publishedPort() : OptionalInt.empty();
    Card.Builder card =
        Card.of(Tone.GOOD, "Your read-only login to " + title)
            .line(
                "It works until "
                    + Humane.time(login.until())
                    + " (in "
                    + Durations.minutes(Duration.between(now, login.until()))
                    + "). Open sessions end "
                    + sessions.text
                    + ".")
            .line("It reads every row, which may be personal data. It can change no data.")
            .line("Password: `" + login.password().value() + "`");
    how(card, login, published);
    return card.line("The password is shown only once. If you ask again, you get a new one.")
        .field("Host", published.isPresent() ? login.machine() : login.sandbox().host())
        .field("Port", String.valueOf(published.orElse(login.sandbox().port())))
        .field("Database", login.sandbox().database())
        .field("User", login.role())
        .build();
  }

  private static void how(Card.Builder card, SandboxLogin login, OptionalInt published) {
    Optional<String> inside = login.psqlInside();
    String noPsql =
        inside.isPresent()
            ? " No psql on restore-bot's machine? Run the `docker exec` command there."
            : "";
    if (published.isPresent()) {
      card.line("Run the first command on your own machine and enter the password.")
          .line("Or, on restore-bot's machine, run the second command." + noPsql)
          .field("TLS", "required (sslmode=require)")
          .code(login.psqlFromElsewhere().orElseThrow())
          .code(login.psql());
    } else {
      card.line(
              "1. On your own machine, run the `ssh` command. It prints nothing; leave it open."
                  + " (Skip this on restore-bot's machine.)")
          .line("2. In a second terminal, run the `psql` command and enter the password." + noPsql)
          .code(login.tunnel())
          .code(login.psql());
    }
    inside.ifPresent(card::code);
  }

  /** Tells a job's thread who got a login. */
  static Card given(JobEvent event) {
    return Card.of(Tone.INFO, "Read-only login given")
        .line(
            event.by().name()
                + " got a read-only login to the restored database, "
                + event.detail()
                + ".")
        .build();
  }

  /** A job whose sandbox is gone, or does not stand yet. */
  public static Card noSandbox(Job job) {
    boolean ended = job.state().ended();
    Card.Builder card =
        Card.of(Tone.WARN, "Job " + job.id() + " has no running sandbox")
            .line(
                ended
                    ? "It was already removed. Test the backup again to inspect it."
                    : "The test is not finished. Run the command again after the test has"
                        + " finished.");
    return ended
        ? card.button(Button.of(Action.TEST, job.backup(), "Test again")).build()
        : card.build();
  }
}
