package dev.restorebot.bot.cli;

import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.BreakGlass;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.Decision;
import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.evidence.EvidenceEvents;
import dev.restorebot.engine.evidence.WrittenReport;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Runs {@code restore-bot disaster request|approve|…}, for when no chat works. */
final class BreakGlassCommands {
  private final RestoreBotCommand parent;

  BreakGlassCommands(RestoreBotCommand parent) {
    this.parent = parent;
  }

  int request(
      TargetOption target, Path file, String actor, String code, String database, String reason)
      throws SettingsException {
    Settings settings = parent.settingsWithoutChats();
    Optional<String> fault = target.fault(settings);
    if (fault.isPresent()) {
      parent.err().println(fault.get());
      return ExitCodes.USAGE;
    }
    String name = target.name(settings);
    return with(
        bot -> {
          Backup backup = DisasterCommand.backup(bot.backups(), file);
          EngineFactory.targetBackups(settings).requireOf(name, backup);
          Disaster asked =
              bot.disasters()
                  .of(name)
                  .orElseThrow()
                  .request(
                      backup,
                      database,
                      reason,
                      new Actor(actor, actor),
                      ChannelRef.COMMAND_LINE,
                      origin(settings, name),
                      Optional.of(new SecondFactorCode(code)));
          asked.plan().lines(Clock.systemUTC().instant()).forEach(parent.out()::println);
          parent.out().println();
          parent
              .out()
              .println(
                  "Requested. Two other enrolled leads must now run: restore-bot disaster approve "
                      + asked.id());
          if (channel(settings, name).isPresent()) {
            parent
                .out()
                .println(
                    "Or start the bot: then it asks the on-call leads in the approval channel.");
          }
          return ExitCodes.PASSED;
        });
  }

  /** The thread that the bot reports it in, when it is started again. */
  private static String origin(Settings settings, String target) {
    return channel(settings, target)
        .map(channel -> channel.split(":", 2))
        .map(parts -> Origin.fresh(parts[0], parts[1]).write())
        .orElse("cli\n-\n-");
  }

  private static Optional<String> channel(Settings settings, String target) {
    return settings
        .disasters()
        .get(target)
        .approvalChannel()
        .or(() -> settings.approval().channel());
  }

  int cancel(String id, String actor, String code) throws SettingsException {
    return with(bot -> told(bot.disasters().cancel(id, bot.vote(id, actor, code))));
  }

  int approve(String id, String actor, String code) throws SettingsException {
    return with(
        bot -> {
          DisasterState before = state(bot, id);
          Decision decision = bot.disasters().approve(id, bot.vote(id, actor, code));
          boolean begins =
              decision.accepted()
                  && decision
                      .request()
                      .map(ApprovalRequest::state)
                      .equals(Optional.of(ApprovalState.APPROVED));
          return begins ? ended(bot.await(id, before)) : told(decision);
        });
  }

  int deny(String id, String actor, String code, String reason) throws SettingsException {
    return with(bot -> told(bot.disasters().deny(id, bot.vote(id, actor, code), reason)));
  }

  int go(String id, String actor, String code) throws SettingsException {
    return decided(id, actor, code, DisasterTargets::go);
  }

  int abandon(String id, String actor, String code) throws SettingsException {
    return decided(id, actor, code, DisasterTargets::abandon);
  }

  int keep(String id, String actor, String code) throws SettingsException {
    return decided(id, actor, code, DisasterTargets::keep);
  }

  int startHeld(String id, String actor, String code) throws SettingsException {
    return with(bot -> told(bot.disasters().startHeld(id, bot.vote(id, actor, code))));
  }

  private int decided(String id, String actor, String code, Decided decided)
      throws SettingsException {
    return with(
        bot -> {
          DisasterState now = state(bot, id);
          DisasterState before = now.awaitsLead() ? now : DisasterState.AWAITING_GO;
          Decision decision = decided.decide(bot.disasters(), id, bot.vote(id, actor, code));
          return decision.accepted() ? ended(bot.await(id, before)) : told(decision);
        });
  }

  private interface Decided {
    Decision decide(DisasterTargets disasters, String id, Vote vote);
  }

