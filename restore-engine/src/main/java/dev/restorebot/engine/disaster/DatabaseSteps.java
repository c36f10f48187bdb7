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
    return List.of(
        Step.of(
            DisasterState.SWAPPING,
            "Let no new connection into " + database + ", and end those that are there.",
            "Let connections in again.",
            commands.stop(),
            run -> run.tools().swap().stopDatabase(plan)),
        Step.of(
                DisasterState.SWAPPING,
                "Swap, in one transaction: rename "
                    + database
                    + " to "
                    + plan.oldStorage()
                    + " and "
                    + plan.newVolume()
                    + " to "
                    + database
                    + ", with the grants, settings, comment and connection limit that "
                    + database
                    + " has now. Then let connections in. The old database stays as it is.",
                "Rename both back in one transaction; what was written since the swap stays in "
                    + plan.newVolume()
                    + ".",
                commands.swap(),
                DisasterRun::swapIn)
            .preparedBy(DisasterRun::recordOverride)
            .undoneBy(DisasterRun::swapBack));
  }
}
