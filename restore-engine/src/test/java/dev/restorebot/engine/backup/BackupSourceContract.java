package dev.restorebot.engine.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link BackupSource} must do. */
public abstract class BackupSourceContract {
  protected static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  protected static final Instant WRITTEN = Instant.parse("2026-02-10T08:00:00Z");

  protected abstract BackupSource source();

  /** Puts a file into the place, as written at {@link #WRITTEN}. */
  protected abstract void put(String name, byte[] content) throws IOException;

  protected final void put(String name) throws IOException {
    put(name, "PGDMP".getBytes(UTF_8));
  }

  protected final List<String> names() throws ProblemException {
    return source().list().stream().map(Backup::name).toList();
  }

  protected final Backup only() throws ProblemException {
    List<Backup> all = source().list();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void hasANameAndMayBeEmpty() throws Exception {
    assertThat(source().name()).isNotBlank();
    assertThat(source().list()).isEmpty();
  }

  @Test
  void listsABackupWithWhatItsNameSays() throws Exception {
    put("zenops_db_2026-02-09_14-30-00.dump");

    Backup backup = only();

    assertThat(backup.name()).isEqualTo("zenops_db_2026-02-09_14-30-00.dump");
    assertThat(backup.sizeBytes()).isEqualTo(5);
    assertThat(backup.app()).contains("zenops");
    assertThat(backup.takenAt()).isEqualTo(Instant.parse("2026-02-09T13:30:00Z"));
    assertThat(backup.looksEncrypted()).isFalse();
  }

  @Test
  void goesByTheFilesTimeWhenTheNameHasNone() throws Exception {
    put("nightly.dump");
    put("zenops_db_2026-02-30_14-30-00.dump");
    put("zenops_db_weekly.sql.gz");

    assertThat(source().list())
        .hasSize(3)
        .allSatisfy(backup -> assertThat(backup.takenAt()).as(backup.name()).isEqualTo(WRITTEN));
  }

  @Test
  void listsFoldersInFoldersWithSlashes() throws Exception {
    put("tiers/zenops_db_daily_a.sql.gz");
    put("old/2025/x.dump");

    assertThat(names())
        .containsExactlyInAnyOrder("tiers/zenops_db_daily_a.sql.gz", "old/2025/x.dump");
    assertThat(source().list())
        .filteredOn(backup -> backup.name().startsWith("tiers/"))
        .extracting(Backup::app)
        .containsExactly(Optional.of("zenops"));
  }

  @Test
  void seesEncryptionByTheContentNotTheName() throws Exception {
    put("plain.dump.enc", "PGDMP".getBytes(UTF_8));
    put("sealed.dump", "Salted__12345678".getBytes(UTF_8));
    put("short.dump", "Salt".getBytes(UTF_8));

    assertThat(source().list())
        .filteredOn(Backup::looksEncrypted)
        .extracting(Backup::name)
        .containsExactly("sealed.dump");
  }

  @Test
  void takesAFolderOfADirectoryDumpForOneBackup() throws Exception {
    put("zenops_db_2026-02-09_14-30-00/toc.dat");
    put("zenops_db_2026-02-09_14-30-00/3001.dat.gz");
    put("zenops_db_2026-02-09_14-30-00/blobs.toc");

    Backup backup = only();

    assertThat(backup.name()).isEqualTo("zenops_db_2026-02-09_14-30-00");
    assertThat(backup.sizeBytes()).isEqualTo(15);
    assertThat(backup.app()).contains("zenops");
    assertThat(backup.takenAt()).isEqualTo(Instant.parse("2026-02-09T13:30:00Z"));
  }

  @Test
  void leavesOutWhatIsNoBackup() throws Exception {
    for (String name :
        List.of(
            ".hidden.dump",
            ".snapshots/x.dump",
            "backup.status.json",
            "zenops_uploads_2026-02-09_14-30-00.tar.gz",
            "zenops_uploads_2026-02-09_14-30-00.tar.gz.enc",
            "x.dump.sha256",
            "SHA256SUMS",
            "x.dump.part",
            "x.dump.tmp",
            "README.md",
            "backup.LOG",
            "lost+found/x")) {
      put(name);
    }

    assertThat(names()).isEmpty();
  }

  @Test
  void listsWhateverElseThereIs() throws Exception {
    List<String> all =
        List.of(
            "backup",
            "x.bak",
            "x.sql",
            "x.sql.zst",
            "x.tar",
            "x.dump.enc",
            "with space.dump",
            "uploads.tar.gz",
            "ünïcode.dump");
    for (String name : all) {
      put(name);
    }

    assertThat(names()).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void seesWhatWasAddedSince() throws Exception {
    put("one.dump");
    assertThat(names()).hasSize(1);

    put("two.dump");

    assertThat(names()).hasSize(2);
  }

  @Test
  void readsWhatTheBackupScriptSaidLast() throws Exception {
    BackupSource source = source();
    assertThat(source.list()).isEmpty();
    assertThat(source.status()).isEmpty();

    put(
        BackupStatus.FILE,
        "{\"state\": \"failed\", \"finished_at\": \"2026-02-09 14:31:05\"}".getBytes(UTF_8));

    assertThat(source.list()).isEmpty();
    assertThat(source.status().orElseThrow().failed()).isTrue();
    assertThat(source.status().orElseThrow().finishedAt())
        .contains(Instant.parse("2026-02-09T13:31:05Z"));
  }

  @Test
  void tellsTheEndsOfAFileAndOfAFoldersTableOfContents() throws Exception {
    byte[] content = new byte[3 * FileEnds.BYTES];
    new Random(4).nextBytes(content);
    put("long.dump", content);
    put("short.dump", Arrays.copyOf(content, 100));
    put("folder/toc.dat", content);
    put("folder/1.dat", "x".getBytes(UTF_8));
    BackupSource source = source();
    byte[] ends = Arrays.copyOf(content, 2 * FileEnds.BYTES);
    System.arraycopy(content, 2 * FileEnds.BYTES, ends, FileEnds.BYTES, FileEnds.BYTES);
    byte[] twice = Arrays.copyOf(content, 200);
    System.arraycopy(content, 0, twice, 100, 100);

    for (Backup backup : source.list()) {
      assertThat(source.ends(backup))
          .as(backup.name())
          .isEqualTo(backup.name().equals("short.dump") ? twice : ends);
    }
  }
}