  int rollback(String id, String actor, String code, String reason) throws SettingsException {
    return with(
        bot -> {
          Disaster asked =
              bot.disasters()
                  .requestRollback(
                      id,
                      reason,
                      new Actor(actor, actor),
                      ChannelRef.COMMAND_LINE,
                      Optional.of(new SecondFactorCode(code)));
          parent
              .out()
              .println(
                  "Requested. Two other enrolled leads must now run: restore-bot disaster approve "
                      + asked.id());
          return ExitCodes.PASSED;
        });
  }

  private int with(Step step) throws SettingsException {
    parent.quietLog();
    Settings settings = parent.settingsWithoutChats();
    if (settings.disasters().isEmpty()) {
      parent
          .err()
          .println("disaster.project is not set. Set it to the Compose project with the database.");
      return ExitCodes.USAGE;
    }
    parent.keepTemporaryFiles(settings);
    try (BreakGlass bot =
        new BreakGlass(
            settings,
            new Printer(parent.out()),
            new Reports(parent.out(), parent.err()),
            Clock.systemUTC())) {
      return step.run(bot);
    } catch (ProblemException e) {
      new ResultPrinter(parent.err()).problem(e.problem());
      return ExitCodes.of(e.problem());
    } catch (IOException e) {
      parent.err().println(e.getMessage());
      return ExitCodes.USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCodes.COULD_NOT_VERIFY;
    }
  }

  private static DisasterState state(BreakGlass bot, String id) {
    return bot.disasters().find(id).map(Disaster::state).orElse(DisasterState.CANCELLED);
  }

  private int told(Decision decision) {
    (decision.accepted() ? parent.out() : parent.err()).println(decision.words());
    return decision.accepted() ? ExitCodes.PASSED : ExitCodes.USAGE;
  }

  private int ended(Disaster disaster) {
    if (disaster.state() == DisasterState.AWAITING_GO) {
      parent
          .out()
          .println(
              "Restored and verified. To swap it in, run: restore-bot disaster go "
                  + disaster.id()
                  + ". To undo, run: restore-bot disaster abandon "
                  + disaster.id());
    }
    if (disaster.state() == DisasterState.AWAITING_KEEP) {
      parent
          .out()
          .println(
              "A check failed; the restored data is in use. To keep it, run: restore-bot disaster"
                  + " keep "
                  + disaster.id()
                  + ". To roll back, run: restore-bot disaster abandon "
                  + disaster.id());
    }
    if (disaster.state() == DisasterState.DONE && !disaster.progress().held().isEmpty()) {
      parent
          .out()
          .println(
              "Held back: "
                  + String.join(", ", disaster.progress().held())
                  + ". When people have checked the data, run: restore-bot disaster start-held "
                  + disaster.id());
    }
    disaster
        .problem()
        .ifPresent(
            why -> {
              parent.err().println(why.message());
              parent.err().println("What to do: " + why.hint());
            });
    boolean good =
        disaster.state() == DisasterState.AWAITING_GO || disaster.state() == DisasterState.DONE;
    boolean asWanted = disaster.problem().isEmpty();
    return good || asWanted ? ExitCodes.PASSED : ExitCodes.CHECK_FAILED;
  }

  private interface Step {
    int run(BreakGlass bot)
        throws ProblemException, IOException, InterruptedException, SettingsException;
  }

  /** Says each state once, and what there is to say. */
  private record Printer(PrintStream out) implements DisasterEvents {
    @Override
    public void changed(Disaster disaster, Optional<ApprovalRequest> request) {
      out.println(disaster.state().name().replace('_', ' '));
    }

    @Override
    public void stands(Disaster disaster, Optional<ApprovalRequest> request) {}

    @Override
    public void progress(Disaster disaster, Progress progress) {}

    @Override
    public void note(Disaster disaster, String words) {
      out.println(words);
    }

    @Override
    public void reminder(Disaster disaster, String words, boolean escalate) {
      out.println(words);
    }

    @Override
    public void trouble(Disaster disaster, String words) {
      out.println(words);
    }
  }

  /** Prints where a report was written, or why it was not. */
  private record Reports(PrintStream out, PrintStream err) implements EvidenceEvents {
    @Override
    public void written(String origin, WrittenReport written) {
      out.println("Report: " + written.folder());
    }

    @Override
    public void failed(String origin, String id, String why) {
      err.println("The report of " + id + " was not written: " + why + ".");
    }
  }
}
