package dev.restorebot.engine.backup.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.BackupSource;
import dev.restorebot.engine.backup.BackupSourceContract;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderSourceTest extends BackupSourceContract {
  @TempDir Path temp;
  private Path root;
  private FolderSource source;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(temp.toRealPath().resolve("backups"));
    source = new FolderSource(root, BackupNames.usual(ZONE));
  }

  @Override
  protected BackupSource source() {
    return source;
  }

  @Override
  protected void put(String name, byte[] content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
  }

  @Test
  void isCalledAsItsFolder() {
    assertThat(source.name()).isEqualTo("backups");
    assertThat(new FolderSource(Path.of("/"), BackupNames.usual(ZONE)).name()).isEqualTo("root");
  }

  @Test
  void namesTheFileToRestore() throws Exception {
    put("tiers/x.dump");

    assertThat(only().file()).isEqualTo(root.resolve("tiers/x.dump"));
  }

  @Test
  void passesOverLinksThatLeadOutOrNowhere() throws Exception {
    Path outside = Files.writeString(temp.resolve("secret.dump"), "PGDMP");
    Files.createDirectory(temp.resolve("outside"));
    Files.writeString(temp.resolve("outside/toc.dat"), "PGDMP");
    Files.createSymbolicLink(root.resolve("secret.dump"), outside);
    Files.createSymbolicLink(root.resolve("dump"), temp.resolve("outside"));
    Files.createSymbolicLink(root.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(root.resolve("nowhere.dump"), Path.of("gone.dump"));
    Files.createSymbolicLink(root.resolve("loop.dump"), Path.of("loop.dump"));

    assertThat(names()).isEmpty();
  }

  @Test
  void followsLinksThatStayInside() throws Exception {
    put("real/x.dump");
    Files.createSymbolicLink(root.resolve("newest.dump"), Path.of("real/x.dump"));
    Files.createSymbolicLink(root.resolve("again"), Path.of("real"));

    assertThat(names()).containsExactlyInAnyOrder("real/x.dump", "newest.dump");
    assertThat(source.list())
        .allSatisfy(backup -> assertThat(backup.file()).isEqualTo(root.resolve("real/x.dump")));
  }

  @Test
  void worksWhenItsFolderIsItselfALink() throws Exception {
    put("x.dump");
    Path link = Files.createSymbolicLink(temp.resolve("link"), root);

    assertThat(new FolderSource(link, BackupNames.usual(ZONE)).list()).hasSize(1);
  }

  @Test
  void looksAgainAtAFileThatChanged() throws Exception {
    put("x.dump");
    assertThat(only().looksEncrypted()).isFalse();

    put("x.dump", "Salted__12345678".getBytes(UTF_8));

    assertThat(only().looksEncrypted()).isTrue();
  }

  @Test
  void everyKindOfEncryptionIsSeenByItsFirstBytes() throws Exception {
    put("a.dump", "age-encryption.org/v1\n-> X25519 abc\n".getBytes(UTF_8));
    put("b.dump", "-----BEGIN PGP MESSAGE-----\n\nabc\n".getBytes(UTF_8));
    put("c.dump", "Salted__12345678".getBytes(UTF_8));
    put("d.dump.gpg", "PGDMP".getBytes(UTF_8));

    assertThat(encrypted(source)).containsExactlyInAnyOrder("a.dump", "b.dump", "c.dump");
  }

  @Test
  void aSmallArmoredFileIsASignatureAndALargeOneABackup() throws Exception {
    put("x.dump", "PGDMP".getBytes(UTF_8));
    put("x.dump.asc", "-----BEGIN PGP SIGNATURE-----\n".getBytes(UTF_8));
    put("y.dump.asc", ("-----BEGIN PGP MESSAGE-----\n\n" + "abcd".repeat(2_000)).getBytes(UTF_8));

    assertThat(names()).containsExactlyInAnyOrder("x.dump", "y.dump.asc");
    assertThat(encrypted(source)).containsExactly("y.dump.asc");
  }

  @Test
  void saysThatItsFolderIsMissingAndWhatToDo() {
    assertThatThrownBy(() -> new FolderSource(temp.resolve("none"), BackupNames.usual(ZONE)).list())
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().message())
                  .contains(temp.resolve("none").toString())
                  .contains("does not exist");
              assertThat(e.problem().hint()).contains("backups.folders");
            });
  }

  @Test
  void saysThatItsFolderIsAFile() throws Exception {
    put("x.dump");

    assertThatThrownBy(
            () -> new FolderSource(root.resolve("x.dump"), BackupNames.usual(ZONE)).list())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("is not a folder");
  }

  @Test
  void ofManyFilesTheNewestAreOpenedFirstAndTheOthersGoByTheirNames() throws Exception {
    for (int i = 0; i < 2_500; i++) {
      String name = "app_db_%04d-01-01_00-00-00.dump".formatted(1 + i);
      Files.write(root.resolve(name), "Salted__12345678".getBytes(UTF_8));
    }
    Files.write(root.resolve("app_db_0001-01-01_00-00-00.dump.enc"), new byte[1]);
    BackupSource source = source();

    assertThat(encrypted(source)).hasSize(2_001).contains("app_db_2500-01-01_00-00-00.dump");
    assertThat(encrypted(source))
        .hasSize(2_500)
        .doesNotContain("app_db_0001-01-01_00-00-00.dump.enc");
  }

  private static List<String> encrypted(BackupSource source) throws Exception {
    return source.list().stream().filter(Backup::looksEncrypted).map(Backup::name).toList();
  }
}
