package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.task.Progress;
import java.util.Optional;

/** Receives the changes of disaster restores after they are stored. Must return soon. */
public interface DisasterEvents {
  /**
   * It is in another state now, or somebody voted.
   *
   * @param request its present state
   */
  void changed(Disaster disaster, Optional<ApprovalRequest> request);

  /**
   * Its state when the process started: an earlier process may have died before reporting it.
   *
   * @param request its present state
   */
  void stands(Disaster disaster, Optional<ApprovalRequest> request);

  /** Reports how far its present step is. Often; only the newest counts. */
  void progress(Disaster disaster, Progress progress);

  /** Reports something for its thread, in words. */
  void note(Disaster disaster, String words);

  /**
   * Somebody has to act, and nobody has since the last time that this was said.
   *
   * @param words what it waits for
   * @param escalate whether an earlier reminder was not answered, so that others are called too
   */
  void reminder(Disaster disaster, String words, boolean escalate);

  /** Something went wrong, in words; for its thread, with whom to call. */
  void trouble(Disaster disaster, String words);
}
