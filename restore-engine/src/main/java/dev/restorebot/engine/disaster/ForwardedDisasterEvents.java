package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.task.Progress;
import java.util.Optional;

/** Passes every event on to another listener, for those that do more at some of them. */
public abstract class ForwardedDisasterEvents implements DisasterEvents {
  private final DisasterEvents next;

  /** Passes them on to that one. */
  protected ForwardedDisasterEvents(DisasterEvents next) {
    this.next = next;
  }

  @Override
  public void changed(Disaster disaster, Optional<ApprovalRequest> request) {
    next.changed(disaster, request);
  }

  @Override
  public void stands(Disaster disaster, Optional<ApprovalRequest> request) {
    next.stands(disaster, request);
  }

  @Override
  public void progress(Disaster disaster, Progress progress) {
    next.progress(disaster, progress);
  }

  @Override
  public void note(Disaster disaster, String words) {
    next.note(disaster, words);
  }

  @Override
  public void reminder(Disaster disaster, String words, boolean escalate) {
    next.reminder(disaster, words, escalate);
  }

  @Override
  public void trouble(Disaster disaster, String words) {
    next.trouble(disaster, words);
  }
}
