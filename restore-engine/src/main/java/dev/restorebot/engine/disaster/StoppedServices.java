package dev.restorebot.engine.disaster;

import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Keeps the services stopped that a disaster restore has stopped, while it waits for go and before
 * it swaps. Somebody who deploys the project meanwhile starts them on the old volume, and what they
 * write there is lost with the swap.
 */
final class StoppedServices {
  private final DisasterRun.Tools tools;
  private final AuditLog audit;
  private final DisasterEvents events;
  private final InstantSource clock;

  StoppedServices(
      DisasterRun.Tools tools, AuditLog audit, DisasterEvents events, InstantSource clock) {
    this.tools = tools;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
  }

  /** Stops those that run again, and says so. */
  void enforce(Disaster waiting) throws ProblemException {
    DisasterPlan plan = waiting.plan();
    if (plan.options().stop() != PlanOptions.Stop.BEFORE_RESTORE
        || plan.options().services().byHand() // then only people can see them
        || swappedByHand(plan)) {
      return;
    }
    ApplicationServices services = tools.services(waiting);
    List<String> running = services.running();
    List<String> again = plan.target().stopServices().stream().filter(running::contains).toList();
    if (again.isEmpty()) {
      return;
    }
    services.stop(again);
    String names = String.join(", ", again);
    audit.append(
        new AuditEvent(
            clock.instant(),
            Actor.BOT,
            waiting.target(),
            "disaster.stopped-again",
            waiting.id(),
            Map.of("services", names)));
    events.trouble(
        waiting,
        "Somebody started "
            + names
            + " after the restore had stopped "
            + (again.size() == 1 ? "it" : "them")
            + ", so restore-bot stopped "
            + (again.size() == 1 ? "it" : "them")
            + " again. What was written meanwhile is on the old "
            + plan.target().volume().noun()
            + " only, not in the restored data. Do not deploy the project until the restore has"
            + " ended.");
  }

  /** Then whoever swapped may start them, and they write to the new volume. */
  private boolean swappedByHand(DisasterPlan plan) throws ProblemException {
    return plan.options().swap() == PlanOptions.Swap.MANUAL
        && tools.probe().mountedVolume(plan.target()).equals(plan.newVolume());
  }
}
