package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.disaster.Doubts;
import dev.restorebot.engine.disaster.HandWork;
import dev.restorebot.engine.state.Actor;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot disaster}. */
@Command(
    name = "disaster",
    description = {
      "Disaster restores of production. In the chat: /restore disaster.",
      "status, request, approve, resume, go and the others are for when no chat works."
    },
    subcommands = DisasterPlanCommand.class)
final class DisasterCommand {
  @ParentCommand private RestoreBotCommand parent;

  RestoreBotCommand parent() {
    return parent;
  }

  @Command(
      name = "request",
      description = {
        "Break-glass, for when no chat works: requests a disaster restore. The bot must not be"
            + " running. Then two other enrolled leads approve, each with a code.",
      })
  int request(
      @Parameters(paramLabel = "FILE", description = BackupArgument.HELP_OR_LATEST) Path file,
      @Mixin Who who,
      @Option(
              names = "--database",
              required = true,
              description = "The name of the database, to confirm.")
          String database,
      @Mixin Reason reason,
      @Option(
              names = "--in-spite-of",
              paramLabel = "WHAT",
              description =
                  "Request it although its last test failed, or it is of another database: what"
                      + " you override. Name the other database.")
          String inSpiteOf,
      @Mixin TargetOption target)
      throws SettingsException {
    String why =
        inSpiteOf == null
            ? reason.words
            : Doubts.IN_SPITE_OF + " " + inSpiteOf + ": " + reason.words;
    return requests().request(target, file, who, database, why);
  }

  @Command(
      name = "approve",
      description = "Break-glass: approves a request; the last approval starts the restore.")
  int approve(@Mixin RequestId id, @Mixin Who who) throws SettingsException {
    return decisions().approve(id.id, who);
  }

  @Command(name = "deny", description = "Break-glass: denies a request.")
  int deny(@Mixin RequestId id, @Mixin Who who, @Mixin Reason reason) throws SettingsException {
    return decisions().deny(id.id, who, reason.words);
  }

  @Command(
      name = "cancel",
      description =
          "Break-glass: withdraws a request, of the chat too, by its requester or a lead.")
  int cancel(@Mixin RequestId id, @Mixin Who who) throws SettingsException {
    return decisions().cancel(id.id, who);
  }

  @Command(
      name = "status",
      description = {
        "Prints the state of one disaster restore, or of all that are open and the newest: since"
            + " when, for whom it waits, and the next command. The bot must not be running; with"
            + " it, type /restore status in the chat.",
      })
  int status(
      @Parameters(paramLabel = "ID", arity = "0..1", description = "The id of the request.")
          String id,
      @Mixin JsonOption json)
      throws SettingsException {
    return new BreakGlassStatus(parent).print(Optional.ofNullable(id), json.wanted());
  }

  @Command(
      name = "resume",
      description = {
        "Break-glass: continues a disaster restore that was interrupted, such as by a crash, from"
            + " its stored state. Needs no code: it was approved.",
      })
  int resume(@Mixin RequestId id) throws SettingsException {
    return decisions().resume(id.id);
  }

  @Command(name = "go", description = "Break-glass: swaps the restored volume in.")
  int go(@Mixin RequestId id, @Mixin Who who) throws SettingsException {
    return decisions().go(id.id, who);
  }

  @Command(
      name = "look",
      description =
          "Break-glass: prints a command that reads the restored database, before the swap.")
  int look(@Mixin RequestId id, @Mixin Who who) throws SettingsException {
    return decisions().look(id.id, who);
  }

  @Command(
      name = "keep",
      description = "Break-glass: keeps the restored data although a check failed.")
  int keep(@Mixin RequestId id, @Mixin Who who) throws SettingsException {
    return decisions().keep(id.id, who);
  }

  @Command(
      name = "start-held",
      description = "Break-glass: starts the services that were held back after the swap.")
  int startHeld(@Mixin RequestId id, @Mixin Who who) throws SettingsException {
    return decisions().startHeld(id.id, who);
  }

  @Command(
      name = "services-stopped",
      description = "Break-glass: confirms that people have stopped the services by hand.")
  int servicesStopped(@Mixin RequestId id, @Mixin Who who) throws SettingsException {
    return decisions().confirm(id.id, who, HandWork.Task.STOP);
  }

  @Command(
      name = "services-started",
      description = "Break-glass: confirms that people have started the services by hand.")
  int servicesStarted(@Mixin RequestId id, @Mixin Who who) throws SettingsException {
    return decisions().confirm(id.id, who, HandWork.Task.START);
  }

  @Command(
      name = "abandon",
      description = "Break-glass: undoes everything, before the swap or after a check that failed.")
  int abandon(@Mixin RequestId id, @Mixin Who who) throws SettingsException {
    return decisions().abandon(id.id, who);
  }

  @Command(name = "rollback", description = "Break-glass: requests a rollback to the old volume.")
  int rollback(@Mixin RequestId id, @Mixin Who who, @Mixin Reason reason) throws SettingsException {
    return requests().rollback(id.id, who, reason.words);
  }

  @Command(
      name = "delete-old",
      description =
          "Break-glass: requests the deletion of the old volume and its safety copy, which ends the"
              + " way back; after a rollback, of the restored volume.")
  int deleteOld(@Mixin RequestId id, @Mixin Who who, @Mixin Reason reason)
      throws SettingsException {
    return requests().deleteOld(id.id, who, reason.words);
  }

  private BreakGlassRequests requests() {
    return new BreakGlassRequests(parent);
  }

  private BreakGlassDecisions decisions() {
    return new BreakGlassDecisions(parent);
  }

  /** The request that a command is about. */
  static final class RequestId {
    @Parameters(paramLabel = "ID", description = "The id of the request.")
    private String id;
  }

  /** The reason that a request or a denial needs. */
  static final class Reason {
    @Option(names = "--reason", required = true, description = "The reason, for the audit log.")
    private String words;
  }

  /** The person at the terminal and their code. */
  static final class Who {
    @Option(
        names = "--as",
        required = true,
        paramLabel = "ACTOR",
        description = "Your name, as enrolled with `restore-bot totp enroll ACTOR`.")
    private String actor;

    @Option(
        names = "--code",
        required = true,
        interactive = true,
        arity = "0..1",
        paramLabel = "CODE",
        description =
            "The code of your authenticator app. Without a value, you are prompted for it.")
    private String code;

    String actor() {
      return actor;
    }

    String code() {
      return code;
    }

    Actor asActor() {
      return new Actor(actor, actor);
    }

    SecondFactorCode secondFactor() {
      return new SecondFactorCode(code);
    }
  }
}
