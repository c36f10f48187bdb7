package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;

/** Loads a backup into a sandbox with the sandbox's own tools. Stateless. */
public interface Loader {
  /**
   * Restores a backup that was read whole.
   *
   * @return what the tool reported; errors of the restore are in it, not thrown
   * @throws ProblemException when the restore could not be run or the sandbox broke
   * @throws java.util.concurrent.CancellationException when cancelled
   */
  LoadResult load(
      BackupArchive archive, Sandbox sandbox, ProgressListener progress, Cancellation cancellation)
      throws ProblemException;
}
