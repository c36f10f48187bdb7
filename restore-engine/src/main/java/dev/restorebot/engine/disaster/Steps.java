package dev.restorebot.engine.disaster;

import java.util.ArrayList;
import java.util.List;

/** Lists the steps of a plan, in their order. */
final class Steps {
  private final DisasterPlan plan;
  private final Target target;
  private final RunbookCommands commands;

  private Steps(DisasterPlan plan) {
    this.plan = plan;
    this.target = plan.target();
    this.commands = new RunbookCommands(plan);
  }

  /** The steps of this plan. Undone, they are undone from the last to the first. */
  static List<Step> of(DisasterPlan plan) {
    return new Steps(plan).all();
  }

  private List<Step> all() {
    List<Step> steps = new ArrayList<>();
    steps.add(prepare());
    steps.addAll(stopServices(PlanOptions.Stop.BEFORE_RESTORE));
    steps.addAll(newVolumes());
    List<Step> swap = new ArrayList<>(stopServices(PlanOptions.Stop.BEFORE_SWAP));
    swap.addAll(swap());
    switch (plan.options().swap()) {
      case ASK -> {
        steps.add(decision(DisasterState.AWAITING_GO, "Wait for a lead's go or no-go."));
        steps.addAll(swap);
      }
      case AUTOMATIC -> {
        steps.add(decision(DisasterState.VERIFYING, "Continue only if it passed."));
        steps.addAll(swap);
      }
      case MANUAL -> steps.add(byHand(swap));
    }
    steps.add(startServices());
    steps.add(check());
    return List.copyOf(steps);
  }

  private Step prepare() {
    return new Step(
        DisasterState.PREPARING,
        "Check that the backup and the project have not changed since this plan was made.",
        "Nothing to undo.",
        commands.check(),
        Step.NOTHING,
        DisasterRun::prepare,
        Step.NOTHING);
  }

  private List<Step> stopServices(PlanOptions.Stop when) {
    if (target.stopServices().isEmpty() || plan.options().stop() != when) {
      return List.of();
    }
    return List.of(
        new Step(
            DisasterState.STOPPING_SERVICES,
            "Stop " + services() + ".",
            "Start those that were running.",
            commands.stopServices(),
            DisasterRun::recordRunning,
            DisasterRun::stopServices,
            DisasterRun::startStopped));
  }

  private List<Step> newVolumes() {
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step(
            DisasterState.CREATING_VOLUME,
            "Create the new volume " + plan.newVolume() + ", with a server like the present one.",
            remove(),
            commands.createVolume(),
            Step.NOTHING,
            DisasterRun::createVolumes,
            DisasterRun::discardVolumes));
    steps.add(
        new Step(
            DisasterState.RESTORING,
            "Restore " + plan.backup().name() + " into it.",
            remove(),
            commands.restore(),
            Step.NOTHING,
            DisasterRun::restore,
            Step.NOTHING));
    plan.newUploadsVolume()
        .ifPresent(
            volume ->
                steps.add(
                    new Step(
                        DisasterState.RESTORING,
                        "Unpack "
                            + plan.backup().uploads().orElseThrow().name()
                            + " into the new volume "
                            + volume
                            + ", with its owners and modes.",
                        "Remove both new volumes. Nothing else has changed.",
                        commands.unpackUploads(volume),
                        Step.NOTHING,
                        DisasterRun::unpackUploads,
                        Step.NOTHING)));
    steps.add(
        new Step(
            DisasterState.VERIFYING,
            "Verify it as in a test restore.",
            remove(),
            commands.verify(),
            Step.NOTHING,
            DisasterRun::verify,
            Step.NOTHING));
    return steps;
  }

  private Step decision(DisasterState state, String what) {
    return new Step(state, what, remove(), List.of(), Step.NOTHING, Step.NOTHING, Step.NOTHING);
  }

  private List<Step> swap() {
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step(
            DisasterState.SWAPPING,
            "Stop " + target.server().service() + ".",
            "Start it again on the old volume.",
            commands.stopDatabase(),
            Step.NOTHING,
            DisasterRun::stopDatabase,
            Step.NOTHING));
    plan.safetyVolume()
        .ifPresent(
            copy ->
                steps.add(
                    new Step(
                        DisasterState.SWAPPING,
                        "Copy the old volume " + target.volume().name() + " to " + copy + ".",
                        "Remove the copy.",
                        commands.safetyCopy(copy),
                        Step.NOTHING,
                        DisasterRun::safetyCopy,
                        Step.NOTHING)));
    steps.add(
        new Step(
            DisasterState.SWAPPING,
            "Swap: write "
                + plan.overrideFile()
                + ", which names the new volume, recreate "
                + target.server().service()
                + " and check which volume is mounted. The old volume "
                + target.volume().name()
                + " stays as it is."
                + uploadsSwap(),
            "Put the file back as it was and recreate "
                + String.join(", ", plan.recreatedServices())
                + " on the old volume; what was written since the swap stays on the new one.",
            commands.swap(),
            DisasterRun::recordOverride,
            DisasterRun::swapIn,
            DisasterRun::swapBack));
    return steps;
  }

  private String uploadsSwap() {
    return plan.newUploadsVolume()
        .map(
            volume ->
                " The same file names "
                    + volume
                    + " for the uploads; "
                    + String.join(", ", plan.uploadsServices())
                    + " are recreated with it. The old volume "
                    + target.uploads().orElseThrow().name()
                    + " stays as it is too.")
        .orElse("");
  }

  /** The swap as one step that a person carries out and the bot checks and can undo. */
  private Step byHand(List<Step> swap) {
    boolean stops = swap.get(0).state() == DisasterState.STOPPING_SERVICES;
    return new Step(
        DisasterState.AWAITING_GO,
        "Print the commands of the swap for a person.",
        remove(),
        swap.stream().flatMap(step -> step.commands().stream()).toList(),
        stops ? DisasterRun::recordRunning : Step.NOTHING,
        DisasterRun::checkSwapByHand,
        run -> {
          for (int i = swap.size() - 1; i >= 0; i--) {
            swap.get(i).undo().in(run);
          }
        });
  }

  private Step startServices() {
    return new Step(
        DisasterState.STARTING_SERVICES,
        target.stopServices().isEmpty()
            ? "Start no service: none was stopped."
            : "Start those of " + services() + " that were running.",
        "Stop them and return to the old volume.",
        commands.startServices(),
        Step.NOTHING,
        DisasterRun::startServices,
        DisasterRun::stopStarted);
  }

  private Step check() {
    return new Step(
        DisasterState.CHECKING,
        "Check: connection, alembic, HTTP, logs.",
        "If one fails: return to the old volume.",
        List.of(),
        Step.NOTHING,
        DisasterRun::check,
        Step.NOTHING);
  }

  private static String remove() {
    return "Remove the new volume. Nothing else has changed.";
  }

  private String services() {
    return String.join(", ", target.stopServices());
  }
}
