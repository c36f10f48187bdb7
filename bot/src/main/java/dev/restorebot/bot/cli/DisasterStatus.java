package dev.restorebot.bot.cli;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says how a disaster restore stands, and which command is next, on the command line. */
final class DisasterStatus {
  private static final String WHO = " --as NAME --code";

  private DisasterStatus() {}

  /** Returns its state, since when it is in it, and what is next. */
  static List<String> lines(Disaster disaster, Optional<ApprovalRequest> request, Instant now) {
    List<String> out = new ArrayList<>();
    out.add(
        disaster.id()
            + ": "
            + disaster.state().name().replace('_', ' ')
            + " since "
            + disaster.changedAt().truncatedTo(ChronoUnit.SECONDS)
            + " ("
            + Durations.text(Duration.between(disaster.changedAt(), now))
            + "), "
            + disaster.plan().backup().name()
            + " to "
            + disaster.target()
            + ", requested by "
            + disaster.requestedBy().name());
    disaster
        .problem()
        .ifPresent(
            why -> {
              out.add("  " + why.message());
              out.add("  What to do: " + why.hint());
            });
    disaster
        .progress()
        .lost()
        .map(lost -> lost.problem(disaster))
        .ifPresent(
            why -> {
              out.add("  " + why.message());
              out.add("  What to do: " + why.hint().replace("\n", "\n  "));
            });
    next(disaster, request).forEach(line -> out.add("  " + line));
    return out;
  }

  /**
   * Returns whom it waits for, and the next command.
   *
   * @param request its newest request; without it, that is not said
   */
  static List<String> next(Disaster disaster, Optional<ApprovalRequest> request) {
    if (disaster.state().working()) {
      return List.of(
          "Interrupted: the process that ran it has ended. To continue, run: "
              + command("resume", disaster));
    }
    return switch (disaster.state()) {
      case AWAITING_APPROVAL -> waiting(disaster, request, "the restore");
      case AWAITING_GO -> awaitingGo(disaster);
      case AWAITING_KEEP -> awaitingKeep(disaster);
      case DONE -> done(disaster, request);
      case FAILED -> failed(disaster, request);
      default -> List.of();
    };
  }

  private static List<String> waiting(
      Disaster disaster, Optional<ApprovalRequest> request, String what) {
    if (request.filter(each -> each.state() == ApprovalState.APPROVED).isPresent()) {
      return List.of(
          "Approved, but "
              + what
              + " has not begun. To begin it, run: "
              + command("resume", disaster));
    }
    return request
        .filter(each -> each.state() == ApprovalState.PENDING)
        .map(
            each ->
                List.of(
                    "Waiting until "
                        + each.approveBy().truncatedTo(ChronoUnit.SECONDS)
                        + " for "
                        + each.missing()
                        + " of "
                        + each.needed()
                        + " approvals of "
                        + what
                        + ". To approve, run: "
                        + command("approve", disaster)
                        + WHO))
        .orElse(List.of());
  }

  private static List<String> awaitingGo(Disaster disaster) {
    List<String> out = new ArrayList<>();
    if (disaster.plan().options().swap() == PlanOptions.Swap.MANUAL) {
      out.add("Restored and verified. Swap it in with these commands:");
      disaster.plan().swapByHand().lines().forEach(out::add);
      out.add("When that is done, run: " + command("go", disaster) + WHO);
    } else {
      out.add("Restored and verified. To swap it in, run: " + command("go", disaster) + WHO);
    }
    out.add("To undo, run: " + command("abandon", disaster) + WHO);
    return out;
  }

  private static List<String> awaitingKeep(Disaster disaster) {
    List<String> out = new ArrayList<>();
    out.add(
        "A check failed; the restored data is in use. To keep it, run: "
            + command("keep", disaster)
            + WHO);
    out.add(
        disaster.plan().target().hasWayBack()
            ? "To roll back, run: " + command("abandon", disaster) + WHO
            : noWayBack(disaster));
    return out;
  }

  private static List<String> failed(Disaster disaster, Optional<ApprovalRequest> request) {
    if (!disaster.progress().swapBegan()) {
      return List.of();
    }
    if (!disaster.plan().target().hasWayBack()) {
      return List.of(noWayBack(disaster));
    }
    List<String> out = new ArrayList<>(waiting(disaster, request, "the rollback"));
    if (out.isEmpty()) {
      out.add("To request the rollback again, run: " + rollback(disaster));
    }
    return out;
  }

  private static String noWayBack(Disaster disaster) {
    Target target = disaster.plan().target();
    return "There is no rollback: the old "
        + target.volume().noun()
        + " "
        + target.volume().name()
        + " was gone before the restore.";
  }

  private static String rollback(Disaster disaster) {
    return command("rollback", disaster) + " --as NAME --reason WHY --code";
  }

  private static List<String> done(Disaster disaster, Optional<ApprovalRequest> request) {
    DisasterPlan plan = disaster.plan();
    List<String> out = new ArrayList<>(waiting(disaster, request, "the rollback"));
    if (!disaster.progress().held().isEmpty()) {
      out.add(
          "Held back: "
              + String.join(", ", disaster.progress().held())
              + ". When people have checked the data, run"
              + (request.filter(each -> each.binding().kind().equals("rollback")).isPresent()
                  ? " in the project's folder: docker compose start "
                      + String.join(" ", disaster.progress().held())
                  : ": " + command("start-held", disaster) + WHO));
    }
    if (plan.target().hasWayBack()) {
      out.add(
          "The old "
              + plan.target().volume().noun()
              + " is kept: "
              + plan.oldStorage()
              + (plan.target().volume().isDatabase()
                  ? ". The restored one is called "
                  : ". The database is on ")
              + plan.newStorage()
              + ".");
      out.add("To roll back, run: " + rollback(disaster));
    } else {
      out.add("The database is on " + plan.newVolume() + ". " + noWayBack(disaster));
    }
    if (plan.target().volume().isDatabase()) {
      return out;
    }
    out.add(
        "Commit these lines to the project's own files, then delete " + plan.overrideFile() + ":");
    plan.toCommit().lines().forEach(line -> out.add("  " + line));
    return out;
  }

  private static String command(String what, Disaster disaster) {
    return "restore-bot disaster " + what + " " + disaster.id();
  }
}
