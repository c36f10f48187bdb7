package dev.restorebot.engine.job;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.sandbox.SandboxInfo;

/** What a job found out on its way. */
public sealed interface Milestone {
  /** The backup was read whole. */
  record BackupRead(BackupArchive archive) implements Milestone {}

  /** A sandbox stands. */
  record SandboxStarted(SandboxInfo sandbox) implements Milestone {}

  /** The backup was put into the sandbox. */
  record Restored(LoadResult result) implements Milestone {}

  /** The restored database was checked. */
  record Verified(Report report) implements Milestone {}
}
