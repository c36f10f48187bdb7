package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import java.time.Instant;

/**
 * Records that a service is on another volume than a disaster restore or its rollback left it on:
 * somebody recreated its container.
 *
 * @param service the service
 * @param volume the volume that its container really has; empty for none
 * @param since when that was noticed
 */
public record LostSwap(String service, String volume, Instant since) {
  /** Explains what it means for that disaster restore, and what to do. */
  public Problem problem(Disaster disaster) {
    return disaster.plan().target().kind().problem(disaster, this);
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
