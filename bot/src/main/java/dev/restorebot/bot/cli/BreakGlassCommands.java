package dev.restorebot.bot.cli;

import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.BreakGlass;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.Decision;
import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.HandWork;
import dev.restorebot.engine.evidence.EvidenceEvents;
import dev.restorebot.engine.evidence.WrittenReport;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.text.Counts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Runs {@code restore-bot disaster request|approve|…}, for when no chat works. */
final class BreakGlassCommands {
  private static final int SHOWN = 10;

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
          Backup backup = DisasterCommand.backup(settings, bot.backups(), name, file);
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
          requested(bot, asked);
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

  int status(Optional<String> id, boolean json) throws SettingsException {
    return with(
        bot -> {
          if (json) {
            return statusJson(bot, id);
          }
          if (id.isPresent()) {
            return shown(bot, id.get(), parent.out()) ? ExitCodes.PASSED : ExitCodes.USAGE;
          }
          List<Disaster> newest = bot.disasters().recent(SHOWN);
          if (newest.isEmpty()) {
            parent.out().println("There was no disaster restore.");
          }
          newest.forEach(each -> shown(bot, each, parent.out()));
          return ExitCodes.PASSED;
        });
  }

  private int statusJson(BreakGlass bot, Optional<String> id) {
    List<Disaster> found =
        id.map(one -> bot.disasters().find(one).stream().toList())
            .orElseGet(() -> bot.disasters().recent(SHOWN));
    parent
        .answers()
        .json(
            found.stream()
                .map(
                    each ->
                        DisasterStatus.facts(
                            each, bot.disasters().request(each), parent::pasteable))
                .toList());
    return id.isPresent() && found.isEmpty() ? ExitCodes.USAGE : ExitCodes.PASSED;
  }

  int resume(String id) throws SettingsException {
    return with(
        bot -> {
          if (bot.disasters().resume(id)) {
            return ended(bot.await(id));
          }
          parent.err().println("There is nothing to resume.");
          boolean unused = shown(bot, id, parent.err());
          return ExitCodes.USAGE;
        });
  }

  int cancel(String id, String actor, String code) throws SettingsException {
    return with(
        bot -> {
          boolean working = working(bot, id);
          Decision decision = bot.disasters().cancel(id, bot.vote(id, actor, code));
          if (!decision.accepted()) {
            return refused(bot, id, decision);
          }
          if (working) {
            // It undoes what the earlier process did.
            boolean unused = bot.disasters().resume(id);
          }
          parent.out().println(decision.words());
          return ended(bot.await(id));
        });
  }

  int approve(String id, String actor, String code) throws SettingsException {
    return with(
        bot -> {
          if (working(bot, id)) {
            return resumeFirst(bot, id);
          }
          Decision decision = bot.disasters().approve(id, bot.vote(id, actor, code));
          if (!decision.accepted()) {
            return refused(bot, id, decision);
          }
          return decision.approved() ? ended(bot.await(id)) : told(decision);
        });
  }

  int deny(String id, String actor, String code, String reason) throws SettingsException {
    return with(
        bot -> {
          Decision decision = bot.disasters().deny(id, bot.vote(id, actor, code), reason);
          return decision.accepted() ? told(decision) : refused(bot, id, decision);
        });
  }

  int go(String id, String actor, String code) throws SettingsException {
    return decided(id, actor, code, DisasterTargets::go);
  }

  int abandon(String id, String actor, String code) throws SettingsException {
    return decided(id, actor, code, DisasterTargets::abandon);
  }

  int look(String id, String actor, String code) throws SettingsException {
    return decided(id, actor, code, DisasterTargets::look);
  }

  int keep(String id, String actor, String code) throws SettingsException {
    return decided(id, actor, code, DisasterTargets::keep);
  }

  int confirm(String id, String actor, String code, HandWork.Task task) throws SettingsException {
    return decided(id, actor, code, (all, what, vote) -> all.confirm(what, vote, task));
  }

  int startHeld(String id, String actor, String code) throws SettingsException {
    return with(
        bot -> {
          Decision decision = bot.disasters().startHeld(id, bot.vote(id, actor, code));
          return decision.accepted() ? ended(bot.await(id)) : refused(bot, id, decision);
        });
  }

  private int decided(String id, String actor, String code, Decided decided)
      throws SettingsException {
    return with(
        bot -> {
          if (working(bot, id)) {
            return resumeFirst(bot, id);
          }
          if (bot.disasters().find(id).filter(each -> !each.state().awaitsLead()).isPresent()) {
            parent.err().println("It does not wait for a lead's decision.");
            boolean unused = shown(bot, id, parent.err());
            return ExitCodes.USAGE;
          }
          Decision decision = decided.decide(bot.disasters(), id, bot.vote(id, actor, code));
          return decision.accepted() ? ended(bot.await(id)) : refused(bot, id, decision);
        });
  }

