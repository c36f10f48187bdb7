package dev.restorebot.engine.backup;

import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A source without the files that are named like archives of uploads, which are not backups. */
public final class WithoutUploads implements BackupSource {
  private final BackupSource source;
  private final BackupNames uploads;

  /**
   * Leaves them out.
   *
   * @param uploads how the names of archives of uploads are made
   */
  public WithoutUploads(BackupSource source, BackupNames uploads) {
    this.source = source;
    this.uploads = uploads;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public List<Backup> list() throws ProblemException {
    return source.list().stream()
        .filter(backup -> uploads.read(backup.fileName()).equals(NameFacts.NONE))
        .toList();
  }

  @Override
  public byte[] ends(Backup backup) throws IOException {
    return source.ends(backup);
  }

  @Override
  public Optional<BackupStatus> status() {
    return source.status();
  }
}
