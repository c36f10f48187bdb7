package dev.restorebot.engine.job;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.sandbox.SandboxInfo;
import java.util.List;

/** A result that a job reaches while it runs. */
public sealed interface Milestone {
  /** The backup was read to its end. */
  record BackupRead(BackupArchive archive) implements Milestone {}

  /**
   * The backup holds several databases, so this job ends; each database needs a job of its own.
   *
   * @param databases their names, in the file's order
   */
  record SeveralDatabases(List<String> databases) implements Milestone {}

  /** The sandbox was started. */
  record SandboxStarted(SandboxInfo sandbox) implements Milestone {}

  /** The backup was loaded into the sandbox. */
  record Restored(LoadResult result) implements Milestone {}

  /** The restored database was checked. */
  record Verified(Report report) implements Milestone {}
}
