package dev.restorebot.engine.disaster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lists the steps of a plan, in their order. */
final class Steps {
  private final DisasterPlan plan;
  private final Target target;
  private final String services;
  private final RunbookBackup backup;
  private final RunbookCommands commands;
  private final RunbookSwap swapping;
  private final TargetKind kind;
  private final List<String> roles;
  private final String noun;
  private final String remove;
  private final ServiceSettings how;

  private Steps(DisasterPlan plan, List<String> roles) {
    this.plan = plan;
    this.target = plan.target();
    this.services = String.join(", ", target.stopServices());
    this.backup = new RunbookBackup(plan);
    this.commands = new RunbookCommands(plan);
    this.swapping = new RunbookSwap(plan);
    this.kind = target.kind();
    this.roles = roles;
    this.noun = target.volume().noun();
    this.how = plan.options().services();
    this.remove = "Remove the new " + noun + ". Nothing else has changed.";
  }

  /** The steps of this plan. Undone, they are undone from the last to the first. */
  static List<Step> of(DisasterPlan plan) {
    return of(plan, List.of());
  }

  /**
   * The same, whose commands create these roles when production's server does not answer.
   *
   * @param roles statements without passwords
   */
  static List<Step> of(DisasterPlan plan, List<String> roles) {
    return new Steps(plan, roles).all();
  }

  private List<Step> all() {
    List<Step> steps = new ArrayList<>();
    steps.add(
        Step.of(
            DisasterState.PREPARING,
            "Check that the backup and the "
                + kind.object()
                + " have not changed since this plan was made.",
            "Nothing to undo.",
            backup.check(),
            DisasterRun::prepare));
    steps.addAll(stopServices(PlanOptions.Stop.BEFORE_RESTORE));
    steps.addAll(newVolumes());
    List<Step> swap = new ArrayList<>(stopServices(PlanOptions.Stop.BEFORE_SWAP));
    swap.addAll(kind.swap(plan));
    if (plan.options().swap() == PlanOptions.Swap.MANUAL) {
      steps.add(byHand(swap));
    } else {
      steps.add(decision());
      steps.addAll(swap);
    }
    steps.add(
        Step.of(
                DisasterState.STARTING_SERVICES,
                starting(),
                undo(
                    (services.isEmpty() ? "Return" : "Stop them and return")
                        + " to the old "
                        + noun
                        + "."),
                swapping.startServices(),
                DisasterRun::startServices)
            .undoneBy(DisasterRun::stopStarted));
    steps.add(
        Step.of(
            DisasterState.CHECKING,
            "Check: connection, roles, alembic, HTTP"
                + (services.isEmpty() && !kind.hasLogOfItsOwn() ? "." : ", logs."),
            plan.options().afterSwap().onFailedCheck() == AfterSwap.OnFailedCheck.ASK
                ? "If one fails: a lead decides whether the restored data stays. Until then the"
                    + " application uses it."
                : undo("If one fails: return to the old " + noun + "."),
            kind.check(plan),
            DisasterRun::check));
    return List.copyOf(steps);
  }

  private String starting() {
    if (services.isEmpty()) {
      return "Start no service: none was stopped.";
    }
    AfterSwap after = plan.options().afterSwap();
    List<String> stopped = target.stopServices();
    if (how.byHand()) {
      String later = String.join(", ", after.held(stopped, stopped));
      return "Wait until people have started "
          + String.join(", ", after.starts(stopped, stopped))
          + " by hand, and a lead confirms it."
          + (later.isEmpty() ? "" : " People start " + later + " later, when they have checked.");
    }
    List<String> running =
        target.projectDown()
            ? List.of()
            : target.running().stream().filter(stopped::contains).toList();
    String held = String.join(", ", after.held(running, stopped));
    String what =
        after.start().isEmpty() && !running.isEmpty()
            ? "Start those of " + services + " that were running."
            : "Start "
                + String.join(", ", after.starts(running, stopped))
                + (after.start().isEmpty() ? why() : ".");
    return held.isEmpty()
        ? what
        : what + " Hold " + held + " back until a lead starts it, after people have checked.";
  }

