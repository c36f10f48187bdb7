package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Progress;

/** Receives the changes of disaster restores after they are stored. Must not throw or block. */
interface DisasterListener {
  /** It is in another state now, or more is known about it. */
  void changed(Disaster disaster);

  /** The swap is about to begin. Unlike the others, it may block and fail. */
  default void beforeSwap(Disaster disaster) throws ProblemException {}

  /** Reports how far its present step is. */
  default void progress(Disaster disaster, Progress progress) {}
}
