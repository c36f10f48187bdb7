package dev.restorebot.engine;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.ForwardedDisasterEvents;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.task.RepeatedTask;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the targets of disaster restores after the start, every day, after each swap and each
 * rollback, so that what their servers tell is remembered for the night when one does not run; and
 * writes their runbooks for the night when the bot does not run either.
 */
final class TargetWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TargetWatch.class);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration EVERY = Duration.ofDays(1);

  private final List<DisasterParts> targets;
  private final DailyRunbooks runbooks;
  private final RepeatedTask task = new RepeatedTask("target-watch", this::look);

  /** Looks at these, which stay their owner's; not before {@link #start}. */
  TargetWatch(List<DisasterParts> targets, DailyRunbooks runbooks) {
    this.targets = targets;
    this.runbooks = runbooks;
  }

  void start() {
    task.start(FIRST, EVERY);
  }

  private void look() {
    targets.forEach(this::look);
  }

  private void look(DisasterParts target) {
    try {
      Target seen = target.find();
      log.debug("remembered the target {}", seen.project().name());
    } catch (ProblemException e) {
      // The doctor tells people.
      log.warn("the target could not be examined: {}", e.getMessage());
    }
    runbooks.write(target);
  }

  /** Returns events that also have the targets looked at once one has other storage. */
  DisasterEvents after(DisasterEvents events) {
    return new Looking(events, task);
  }

  @Override
  public void close() {
    task.close();
  }

  private static final class Looking extends ForwardedDisasterEvents {
    private final RepeatedTask task;

    Looking(DisasterEvents events, RepeatedTask task) {
      super(events);
      this.task = task;
    }

    @Override
    public void changed(Disaster disaster, Optional<ApprovalRequest> request) {
      if (disaster.state() == DisasterState.DONE || disaster.state() == DisasterState.ROLLED_BACK) {
        task.runSoon();
      }
      super.changed(disaster, request);
    }
  }
}
