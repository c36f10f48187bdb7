package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.verify.Verification;

/** Reads, loads and verifies a backup, as a test restore does. */
public interface Restorer {
  /**
   * Reads the backup whole, to be loaded next.
   *
   * @throws ProblemException when it is broken, or no longer the bytes that were planned for
   */
  Loadable read(BackupFacts backup, ProgressListener progress, Cancellation cancellation)
      throws ProblemException;

  /** A backup that was read. */
  interface Loadable {
    /** Loads it; to be verified next. */
    Loaded load(Sandbox server, ProgressListener progress, Cancellation cancellation)
        throws ProblemException;
  }

  /** A backup that was loaded. */
  interface Loaded {
    /** Verifies it. */
    Verification verify(Sandbox server, ProgressListener progress, Cancellation cancellation)
        throws ProblemException;
  }
}
