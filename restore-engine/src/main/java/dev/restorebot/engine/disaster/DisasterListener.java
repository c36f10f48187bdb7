package dev.restorebot.engine.disaster;

import dev.restorebot.engine.task.Progress;

/** Hears what happens to disaster restores, after it was stored. Must not throw, must not block. */
public interface DisasterListener {
  /** It is in another state now, or more is known about it. */
  void changed(Disaster disaster);

  /** How far its present step is. */
  default void progress(Disaster disaster, Progress progress) {}
}
