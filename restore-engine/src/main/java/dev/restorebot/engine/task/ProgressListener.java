package dev.restorebot.engine.task;

/** Receives the progress of a step. Called often; must return at once and not throw. */
@FunctionalInterface
public interface ProgressListener {
  /** The newest state; earlier ones are superseded. */
  void progress(Progress progress);

  /** Nobody listens. */
  static ProgressListener none() {
    return progress -> {};
  }
}
