package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Explains that a service of a Compose project has another volume than it was left on. */
final class LostVolume {
  /** Lines of a hint that are indented so far are text to copy. */
  private static final int CODE = 4;

  private LostVolume() {}

  /** Says what the service has instead. */
  static String words(Disaster disaster, LostSwap lost) {
    if (lost.volume().isEmpty()) {
      return lost.service() + " has had no volume of Docker";
    }
    return (lost.volume().equals(disaster.plan().target().volume().name()) ? "the old " : "the ")
        + (DataVolume.isFolder(lost.volume()) ? "folder " : "volume ")
        + lost.volume()
        + " has been in use";
  }

  static Problem problem(Disaster disaster, LostSwap lost) {
    DisasterPlan plan = disaster.plan();
    String wanted = LostSwap.expected(disaster, lost.service());
    String mounted =
        lost.volume().isEmpty() ? "no volume of Docker" : DataVolume.called(lost.volume());
    return new Problem(
        ProblemCode.SWAP_FAILED,
        lost.service()
            + " of "
            + plan.target().project().name()
            + " is on "
            + mounted
            + " since "
            + lost.since().truncatedTo(ChronoUnit.SECONDS)
            + ", not on "
            + wanted
            + ", "
            + cause(disaster)
            + ". Somebody recreated its container. What is written now goes to the wrong place;"
            + " what was written before is on "
            + wanted
            + ".",
        hint(plan, lost.service(), plan.newVolumes().contains(wanted), wanted));
  }

  private static String cause(Disaster disaster) {
    return switch (disaster.state()) {
      case DONE -> "which the disaster restore " + disaster.id() + " swapped in";
      case FAILED -> "on which the failed rollback of " + disaster.id() + " left it";
      default -> "which the rollback of " + disaster.id() + " brought back";
    };
  }

  private static String hint(DisasterPlan plan, String service, boolean swappedIn, String wanted) {
    Path override = plan.overrideFile();
    boolean there = Files.exists(override);
    ComposeProject project = plan.target().project();
    String command =
        project.shell(
            there ? List.of(override) : List.of(),
            "up",
            "--detach",
            "--no-deps",
            "--force-recreate",
            service);
    if (!swappedIn) {
      return "Make the project's files name " + wanted + " again, then run: " + command;
    }
    return there
        ? "Run: "
            + command
            + "\nName "
            + override
            + " as the last -f of every deployment, or commit its lines to the project's own files."
        : "The override file "
            + override
            + " is gone. Put the lines below into the project's own files, then run: "
            + command
            + "\n"
            + plan.toCommit().indent(CODE);
  }
}
