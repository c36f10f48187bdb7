package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.task.Progress;
import java.util.Optional;

/** Hears nothing; tests override what they listen to. */
public class SilentDisasterEvents implements DisasterEvents {
  @Override
  public void changed(Disaster disaster, Optional<ApprovalRequest> request) {}

  @Override
  public void stands(Disaster disaster, Optional<ApprovalRequest> request) {}

  @Override
  public void progress(Disaster disaster, Progress progress) {}

  @Override
  public void note(Disaster disaster, String words) {}

  @Override
  public void reminder(Disaster disaster, String words, boolean escalate) {}

  @Override
  public void trouble(Disaster disaster, String words) {}
}
