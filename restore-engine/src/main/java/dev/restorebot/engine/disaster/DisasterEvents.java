package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.task.Progress;
import java.util.Optional;

/** Hears what happens to disaster restores, after it was stored. Must return soon. */
public interface DisasterEvents {
  /**
   * It is in another state now, or somebody voted.
   *
   * @param request as it stands
   */
  void changed(Disaster disaster, Optional<ApprovalRequest> request);

  /**
   * As it stood when the process started: whoever died just before may not have told it.
   *
   * @param request as it stands
   */
  void stands(Disaster disaster, Optional<ApprovalRequest> request);

  /** How far its present step is. Often; only the newest counts. */
  void progress(Disaster disaster, Progress progress);

  /** Something for its thread, in words. */
  void note(Disaster disaster, String words);

  /** Something went wrong, in words; for its thread, with whom to call. */
  void trouble(Disaster disaster, String words);
}
