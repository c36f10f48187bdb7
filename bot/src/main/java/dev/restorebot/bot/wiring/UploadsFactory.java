package dev.restorebot.bot.wiring;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.uploads.TarballReader;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.UploadsCatalog;
import dev.restorebot.engine.backup.UploadsSource;
import dev.restorebot.engine.backup.folder.FolderUploads;
import dev.restorebot.engine.backup.rclone.RcloneUploads;
import dev.restorebot.engine.verify.UploadsToCheck;
import dev.restorebot.engine.verify.Verifier;
import dev.restorebot.engine.verify.check.AllChecks;
import java.util.ArrayList;
import java.util.List;

/** The engine's parts for archives of uploads, made from settings. */
public final class UploadsFactory {
  private UploadsFactory() {}

  static BackupNames names(Settings settings) {
    return new BackupNames(settings.uploads().names(), settings.backups().timeZone());
  }

  static UploadsCatalog catalog(Settings settings) {
    BackupNames names = names(settings);
    List<UploadsSource> sources = new ArrayList<>();
    settings.backups().folders().forEach(folder -> sources.add(new FolderUploads(folder, names)));
    EngineFactory.remotes(settings)
        .forEach(remote -> sources.add(new RcloneUploads(remote, names)));
    return new UploadsCatalog(sources, EngineFactory.names(settings), settings.uploads().within());
  }

  static TarballReader reader(Settings settings) {
    return new TarballReader(EngineFactory.key(settings));
  }

  /** Verifies restored backups, with the archive of uploads that belongs to each. */
  public static Verifier verifier(Settings settings) {
    UploadsCatalog catalog = catalog(settings);
    return AllChecks.verifier(
        new UploadsToCheck(
            backup -> catalog.of(backup.file(), created(backup), backup.header().database()),
            reader(settings),
            settings.uploads().archiveRoot(),
            settings.uploads().pathPrefix(),
            false));
  }

  private static java.util.Optional<java.time.Instant> created(BackupArchive backup) {
    return backup.header().createdAt();
  }
}
