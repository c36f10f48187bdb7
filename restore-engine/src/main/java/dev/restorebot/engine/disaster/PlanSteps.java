package dev.restorebot.engine.disaster;

import java.util.ArrayList;
import java.util.List;

/** A plan's steps in words. */
final class PlanSteps {
  private PlanSteps() {}

  static List<PlanStep> of(DisasterPlan plan) {
    Target target = plan.target();
    String services = String.join(", ", target.stopServices());
    PlanStep stop = new PlanStep("Stop " + services + ".", "Start those that were running.");
    List<PlanStep> steps = new ArrayList<>();
    boolean stops = !target.stopServices().isEmpty();
    if (stops && plan.options().stop() == PlanOptions.Stop.BEFORE_RESTORE) {
      steps.add(stop);
    }
    String remove = "Remove the new volume. Nothing else has changed.";
    steps.add(
        new PlanStep(
            "Create the new volume " + plan.newVolume() + ", with a server like the present one.",
            remove));
    steps.add(new PlanStep("Restore " + plan.backup().name() + " into it.", remove));
    plan.newUploadsVolume()
        .ifPresent(
            volume ->
                steps.add(
                    new PlanStep(
                        "Unpack "
                            + plan.backup().uploads().orElseThrow().name()
                            + " into the new volume "
                            + volume
                            + ", with its owners and modes.",
                        "Remove both new volumes. Nothing else has changed.")));
    steps.add(new PlanStep("Verify it as in a test restore.", remove));
    switch (plan.options().swap()) {
      case ASK -> steps.add(new PlanStep("Wait for a lead's go or no-go.", remove));
      case AUTOMATIC -> steps.add(new PlanStep("Continue only if it passed.", remove));
      case MANUAL -> {
        steps.add(new PlanStep("Print the commands of the swap for a person.", remove));
        return List.copyOf(steps);
      }
    }
    if (stops && plan.options().stop() == PlanOptions.Stop.BEFORE_SWAP) {
      steps.add(stop);
    }
    String service = target.server().service();
    steps.add(new PlanStep("Stop " + service + ".", "Start it again on the old volume."));
    plan.safetyVolume()
        .ifPresent(
            copy ->
                steps.add(
                    new PlanStep(
                        "Copy the old volume " + target.volume().name() + " to " + copy + ".",
                        "Remove the copy.")));
    steps.add(
        new PlanStep(
            "Swap: write "
                + plan.overrideFile()
                + ", which names the new volume, recreate "
                + service
                + " and check which volume is mounted. The old volume "
                + target.volume().name()
                + " stays as it is."
                + uploads(plan),
            "Put the file back as it was and recreate "
                + String.join(", ", recreated(plan))
                + " on the old volume; what was written since the swap stays on the new one."));
    if (stops) {
      steps.add(
          new PlanStep(
              "Start those of " + services + " that were running.",
              "Stop them and return to the old volume."));
    }
    steps.add(
        new PlanStep(
            "Check: connection, alembic, HTTP, logs.", "If one fails: return to the old volume."));
    return List.copyOf(steps);
  }

  private static List<String> recreated(DisasterPlan plan) {
    List<String> services = new ArrayList<>(List.of(plan.target().server().service()));
    services.addAll(plan.uploadsServices());
    return services;
  }

  private static String uploads(DisasterPlan plan) {
    return plan.newUploadsVolume()
        .map(
            volume ->
                " The same file names "
                    + volume
                    + " for the uploads; "
                    + String.join(", ", plan.uploadsServices())
                    + " are recreated with it. The old volume "
                    + plan.target().uploads().orElseThrow().name()
                    + " stays as it is too.")
        .orElse("");
  }
}
