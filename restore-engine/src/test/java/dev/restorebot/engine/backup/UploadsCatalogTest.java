package dev.restorebot.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.backup.folder.FolderSource;
import dev.restorebot.engine.backup.folder.FolderUploads;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsCatalogTest {
  private static final BackupNames BACKUPS = BackupNames.usual(ZoneOffset.UTC);
  private static final BackupNames UPLOADS =
      new BackupNames(
          List.of("{app}_uploads_{yyyy-MM-dd_HH-mm-ss}", "{app}-files-{yyyyMMdd}"), ZoneOffset.UTC);
  private static final UploadsSource BROKEN =
      () -> {
        throw new Problem(ProblemCode.CONNECTION_LOST, "the remote is away", "try again")
            .exception();
      };

  @TempDir Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }

  private UploadsCatalog catalog(UploadsSource... more) {
    List<UploadsSource> sources = new java.util.ArrayList<>(List.of(more));
    sources.add(new FolderUploads(folder, UPLOADS));
    return new UploadsCatalog(sources, BACKUPS, Duration.ofHours(6));
  }

  private Optional<String> of(Path backup) throws Exception {
    return catalog().of(backup, Optional.empty(), Optional.of("zenops")).map(UploadsArchive::name);
  }

  @Test
  void theNearestOfTheSameAppBelongsToABackup() throws Exception {
    Path backup = file("zenops_db_2026-02-09_14-30-00.dump");
    assertThat(of(backup)).isEmpty();
    file("zenops_uploads_2026-02-09_08-29-59.tar.gz"); // a second too early
    file("other_uploads_2026-02-09_14-30-00.tar.gz");
    file("zenops_uploads_2026-02-09_14-30-00.tar.gz.part");
    file("zenops_uploads_2026-02-09_14-30-00.tar.gz.sha256");
    assertThat(of(backup)).isEmpty();
    file("up/zenops_uploads_2026-02-09_09-00-00.tar.gz");
    assertThat(of(backup)).contains("up/zenops_uploads_2026-02-09_09-00-00.tar.gz");
    file("zenops_uploads_2026-02-09_15-10-00.tar.gz.enc");
    assertThat(of(backup)).contains("zenops_uploads_2026-02-09_15-10-00.tar.gz.enc");
  }

  @Test
  void ofTwoOfOneTimeTheOneBesideTheBackup() throws Exception {
    file("a/zenops_uploads_2026-02-09_14-30-00.tar.gz");
    file("b/zenops_uploads_2026-02-09_14-30-00.tar.gz");
    assertThat(of(file("b/zenops_db_2026-02-09_14-30-00.dump")))
        .contains("b/zenops_uploads_2026-02-09_14-30-00.tar.gz");
  }

  @Test
  void aNameWithoutATimeGoesByTheBackupItselfThenByItsFile() throws Exception {
    file("zenops_uploads_2026-02-09_14-30-00.tar.gz");
    Path weekly = file("zenops_db_weekly.sql.gz");
    Instant at = Instant.parse("2026-02-09T14:31:00Z");
    assertThat(catalog().of(weekly, Optional.of(at), Optional.empty())).isPresent();
    Files.setLastModifiedTime(weekly, FileTime.from(at.plus(Duration.ofDays(1))));
    assertThat(of(weekly)).isEmpty();
    Files.setLastModifiedTime(weekly, FileTime.from(at));
    assertThat(of(weekly)).isPresent();
  }

  @Test
  void aPlaceThatIsAwayOnlyMattersWhenNothingWasFound() throws Exception {
    Path backup = file("zenops_db_2026-02-09_14-30-00.dump");
    assertThatThrownBy(() -> catalog(BROKEN).of(backup, Optional.empty(), Optional.empty()))
        .hasMessageContaining("the remote is away");
    file("zenops_uploads_2026-02-09_14-30-00.tar.gz");
    assertThat(catalog(BROKEN).of(backup, Optional.empty(), Optional.empty())).isPresent();
    UploadsSource missing = new FolderUploads(folder.resolve("nowhere"), UPLOADS);
    assertThat(missing.list()).isEmpty();
  }

  @Test
  void theyAreNoBackups() throws Exception {
    file("zenops_db_2026-02-09_14-30-00.dump");
    file("zenops_uploads_2026-02-09_14-30-00.tar.gz");
    file("zenops-files-20260209.tgz");
    assertThat(listed())
        .extracting(Backup::name)
        .containsExactly("zenops_db_2026-02-09_14-30-00.dump");
  }

  private List<Backup> listed() throws Exception {
    return new WithoutUploads(new FolderSource(folder, BACKUPS), UPLOADS).list();
  }
}
