package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Records that a service is on another volume than a disaster restore or its rollback left it on:
 * somebody recreated its container.
 *
 * @param service the service
 * @param volume the volume that its container really has; empty for none
 * @param since when that was noticed
 */
public record LostSwap(String service, String volume, Instant since) {
  /** Lines of a hint that are indented so far are text to copy. */
  private static final int CODE = 4;

  /** Explains what it means for that disaster restore, and what to do. */
  public Problem problem(Disaster disaster) {
    DisasterPlan plan = disaster.plan();
    String wanted = expected(disaster, service);
    if (plan.target().volume().isDatabase()) {
      return ofDatabase(disaster);
    }
    String mounted = volume.isEmpty() ? "no volume of Docker" : DataVolume.called(volume);
    return new Problem(
        ProblemCode.SWAP_FAILED,
        service
            + " of "
            + plan.target().project().name()
            + " is on "
            + mounted
            + " since "
            + since.truncatedTo(ChronoUnit.SECONDS)
            + ", not on "
            + wanted
            + ", "
            + cause(disaster)
            + ". Somebody recreated its container. What is written now goes to the wrong place;"
            + " what was written before is on "
            + wanted
            + ".",
        hint(plan, plan.newVolumes().contains(wanted), wanted));
  }

  private static String cause(Disaster disaster) {
    return switch (disaster.state()) {
      case DONE -> "which the disaster restore " + disaster.id() + " swapped in";
      case FAILED -> "on which the failed rollback of " + disaster.id() + " left it";
      default -> "which the rollback of " + disaster.id() + " brought back";
    };
  }

  private Problem ofDatabase(Disaster disaster) {
    DisasterPlan plan = disaster.plan();
    String database = plan.target().database();
    String now =
        volume.isEmpty()
            ? "There is no database " + database + " on " + service
            : "The database "
                + database
                + " on "
                + service
                + " is "
                + (volume.equals(plan.target().volume().name())
                    ? "the old one"
                    : volume.equals(plan.newVolume()) ? "the restored one" : "another one");
    return new Problem(
        ProblemCode.SWAP_FAILED,
        now
            + " since "
            + since.truncatedTo(ChronoUnit.SECONDS)
            + ", not the one "
            + switch (disaster.state()) {
              case DONE -> "that the disaster restore " + disaster.id() + " swapped in";
              case FAILED -> "that the failed rollback of " + disaster.id() + " left in use";
              default -> "that the rollback of " + disaster.id() + " brought back";
            }
            + ". Somebody renamed, dropped or replaced it. What is written now goes to the wrong"
            + " place.",
        "Find the right one (SELECT oid, datname FROM pg_database) and rename it to "
            + database
            + ": ALTER DATABASE \"…\" RENAME TO \""
            + database
            + "\"");
  }

  private String hint(DisasterPlan plan, boolean swappedIn, String wanted) {
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

  /** The volume that a service has to have after that swap or rollback. */
  static String expected(Disaster disaster, String service) {
    DisasterPlan plan = disaster.plan();
    boolean done = disaster.state() == DisasterState.DONE;
    if (service.equals(plan.target().server().service())) {
      return disaster
          .progress()
          .leftOn()
          .filter(any -> disaster.stuck())
          .orElse(done ? plan.newVolume() : plan.target().volume().name());
    }
    return done
        ? plan.newUploadsVolume().orElseThrow()
        : plan.target().uploads().orElseThrow().name();
  }
}
