package dev.restorebot.engine.backup.rclone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.archive.uploads.TarballFolder;
import dev.restorebot.engine.archive.uploads.TarballReader;
import dev.restorebot.engine.archive.uploads.TarballSum;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.BackupPlace;
import dev.restorebot.engine.backup.BackupSource;
import dev.restorebot.engine.backup.BackupSourceContract;
import dev.restorebot.engine.backup.Remotes;
import dev.restorebot.engine.backup.UploadsArchive;
import dev.restorebot.engine.backup.UploadsCatalog;
import dev.restorebot.engine.backup.folder.FolderSource;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.testing.Tars;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a remote must do, whatever server it is. */
abstract class RcloneSourceContract extends BackupSourceContract {
  @TempDir Path temp;
  Served served;

  abstract Served serve(Path folder) throws Exception;

  /** The remote in that server. */
  RcloneRemote remote(Served at) {
    return at.remote();
  }

  @BeforeEach
  void start() throws Exception {
    served = serve(temp.toRealPath());
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
  }

  @Override
  protected BackupSource source() {
    return new RcloneSource(remote(served), BackupNames.usual(ZONE));
  }

  @Override
  protected void put(String name, byte[] content) throws IOException {
    write(served.folder().resolve(name), content);
  }

  static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
  }

  @Test
  void readsFromAnywhereInAFile() throws Exception {
    byte[] content = new byte[3 << 20];
    new Random(6).nextBytes(content);
    put("tiers/x y & z.dump", content);

    Path file = only().file();

    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      assertThat(channel.size()).isEqualTo(content.length);
      for (int at : new int[] {0, 100_000, 70_000, content.length - 10, 5, content.length}) {
        ByteBuffer ten = ByteBuffer.allocate(10);
        int n = channel.position(at).read(ten);
        assertThat(n).isEqualTo(at == content.length ? -1 : 10);
        assertThat(Arrays.copyOf(ten.array(), Math.max(0, n)))
            .isEqualTo(Arrays.copyOfRange(content, at, at + Math.max(0, n)));
      }
    }
  }

  @Test
  void archivesOfUploadsAreFoundAndReadWhereTheyLie() throws Exception {
    put("tiers/zenops_uploads_2026-02-09_14-30-00.tar.gz", new Tars().file("a/1", "one").gz());
    put("tiers/zenops_uploads_2026-02-09_14-30-00.tar.gz.sha256");
    put("tiers/zenops_db_2026-02-09_14-31-00.dump");
    BackupNames names = new BackupNames(List.of("{app}_uploads_{yyyy-MM-dd_HH-mm-ss}"), ZONE);
    UploadsCatalog catalog =
        new UploadsCatalog(
            List.of(new RcloneUploads(remote(served), names)),
            BackupNames.usual(ZONE),
            Duration.ofHours(6));

    UploadsArchive found =
        catalog.of(only().file(), Optional.empty(), Optional.empty()).orElseThrow();

    TarballSum sum = new TarballSum(new TarballFolder(""));
    var read =
        new TarballReader(ArchiveKey.none())
            .readWhole(found.file(), Optional.empty(), sum, told -> {}, Cancellation.none());
    assertThat(read.storedBytes()).isEqualTo(found.sizeBytes());
    assertThat(sum.files()).isEqualTo(1);
  }

  @Test
  void isNamedInAWayThatOutlivesTheProcess() throws Exception {
    put("tiers/ünï +%.dump");
    Backup backup = only();

    Path again = BackupPlace.path(backup.file().toString());

    assertThat(again).isEqualTo(backup.file());
    assertThat(Path.of(backup.file().toUri())).isEqualTo(backup.file());
    assertThat(Files.readAllBytes(again)).isEqualTo("PGDMP".getBytes(UTF_8));
    assertThat(again.getFileName()).hasToString("ünï +%.dump");
  }

  @Test
  void readsABackupWholeAndAFolderOfOne() throws Exception {
    Path archives = Path.of(RcloneSourceContract.class.getResource("/archives").toURI());
    put("one.dump.enc", Files.readAllBytes(archives.resolve("pg15-custom.dump.enc")));
    try (var files = Files.list(archives.resolve("pg15-directory"))) {
      for (Path file : files.toList()) {
        put("two/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    ArchiveReader reader =
        new ArchiveReader(new ArchiveKey("fixture-key-not-a-secret", List.of(200_000, 10_000)));

    for (Backup backup : source().list()) {
      String local = backup.name().equals("two") ? "pg15-directory" : "pg15-custom.dump.enc";
      assertThat(reader.inspect(backup.file()).entries()).isNotEmpty();
      assertThat(reader.readWhole(backup.file(), told -> {}, Cancellation.none()).sha256())
          .isEqualTo(
              reader.readWhole(archives.resolve(local), told -> {}, Cancellation.none()).sha256());
    }
  }

  @Test
  void aRemoteThatTheSettingsDroppedCanBeToldButNotRead() {
    Path file = BackupPlace.path("rclone:/dropped%3Adb/x.dump");

    assertThat(file).hasToString("rclone:/dropped%3Adb/x.dump");
    assertThatThrownBy(() -> Files.readAllBytes(file))
        .hasMessageContaining("the settings no longer name");
  }

  @Test
  void saysWhenAFileWentAway() throws Exception {
    put("x.dump");
    Path file = only().file();
    Files.delete(served.folder().resolve("x.dump"));

    assertThatThrownBy(() -> Files.newByteChannel(file)).isInstanceOf(NoSuchFileException.class);
    assertThat(Files.exists(file)).isFalse();
  }

  /** Whether the server tells checksums; without them nothing is called compared. */
  abstract Optional<String> checksum();

  @Test
  void isComparedWithItsCopyHere() throws Exception {
    byte[] content = new byte[30_000];
    new Random(6).nextBytes(content);
    put("zenops_db_2026-02-09_14-30-00.dump", content);
    Path here = Files.createDirectories(temp.resolveSibling(temp.getFileName() + "-here"));
    Path file = here.resolve("zenops_db_2026-02-09_14-30-00.dump");
    write(file, content);
    BackupCatalog catalog =
        new BackupCatalog(
            List.of(new FolderSource(here, BackupNames.usual(ZONE)), source()), Duration.ZERO);

    Backup joined = catalog.newestFirst().get(0);
    assertThat(catalog.newestFirst()).hasSize(1);
    assertThat(joined.remote()).isFalse();
    assertThat(joined.copies()).hasSize(1).allMatch(Backup::remote);
    RcloneRemotes remotes = new RcloneRemotes();
    assertThat(remotes.encrypts(joined.copies().get(0))).isFalse();
    assertThat(remotes.compare(joined, joined.copies().get(0)))
        .isEqualTo(checksum().map(sum -> new Remotes.Compared(true, sum)));

    content[15_000] ^= 1;
    write(file, content);
    assertThat(remotes.compare(joined, joined.copies().get(0)))
        .isEqualTo(checksum().map(sum -> new Remotes.Compared(false, sum)));
  }
}
