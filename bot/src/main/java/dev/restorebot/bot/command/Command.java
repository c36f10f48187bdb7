package dev.restorebot.bot.command;

import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.verify.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A command that was parsed but not carried out yet.
 *
 * <p>{@link #accept} is the switch over the kinds: the compiler finds the place that forgot one.
 */
public sealed interface Command {
  /** Hands this command to the method for its kind. */
  <T> T accept(Handler<T> handler);

  /** Returns true if it starts, stops or extends anything; false if it only reads. */
  default boolean acts() {
    return false;
  }

  /**
   * Restore a backup into a sandbox and verify it.
   *
   * @param backup its name; without one, ask which
   * @param level how thoroughly; without one as the settings say
   */
  record Test(Optional<String> backup, Optional<Level> level) implements Command {
    /** At the level of the settings. */
    public Test(Optional<String> backup) {
      this(backup, Optional.empty());
    }

    @Override
    public boolean acts() {
      return true;
    }

    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.test(this);
    }
  }

  /** List the backups, or check the best practices. */
  record Backups(Wish what) implements Command {
    /** The action on the list of backups. */
    public enum Wish {
      LIST,
      REFRESH,
      CHECK;

      /** The one of that word. */
      static Optional<Wish> of(String word) {
        return Arrays.stream(values())
            .filter(each -> each.name().equalsIgnoreCase(word))
            .findFirst();
      }
    }

    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.backups(this);
    }
  }

  /** Say what is inside a backup, without restoring it. */
  record Inspect(String backup) implements Command {
    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.inspect(this);
    }
  }

  /** Show the state of a job; without an ID, the newest jobs. */
  record Status(Optional<String> job) implements Command {
    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.status(this);
    }
  }

  /** End a job. */
  record Cancel(String job) implements Command {
    @Override
    public boolean acts() {
      return true;
    }

    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.cancel(this);
    }
  }

  /**
   * Remove a sandbox.
   *
   * @param job whose sandbox; empty for all of them, which somebody has to have written out
   */
  record Cleanup(Optional<String> job) implements Command {
    @Override
    public boolean acts() {
      return true;
    }

    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.cleanup(this);
    }
  }

  /**
   * Keep a sandbox longer.
   *
   * @param by how much longer, more than nothing
   */
  record Extend(String job, Duration by) implements Command {
    @Override
    public boolean acts() {
      return true;
    }

    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.extend(this);
    }
  }

  /**
   * Request a disaster restore; a dialog asks for missing arguments.
   *
   * @param database the name of the database that is replaced, typed out
   */
  record Disaster(Optional<String> backup, Optional<String> database, Optional<String> reason)
      implements Command {
    @Override
    public boolean acts() {
      return true;
    }

    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.disaster(this);
    }
  }

  /**
   * Decide about a request for a disaster restore, or about the swap.
   *
   * @param seal of the request, from the button; empty when it was typed
   * @param code of an authenticator app
   */
  record Decide(Decision decision, String job, String seal, Optional<SecondFactorCode> code)
      implements Command {
    /** The decision. */
    public enum Decision {
      APPROVE,
      GO,
      ABANDON;

      /** As buttons and the audit log have it. */
      public String word() {
        return name().toLowerCase(Locale.ROOT);
      }

      /** The one of that word. */
      public static Optional<Decision> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
      }
    }

    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.decide(this);
    }
  }

  /**
   * End a request for a disaster restore.
   *
   * @param seal of the request, from the button; empty when it was typed
   * @param reason why; a dialog asks for it when it is missing
   */
  record Deny(String job, String seal, Optional<String> reason) implements Command {
    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.deny(this);
    }
  }

  /** Request a rollback of a disaster restore; a dialog asks for a missing reason. */
  record Rollback(String job, Optional<String> reason) implements Command {
    @Override
    public boolean acts() {
      return true;
    }

    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.rollback(this);
    }
  }

  /** Record that somebody checked what only people can check. */
  record Checked(String job, String mark) implements Command {
    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.checked(this);
    }
  }

  /** Run a drill now. */
  record Drill(Optional<String> database) implements Command {
    @Override
    public boolean acts() {
      return true;
    }

    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.drill(this);
    }
  }

  /** Show the last drills and tests. */
  record History(Optional<String> database) implements Command {
    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.history(this);
    }
  }

  /**
   * Do something with one drill.
   *
   * @param text a backup's name, or what is added to the record; a dialog asks for it when it is
   *     missing
   */
  record OfDrill(What what, String drill, Optional<String> text) implements Command {
    /** The action on a drill. */
    public enum What {
      RUN,
      PICK,
      SNOOZE,
      ISSUE,
      ACTION,
      SIGN;

      /** The action of a button. */
      public static Optional<What> of(String action) {
        return Arrays.stream(values())
            .filter(each -> action.equals("drill-" + each.name().toLowerCase(Locale.ROOT)))
            .findFirst();
      }
    }

    @Override
    public boolean acts() {
      return true;
    }

    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.ofDrill(this);
    }
  }

  /** List the commands. */
  record Help() implements Command {
    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.help(this);
    }
  }

  /**
   * The text could not be parsed, and nothing was started.
   *
   * @param message what is wrong with it, and what was probably meant
   * @param helpLine the line of the help that fits
   */
  record UsageError(String message, String helpLine) implements Command {
    @Override
    public <T> T accept(Handler<T> handler) {
      return handler.usageError(this);
    }
  }

  /** One method for each kind of command. */
  interface Handler<T> {
    T test(Test command);

    T backups(Backups command);

    T inspect(Inspect command);

    T status(Status command);

    T cancel(Cancel command);

    T cleanup(Cleanup command);

    T extend(Extend command);

    T disaster(Disaster command);

    T decide(Decide command);

    T deny(Deny command);

    T rollback(Rollback command);

    T checked(Checked command);

    T drill(Drill command);

    T history(History command);

    T ofDrill(OfDrill command);

    T help(Help command);

    T usageError(UsageError error);
  }
}
