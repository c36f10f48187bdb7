package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.BreakGlass;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.Decision;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DeletedStorage;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.evidence.EvidenceEvents;
import dev.restorebot.engine.evidence.WrittenReport;
import dev.restorebot.engine.task.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Optional;

/** Runs one command of break-glass in the state of a bot that is not running. */
final class BreakGlassSession {
  private final RestoreBotCommand parent;

  BreakGlassSession(RestoreBotCommand parent) {
    this.parent = parent;
  }

  /** Does in the opened state what the command is for, and returns the exit code. */
  interface Step {
    int run(BreakGlass bot)
        throws ProblemException, IOException, InterruptedException, SettingsException;
  }

  /** Opens the state, runs the step and returns its exit code. */
  int with(Step step) throws SettingsException {
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

  /** Returns whether an earlier process left it at work: here nothing else drives it. */
  static boolean working(BreakGlass bot, String id) {
    return bot.disasters().find(id).filter(found -> found.state().working()).isPresent();
  }

  int resumeFirst(BreakGlass bot, String id) {
    parent.err().println("It was interrupted. Resume it first.");
    boolean unused = shown(bot, id, parent.err());
    return ExitCodes.USAGE;
  }

  int refused(BreakGlass bot, String id, Decision decision) {
    parent.err().println(decision.words());
    boolean unused = shown(bot, id, parent.err());
    return ExitCodes.USAGE;
  }

  /** Prints the state of the one of that id, or that there is none. */
  boolean shown(BreakGlass bot, String id, PrintStream out) {
    Optional<Disaster> found = bot.disasters().find(id);
    if (found.isEmpty()) {
      parent.err().println("There is no disaster restore " + id + ".");
      parent.err().println(parent.pasteable("List them: restore-bot disaster status"));
      return false;
    }
    shown(bot, found.get(), out);
    return true;
  }

  void shown(BreakGlass bot, Disaster disaster, PrintStream out) {
    DisasterStatus.lines(disaster, bot.disasters().request(disaster), Clock.systemUTC().instant())
        .forEach(line -> out.println(parent.pasteable(line)));
  }

  int ended(Disaster disaster) {
    Optional<DeletedStorage> deletion = disaster.observations().oldStorage();
    if (deletion.isPresent()) {
      next(disaster);
      return deletion.get().endedAt().isPresent() ? ExitCodes.PASSED : ExitCodes.CHECK_FAILED;
    }
    disaster
        .problem()
        .ifPresent(
            why -> {
              parent.err().println(why.message());
              parent.err().println("What to do: " + parent.pasteable(why.hint()));
            });
    next(disaster);
    return switch (disaster.state()) {
      case AWAITING_SERVICES, AWAITING_GO, DONE -> ExitCodes.PASSED;
      case ROLLED_BACK, CANCELLED ->
          disaster.problem().isEmpty() ? ExitCodes.PASSED : ExitCodes.CHECK_FAILED;
      default -> ExitCodes.CHECK_FAILED;
    };
  }

  private void next(Disaster disaster) {
    DisasterStatus.next(disaster, Optional.empty())
        .forEach(line -> parent.out().println(parent.pasteable(line)));
  }

  /** Prints each state once, with notes and troubles. */
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
