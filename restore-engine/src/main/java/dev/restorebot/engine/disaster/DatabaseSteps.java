package dev.restorebot.engine.disaster;

import java.util.List;

/** The steps of a swap by renaming. */
final class DatabaseSteps {
  private final DisasterPlan plan;
  private final String database;
  private final DatabaseCommands commands;

  DatabaseSteps(DisasterPlan plan) {
    this.plan = plan;
    this.database = plan.target().database();
    this.commands = new DatabaseCommands(plan);
  }

  /** From the closing of the databases to the renaming. */
  List<Step> swap() {
    boolean there = plan.target().hasWayBack();
    return List.of(
        Step.of(
            DisasterState.SWAPPING,
            "Let no new connection into "
                + (there ? database : plan.newVolume())
                + ", and end those that are there.",
            "Let connections in again.",
            commands.stop(),
            run -> run.tools().swap().stopDatabase(plan)),
        Step.of(
                DisasterState.SWAPPING,
                there ? renaming() : naming(),
                Steps.undo(
                    plan.target(),
                    "Rename both back in one transaction; what was written since the swap stays in "
                        + plan.newVolume()
                        + "."),
                commands.swap(),
                DisasterRun::swapIn)
            .preparedBy(DisasterRun::recordOverride)
            .undoneBy(DisasterRun::swapBack));
  }

  private String renaming() {
    return "Swap, in one transaction: rename "
        + database
        + " to "
        + plan.oldStorage()
        + " and "
        + plan.newVolume()
        + " to "
        + database
        + ", with the grants, settings, comment and connection limit that "
        + database
        + " has now. Then let connections in. The old database stays as it is.";
  }

  private String naming() {
    return "Swap, in one transaction: rename "
        + plan.newVolume()
        + " to "
        + database
        + ", with the grants, settings, comment and connection limit that the dropped database had,"
        + " as far as restore-bot remembers them. Then let connections in.";
  }
}
