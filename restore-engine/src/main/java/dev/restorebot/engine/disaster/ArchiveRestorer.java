package dev.restorebot.engine.disaster;

import dev.restorebot.engine.archive.ArchiveReader;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.load.Loaders;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.verify.Restored;
import dev.restorebot.engine.verify.Verifier;
import dev.restorebot.engine.verify.VerifySettings;
import java.time.InstantSource;
import java.util.Optional;

/**
 * With the engine's own reader, loaders and verifier. Owners and grants are restored too, whatever
 * the settings for tests say: production's roles are there, and its services need their rights.
 */
public final class ArchiveRestorer implements Restorer {
  private final ArchiveReader reader;
  private final LoadSettings load;
  private final VerifySettings verify;
  private final InstantSource clock;

  /** Restores with these. */
  public ArchiveRestorer(
      ArchiveReader reader, LoadSettings load, VerifySettings verify, InstantSource clock) {
    this.reader = reader;
    this.load = new LoadSettings(load.jobs(), true, load.timeout(), load.ignore());
    this.verify = verify.withoutTimes();
    this.clock = clock;
  }

  @Override
  public Loadable read(BackupFacts backup, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    BackupArchive archive = reader.readWhole(backup.file(), progress, cancellation);
    if (!archive.sha256().equals(Optional.of(backup.sha256()))) {
      throw new Problem(
              ProblemCode.BACKUP_CHANGED,
              backup.name() + " is not the file any more that was approved: its SHA-256 differs.",
              "Find out who changed it. Ask again, and the approvals will be for the new file.")
          .exception();
    }
    return (server, told, stop) -> {
      LoadResult loaded = new Loaders(reader, load, clock).load(archive, server, told, stop);
      return (restored, listener, end) ->
          new Verifier()
              .verify(
                  new Restored(archive, loaded, verify, Optional.empty(), clock.instant()),
                  restored,
                  listener,
                  end);
    };
  }
}
