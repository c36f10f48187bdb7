package dev.restorebot.engine.disaster;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.archive.uploads.TarballReader;
import dev.restorebot.engine.backup.UploadsArchive;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.load.IgnoreRule;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.load.Loaders;
import dev.restorebot.engine.load.PlainChoice;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxGuard;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.verify.UploadsToCheck;
import dev.restorebot.engine.verify.VerificationInput;
import dev.restorebot.engine.verify.Verifier;
import dev.restorebot.engine.verify.VerifySettings;
import dev.restorebot.engine.verify.check.AllChecks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * With the engine's own reader, loaders and verifier. Owners and grants are restored too, whatever
 * the settings for tests say: production's roles are there, and its services need their rights. The
 * disk is production's: a restore that is about to fill it is ended.
 */
public final class ArchiveRestorer implements Restorer {
  private final ArchiveReader reader;
  private final LoadSettings load;
  private final VerifySettings verify;
  private final SandboxGuard guard;
  private final InstantSource clock;
  private final TarballReader uploads;
  private final String pathPrefix;

  /**
   * Restores with these, and holds the backup's archive of uploads against the database.
   *
   * @param disk of these limits, what has to stay free counts here
   * @param pathPrefix what paths in the database begin with and the archive's do not
   */
  public ArchiveRestorer(
      ArchiveReader reader,
      LoadSettings load,
      VerifySettings verify,
      DiskLimits disk,
      InstantSource clock,
      TarballReader uploads,
      String pathPrefix) {
    this.reader = reader;
    // A role that production lacks is no reason to keep it down.
    List<IgnoreRule> ignore = new ArrayList<>(load.ignore());
    ignore.addAll(IgnoreRule.OWNERS_AND_PRIVILEGES);
    // What everybody trusts, unless another way was asked for.
    PlainChoice plain = load.plain() == PlainChoice.AUTO ? PlainChoice.PSQL : load.plain();
    this.load = new LoadSettings(load.jobs(), plain, true, load.timeout(), ignore);
    this.verify = verify.forDisaster();
    this.guard = new SandboxGuard(disk.keepFreeOnly());
    this.clock = clock;
    this.uploads = uploads;
    this.pathPrefix = pathPrefix;
  }

  @Override
  public Loadable read(BackupFacts backup, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    ArchiveReader once = reader.forOneRestore();
    BackupArchive archive;
    try {
      archive = once.readApproved(backup.file(), backup.sha256(), progress, cancellation);
    } catch (ProblemException e) {
      once.close();
      throw UnapprovedBytes.named(backup.name(), e);
    }
    return (server, told, stop) -> {
      LoadResult loaded = load(backup, archive, once, server, told, stop);
      return (restored, listener, end) ->
          guard.during(
              restored,
              load.timeout(),
              end,
              limited ->
                  verifier(backup)
                      .verify(
                          new VerificationInput(
                              archive, loaded, verify, Optional.empty(), clock.instant()),
                          restored,
                          listener,
                          limited));
    };
  }

  /** The loaders hash what they load. */
  private LoadResult load(
      BackupFacts backup,
      BackupArchive archive,
      ArchiveReader once,
      Sandbox server,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    try (once) {
      return guard.during(
          server,
          cancellation,
          limited -> new Loaders(once, load, clock).load(archive, server, progress, limited));
    } catch (ProblemException e) {
      throw UnapprovedBytes.named(backup.name(), e);
    }
  }

  private Verifier verifier(BackupFacts backup) {
    if (backup.uploads().isEmpty()) {
      return AllChecks.verifier();
    }
    UploadsFacts facts = backup.uploads().get();
    UploadsArchive archive =
        new UploadsArchive(
            facts.name(), facts.file(), facts.bytes(), facts.takenAt(), Optional.empty());
    return AllChecks.verifier(
        new UploadsToCheck(
            any -> Optional.of(archive),
            uploads,
            facts.root(),
            pathPrefix,
            true,
            Optional.of(facts.sha256())));
  }
}
