package dev.restorebot.engine;

import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.archive.uploads.TarballReader;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.BackupSource;
import dev.restorebot.engine.backup.UploadsCatalog;
import dev.restorebot.engine.backup.UploadsSource;
import dev.restorebot.engine.backup.WithoutUploads;
import dev.restorebot.engine.backup.folder.FolderSource;
import dev.restorebot.engine.backup.folder.FolderUploads;
import dev.restorebot.engine.backup.rclone.RcloneSource;
import dev.restorebot.engine.backup.rclone.RcloneUploads;
import dev.restorebot.engine.disaster.TargetBackups;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.verify.UploadsToCheck;
import dev.restorebot.engine.verify.Verifier;
import dev.restorebot.engine.verify.check.AllChecks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds what reads backups, from settings. Needs no state folder. */
public final class BackupParts {
  private BackupParts() {}

  /** Opens backups with the configured key. */
  public static ArchiveReader reader(EngineSettings settings) {
    return new ArchiveReader(settings.backups().key());
  }

  /** Returns the backups in the configured folders and remotes. */
  public static BackupCatalog catalog(EngineSettings settings) {
    return new BackupCatalog(sources(settings), settings.backups().listKept());
  }

  /** Tells the backups of the targets of disaster restores apart. */
  public static TargetBackups targets(EngineSettings settings) {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    settings.disasters().forEach(each -> targets.put(each.name(), each.target()));
    ArchiveReader reader = reader(settings);
    return new TargetBackups(targets, backup -> reader.databaseIn(backup.file()));
  }

  /** Verifies restored backups, with the archive of uploads that belongs to each. */
  public static Verifier verifier(EngineSettings settings) {
    UploadsCatalog catalog = uploads(settings);
    return AllChecks.verifier(
        new UploadsToCheck(
            backup ->
                catalog.of(backup.file(), backup.header().createdAt(), backup.header().database()),
            tarballs(settings),
            settings.uploads().archiveRoot(),
            settings.uploads().pathPrefix(),
            false,
            Optional.empty()));
  }

  static List<BackupSource> sources(EngineSettings settings) {
    EngineSettings.Backups backups = settings.backups();
    BackupNames uploads = settings.uploads().names();
    List<BackupSource> sources = new ArrayList<>();
    backups
        .folders()
        .forEach(
            folder ->
                sources.add(
                    new WithoutUploads(new FolderSource(folder, backups.names()), uploads)));
    backups
        .remotes()
        .forEach(
            remote ->
                sources.add(
                    new WithoutUploads(new RcloneSource(remote, backups.names()), uploads)));
    return sources;
  }

  static UploadsCatalog uploads(EngineSettings settings) {
    EngineSettings.Backups backups = settings.backups();
    BackupNames names = settings.uploads().names();
    List<UploadsSource> sources = new ArrayList<>();
    backups.folders().forEach(folder -> sources.add(new FolderUploads(folder, names)));
    backups.remotes().forEach(remote -> sources.add(new RcloneUploads(remote, names)));
    return new UploadsCatalog(sources, backups.names(), settings.uploads().within());
  }

  static TarballReader tarballs(EngineSettings settings) {
    return new TarballReader(settings.backups().key());
  }
}