  private interface Decided {
    Decision decide(DisasterTargets disasters, String id, Vote vote);
  }

  int rollback(String id, String actor, String code, String reason) throws SettingsException {
    return with(
        bot -> {
          if (working(bot, id)) {
            return resumeFirst(bot, id);
          }
          Disaster asked =
              bot.disasters()
                  .requestRollback(
                      id,
                      reason,
                      new Actor(actor, actor),
                      ChannelRef.COMMAND_LINE,
                      Optional.of(new SecondFactorCode(code)));
          DisasterStatus.leftBehind(asked).forEach(parent.out()::println);
          requested(bot, asked);
          return ExitCodes.PASSED;
        });
  }

  int deleteOld(String id, String actor, String code, String reason) throws SettingsException {
    return with(
        bot -> {
          Disaster asked =
              bot.disasters()
                  .requestDeletion(
                      id,
                      reason,
                      new Actor(actor, actor),
                      ChannelRef.COMMAND_LINE,
                      Optional.of(new SecondFactorCode(code)));
          parent.out().println(DisasterStatus.deletion(asked));
          requested(bot, asked);
          return ExitCodes.PASSED;
        });
  }

  private int with(Step step) throws SettingsException {
    parent.quietLog();
    Settings settings = parent.settingsWithoutChats();
    if (settings.disasters().isEmpty()) {
      parent.err().println(TargetOption.NONE);
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
      parent.results(parent.err()).problem(e.problem());
      return ExitCodes.of(e.problem());
    } catch (IOException e) {
      parent.err().println(e.getMessage());
      return ExitCodes.USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCodes.COULD_NOT_VERIFY;
    }
  }

  /** An earlier process left it at work: here nothing else drives it. */
  private static boolean working(BreakGlass bot, String id) {
    return bot.disasters().find(id).filter(found -> found.state().working()).isPresent();
  }

  private int resumeFirst(BreakGlass bot, String id) {
    parent.err().println("It was interrupted. Resume it first.");
    boolean unused = shown(bot, id, parent.err());
    return ExitCodes.USAGE;
  }

  /** Prints who must approve it, and how. */
  private void requested(BreakGlass bot, Disaster asked) {
    int needed = bot.disasters().request(asked).map(ApprovalRequest::needed).orElse(1);
    parent
        .out()
        .println(
            "Requested. "
                + Counts.of(needed, "other enrolled lead")
                + " must now run: "
                + parent.pasteable("restore-bot disaster approve " + asked.id())
                + " --as NAME --code");
  }

  private int told(Decision decision) {
    parent.out().println(decision.words());
    return ExitCodes.PASSED;
  }

  private int refused(BreakGlass bot, String id, Decision decision) {
    parent.err().println(decision.words());
    boolean unused = shown(bot, id, parent.err());
    return ExitCodes.USAGE;
  }

  /** Prints the state of the one of that id, or that there is none. */
  private boolean shown(BreakGlass bot, String id, PrintStream out) {
    Optional<Disaster> found = bot.disasters().find(id);
    if (found.isEmpty()) {
      parent.err().println("There is no disaster restore " + id + ".");
      parent.err().println(parent.pasteable("List them: restore-bot disaster status"));
      return false;
    }
    shown(bot, found.get(), out);
    return true;
  }

  private void shown(BreakGlass bot, Disaster disaster, PrintStream out) {
    DisasterStatus.lines(disaster, bot.disasters().request(disaster), Clock.systemUTC().instant())
        .forEach(line -> out.println(parent.pasteable(line)));
  }

  private int ended(Disaster disaster) {
    disaster
        .problem()
        .ifPresent(
            why -> {
              parent.err().println(why.message());
              parent.err().println("What to do: " + parent.pasteable(why.hint()));
            });
    DisasterStatus.next(disaster, Optional.empty())
        .forEach(line -> parent.out().println(parent.pasteable(line)));
    return switch (disaster.state()) {
      case AWAITING_SERVICES, AWAITING_GO, DONE -> ExitCodes.PASSED;
      case ROLLED_BACK, CANCELLED ->
          disaster.problem().isEmpty() ? ExitCodes.PASSED : ExitCodes.CHECK_FAILED;
      default -> ExitCodes.CHECK_FAILED;
    };
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
