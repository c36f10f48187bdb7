package dev.restorebot.engine.disaster;

import dev.restorebot.engine.task.Cancellation;
import java.util.ArrayList;
import java.util.List;

/** The steps of a swap by the override file of a Compose project. */
final class VolumeSteps {
  private final DisasterPlan plan;
  private final Target target;
  private final String database;
  private final String noun;
  private final RunbookSwap swapping;

  VolumeSteps(DisasterPlan plan) {
    this.plan = plan;
    this.target = plan.target();
    this.database = target.server().service();
    this.noun = target.volume().noun();
    this.swapping = new RunbookSwap(plan);
  }

  /** From the stop of the database to its start on the restored storage. */
  List<Step> swap() {
    List<Step> steps = new ArrayList<>();
    steps.add(
        Step.of(
            DisasterState.SWAPPING,
            "Stop " + database + ".",
            "Start it again on the old " + noun + ".",
            swapping.stopDatabase(),
            run -> run.tools().swap().stopDatabase(plan)));
    plan.safetyVolume()
        .ifPresent(
            copy ->
                steps.add(
                    Step.of(
                        DisasterState.SWAPPING,
                        "Copy the old " + noun + " " + target.volume().name() + " to " + copy + ".",
                        "Remove the copy.",
                        swapping.safetyCopy(copy),
                        run -> run.tools().volumes().safetyCopy(plan, Cancellation.none()))));
    steps.add(
        Step.of(
                DisasterState.SWAPPING,
                "Swap: write "
                    + plan.overrideFile()
                    + ", which names the new "
                    + noun
                    + ", recreate "
                    + database
                    + " and check which "
                    + noun
                    + " is mounted. "
                    + (target.hasWayBack()
                        ? "The old " + noun + " " + target.volume().name() + " stays as it is."
                        : "There is no old " + noun + " any more.")
                    + plan.newUploadsVolume().map(this::swapOfUploads).orElse(""),
                Steps.undo(
                    target,
                    "Put the file back as it was and recreate "
                        + String.join(", ", plan.recreatedServices())
                        + " on the old "
                        + noun
                        + "; what was written since the swap stays on the new"
                        + " one."),
                swapping.swap(),
                DisasterRun::swapIn)
            .preparedBy(DisasterRun::recordOverride)
            .undoneBy(DisasterRun::swapBack));
    return steps;
  }

  private String swapOfUploads(String volume) {
    return " The same file names "
        + volume
        + " for the uploads; "
        + String.join(", ", plan.uploadsServices())
        + " are recreated with it. The old volume "
        + target.uploads().orElseThrow().name()
        + " stays as it is too.";
  }
}