  private String why() {
    return target.projectDown()
        ? ": nobody knows which of them ran."
        : ": none of the stopped services runs now.";
  }

  /** Returns the commands that would run, for those who approve them. */
  private String commandLines() {
    return how.commands().stream()
        .filter(each -> target.stopServices().contains(each.service()))
        .map(each -> "`" + HostProgram.line(each.stop()) + "`")
        .collect(Collectors.joining(", "));
  }

  private String undo(String words) {
    return undo(target, words);
  }

  /** Says how a step after the swap is undone, if there is something to go back to. */
  static String undo(Target target, String words) {
    return target.hasWayBack()
        ? words
        : "Not possible: the old "
            + target.volume().noun()
            + " no longer exists, so the restored one stays.";
  }

  private List<Step> stopServices(PlanOptions.Stop when) {
    if (services.isEmpty() || plan.options().stop() != when) {
      return List.of();
    }
    return List.of(
        Step.of(
                DisasterState.STOPPING_SERVICES,
                switch (how.kind()) {
                  case COMPOSE -> "Stop " + services + ".";
                  case COMMANDS -> "Stop " + services + " with: " + commandLines() + ".";
                  case CHECKLIST ->
                      "Wait until people have stopped "
                          + services
                          + " by hand, and a lead confirms it.";
                },
                how.byHand()
                    ? "People start those that were running."
                    : "Start those that were running.",
                swapping.stopServices(),
                run -> run.services().stop(target.stopServices()))
            .preparedBy(DisasterRun::recordRunning)
            .undoneBy(DisasterRun::startStopped));
  }

  private List<Step> newVolumes() {
    List<Step> steps = new ArrayList<>();
    steps.add(
        Step.of(
                DisasterState.CREATING_VOLUME,
                "Create the new " + noun + " " + plan.newVolume() + kind.likeness(target) + ".",
                remove,
                kind.create(plan, roles),
                DisasterRun::createVolumes)
            .undoneBy(DisasterRun::discardVolumes));
    steps.add(
        Step.of(
            DisasterState.RESTORING,
            "Restore " + plan.backup().name() + " into it.",
            remove,
            kind.restore(plan),
            DisasterRun::restore));
    plan.newUploadsVolume().ifPresent(volume -> steps.add(unpackUploads(volume)));
    steps.add(
        Step.of(
            DisasterState.VERIFYING,
            "Verify it as in a test restore.",
            remove,
            kind.verify(plan),
            DisasterRun::verify));
    return steps;
  }

  private Step unpackUploads(String volume) {
    return Step.of(
        DisasterState.RESTORING,
        "Unpack "
            + plan.backup().uploads().orElseThrow().name()
            + " into the new volume "
            + volume
            + ", with its owners and modes.",
        "Remove both new volumes. Nothing else has changed.",
        commands.unpackUploads(volume),
        DisasterRun::unpackUploads);
  }

  private Step decision() {
    return plan.options().swap() == PlanOptions.Swap.ASK
        ? Step.of(
            DisasterState.AWAITING_GO,
            "Wait for a lead's go or no-go.",
            remove,
            swapping.ask(),
            Step.NOTHING)
        : Step.of(
            DisasterState.VERIFYING,
            "Continue only if it passed.",
            remove,
            List.of(),
            Step.NOTHING);
  }

  /** The swap as one step that a person carries out; the bot checks it and can undo it. */
  private Step byHand(List<Step> swap) {
    boolean stops = swap.get(0).state() == DisasterState.STOPPING_SERVICES;
    return Step.of(
            DisasterState.AWAITING_GO,
            "Print the commands of the swap for a person.",
            remove,
            swap.stream().flatMap(step -> step.commands().stream()).toList(),
            DisasterRun::checkSwapByHand)
        .preparedBy(
            run -> {
              if (stops) {
                run.recordRunning();
              }
              run.recordKnownErrors();
            })
        .undoneBy(run -> run.undo(swap));
  }
}
