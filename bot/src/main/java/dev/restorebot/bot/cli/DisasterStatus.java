package dev.restorebot.bot.cli;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.disaster.DeletedStorage;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.HandWork;
import dev.restorebot.engine.disaster.LeftStorage;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.contents.ContentsText;
import dev.restorebot.engine.disaster.contents.WrittenRows;
import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Says how a disaster restore stands, and which command is next, on the command line. */
final class DisasterStatus {
  private static final String WHO = " --as NAME --code";
  private static final int DIFFERENCES = 10;

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

  /** The state of a disaster restore for a program; docs/command-line.md describes it. */
  record Facts(
      String id,
      String state,
      String since,
      String target,
      String backup,
      String requestedBy,
      List<String> next) {}

  /**
   * Returns its state for a program.
   *
   * @param commands writes out the commands in a text
   */
  static Facts facts(
      Disaster disaster, Optional<ApprovalRequest> request, UnaryOperator<String> commands) {
    return new Facts(
        disaster.id(),
        disaster.state().name(),
        disaster.changedAt().toString(),
        disaster.target(),
        disaster.plan().backup().name(),
        disaster.requestedBy().name(),
        next(disaster, request).stream().map(commands).toList());
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
      case AWAITING_SERVICES -> awaitingServices(disaster);
      case AWAITING_GO -> awaitingGo(disaster);
      case AWAITING_KEEP -> awaitingKeep(disaster);
      case DONE -> done(disaster, request);
      case FAILED -> failed(disaster, request);
      case ROLLED_BACK -> rolledBack(disaster, request);
      default -> leftToPeople(disaster);
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

  private static List<String> awaitingServices(Disaster disaster) {
    List<String> out = new ArrayList<>();
    disaster
        .progress()
        .handWork()
        .ifPresent(
            work -> {
              out.add(work.words());
              out.add(
                  "When that is done, run: "
                      + command("services-" + work.task().participle(), disaster)
                      + WHO);
              if (disaster.progress().swapBegan() && !disaster.hasWayBack()) {
                out.add(noWayBack(disaster));
              } else if (work.then() != DisasterState.ROLLING_BACK) {
                out.add("To undo, run: " + command("abandon", disaster) + WHO);
              }
            });
    return out;
  }

  /** Names the services that people must start by hand after the end. */
  private static List<String> leftToPeople(Disaster disaster) {
    return disaster.progress().handWork().filter(HandWork::isLeftToPeople).stream()
        .map(
            work ->
                "Start by hand what was stopped for the restore: "
                    + String.join(", ", work.services())
                    + ".")
        .toList();
  }

  /**
   * Returns what a rollback leaves behind, by table, and which volume keeps it; nothing before one
   * was requested.
   */
  static List<String> leftBehind(Disaster disaster) {
    Optional<WrittenRows> written =
        disaster.observations().written().filter(any -> disaster.progress().swapBegan());
    if (written.isEmpty()) {
      return List.of();
    }
    List<String> out = new ArrayList<>();
    List<String> lines = written.get().lines();
    out.add(
        "Written since "
            + written.get().since().truncatedTo(ChronoUnit.SECONDS)
            + ", and left behind on "
            + disaster.plan().newVolume()
            + (LeftStorage.isDeleted(disaster, disaster.plan().newVolume()) ? " (deleted)" : "")
            + " by a rollback: "
            + lines.get(0));
    lines.stream().skip(1).forEach(out::add);
    return out;
  }

  private static List<String> awaitingGo(Disaster disaster) {
    List<String> out = new ArrayList<>();
    disaster
        .observations()
        .comparison()
        .ifPresent(found -> out.addAll(ContentsText.largest(found, DIFFERENCES)));
    if (disaster.plan().options().swap() == PlanOptions.Swap.MANUAL) {
      out.add("Restored and verified. Swap it in with these commands:");
      disaster.plan().swapByHand().lines().forEach(out::add);
      out.add("When that is done, run: " + command("go", disaster) + WHO);
    } else {
      out.add("Restored and verified. To swap it in, run: " + command("go", disaster) + WHO);
    }
    out.add("To look at the restored database first, run: " + command("look", disaster) + WHO);
    out.add("To undo, run: " + command("abandon", disaster) + WHO);
    return out;
  }

  private static List<String> awaitingKeep(Disaster disaster) {
    List<String> out = new ArrayList<>();
    out.add(
        "A check failed; the restored data is in use. To keep it, run: "
            + command("keep", disaster)
            + WHO);
    if (disaster.plan().target().hasWayBack()) {
      out.addAll(leftBehind(disaster));
      out.add("To roll back, run: " + command("abandon", disaster) + WHO);
    } else {
      out.add(noWayBack(disaster));
    }
    return out;
  }

  private static List<String> failed(Disaster disaster, Optional<ApprovalRequest> request) {
    if (!disaster.progress().swapBegan()) {
      return List.of();
    }
    if (!disaster.plan().target().hasWayBack()) {
      return List.of(noWayBack(disaster));
    }
    List<String> out = new ArrayList<>(leftBehind(disaster));
    List<String> waiting = waiting(disaster, request, "the rollback");
    out.addAll(waiting);
    if (waiting.isEmpty()) {
      out.add("To request the rollback again, run: " + rollback(disaster));
    }
    return out;
  }

  private static List<String> rolledBack(Disaster disaster, Optional<ApprovalRequest> request) {
    List<String> out = new ArrayList<>(leftBehind(disaster));
    if (disaster.observations().oldStorage().filter(each -> each.endedAt().isEmpty()).isPresent()) {
      out.add(
          "The restored data is not completely deleted yet; to continue, run: "
              + command("resume", disaster));
    } else if (!LeftStorage.of(disaster).isEmpty()) {
      List<String> waiting = waiting(disaster, request, "the deletion of the restored data");
      if (waiting.isEmpty()) {
        out.add(
            "The restored data is kept: "
                + kept(disaster)
                + ". To delete it, run: "
                + delete(disaster));
      } else {
        out.add(deletion(disaster));
        out.addAll(waiting);
      }
    }
    out.addAll(leftToPeople(disaster));
    return out;
  }

  private static String delete(Disaster disaster) {
    return command("delete-old", disaster) + " --as NAME --reason WHY --code";
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
    List<String> out = new ArrayList<>();
    boolean deletion = request.filter(each -> each.binding().kind().equals("deletion")).isPresent();
    List<String> waiting =
        waiting(disaster, request, deletion ? "the deletion of the old storage" : "the rollback");
    if (!waiting.isEmpty()) {
      out.addAll(deletion ? List.of(deletion(disaster)) : leftBehind(disaster));
      out.addAll(waiting);
    }
    if (!disaster.progress().held().isEmpty()) {
      out.add(
          "Held back: "
              + String.join(", ", disaster.progress().held())
              + ". When people have checked the data, "
              + (request
                      .filter(
                          each -> List.of("rollback", "deletion").contains(each.binding().kind()))
                      .isPresent()
                  ? disaster.plan().startByHand(disaster.progress().held()).replace("`", "")
                  : startHeld(disaster)));
    }
    Optional<DeletedStorage> deleted = disaster.observations().oldStorage();
    if (disaster.hasWayBack()) {
      out.add(
          "The old "
              + plan.target().volume().noun()
              + " is kept: "
              + kept(disaster)
              + ". "
              + serving(plan)
              + ".");
      out.add("To roll back, run: " + rollback(disaster));
      out.add(
          "To delete the old "
              + plan.target().volume().noun()
              + " when nobody will go back, run: "
              + delete(disaster));
    } else if (deleted.isPresent()) {
      out.add(
          serving(plan)
              + ". There is no rollback: "
              + String.join(", ", deleted.get().names())
              + deleted
                  .get()
                  .endedAt()
                  .map(at -> " was deleted at " + at.truncatedTo(ChronoUnit.SECONDS))
                  .orElse(
                      " is not completely deleted yet; to continue, run: "
                          + command("resume", disaster))
              + ".");
    } else if (!disaster.observations().gone().isEmpty()) {
      out.add(
          serving(plan)
              + ". There is no rollback: "
              + String.join(", ", disaster.observations().gone())
              + " was deleted by hand.");
    } else {
      out.add(serving(plan) + ". " + noWayBack(disaster));
    }
    out.add(
        disaster
            .observations()
            .freshBackup()
            .map(fresh -> "The first backup since the swap is " + fresh.name() + ".")
            .orElse(
                "No backup of the restored database has been seen yet. Take one now, with the"
                    + " usual backup script."));
    if (!plan.toCommit().isEmpty() && !disaster.observations().committed()) {
      out.add(
          "Commit these lines to the project's own files, then delete "
              + plan.overrideFile()
              + ":");
      plan.toCommit().lines().forEach(line -> out.add("  " + line));
    }
    return out;
  }

  private static String serving(DisasterPlan plan) {
    return plan.target().kind().inUse() + plan.newStorage();
  }

  private static String startHeld(Disaster disaster) {
    return (disaster.plan().options().services().byHand()
            ? "start them by hand. Then run: "
            : "run: ")
        + command("start-held", disaster)
        + WHO;
  }

  private static String kept(Disaster disaster) {
    return LeftStorage.text(disaster, Instant.now());
  }

  /** Says what a deletion deletes, and what ends with it. */
  static String deletion(Disaster disaster) {
    return "The deletion is of "
        + kept(disaster)
        + (LeftStorage.isWayBack(disaster)
            ? ". THE WAY BACK ENDS WITH IT: this restore can no longer be rolled back."
            : ". What only the restored data has is lost.");
  }

  private static String command(String what, Disaster disaster) {
    return "restore-bot disaster " + what + " " + disaster.id();
  }
}
