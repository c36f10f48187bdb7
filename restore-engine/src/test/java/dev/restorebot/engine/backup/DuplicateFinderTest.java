package dev.restorebot.engine.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.backup.folder.FolderSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in two places is listed once. */
final class DuplicateFinderTest {
  private static final String NAME = "zenops_db_2026-02-09_14-30-00.dump";

  @TempDir Path temp;
  private Path here;
  private Path there;
  private BackupCatalog catalog;

  @BeforeEach
  void places() throws Exception {
    here = Files.createDirectories(temp.resolve("here"));
    there = Files.createDirectories(temp.resolve("there"));
    BackupNames names = BackupNames.usual(ZoneOffset.UTC);
    catalog =
        new BackupCatalog(
            List.of(new FolderSource(here, names), new FolderSource(there, names)),
            Duration.ofHours(1));
  }

  private static byte[] content(int seed) {
    byte[] content = new byte[20_000];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static void put(Path place, String name, byte[] content) throws Exception {
    Files.createDirectories(place.resolve(name).getParent());
    Files.write(place.resolve(name), content);
  }

  private List<String> listed() throws Exception {
    catalog.refresh();
    return catalog.newestFirst().stream()
        .map(
            backup ->
                backup.name()
                    + (backup.copies().isEmpty()
                        ? ""
                        : " = " + backup.copies().stream().map(Backup::name).toList()))
        .sorted()
        .toList();
  }

  @Test
  void equalContentIsOneBackupOfTheFirstPlace() throws Exception {
    put(here, NAME, content(1));
    put(there, "tiers/zenops_db_weekly.dump", content(1));
    put(there, "other.dump", content(2));

    assertThat(listed())
        .containsExactly("other.dump", NAME + " = [there:/tiers/zenops_db_weekly.dump]");
    assertThat(catalog.newestFirst().get(1).file()).startsWith(here.toRealPath());
  }

  @Test
  void aCopyCanStillBeChosen() throws Exception {
    put(here, NAME, content(1));
    put(there, NAME, content(1));

    assertThat(catalog.find("there:/" + NAME).file()).startsWith(there.toRealPath());
    assertThat(catalog.find(NAME).file()).startsWith(here.toRealPath());
    assertThat(catalog.find("zenops").file()).startsWith(here.toRealPath());
  }

  @Test
  void theSameNameWithOtherContentStaysTwo() throws Exception {
    byte[] changed = content(1);
    changed[19_999] ^= 1;
    put(here, NAME, content(1));
    put(there, NAME, changed);

    assertThat(listed()).containsExactly("here:/" + NAME, "there:/" + NAME);
  }

  @Test
  void whatIsTwiceInOnePlaceStaysTwoAndTheNameDecidesWhoseTheCopyIs() throws Exception {
    put(here, "a.dump", content(1));
    put(here, "b.dump", content(1));
    put(there, "b.dump", content(1));

    assertThat(listed()).containsExactly("a.dump", "b.dump = [there:/b.dump]");
  }

  @Test
  void emptyFilesAreNoCopies() throws Exception {
    put(here, "a.dump", new byte[0]);
    put(there, "a.dump", new byte[0]);

    assertThat(listed()).containsExactly("here:/a.dump", "there:/a.dump");
  }

  @Test
  void foldersAreCopiesByTheirTableOfContents() throws Exception {
    for (Path place : List.of(here, there)) {
      put(place, "dump/toc.dat", content(3));
      put(place, "dump/3001.dat", "rows".getBytes(UTF_8));
    }

    assertThat(listed()).containsExactly("dump = [there:/dump]");
  }

  @Test
  void aCopyThatChangedIsSeenAnew() throws Exception {
    put(here, "a.dump", content(1));
    put(there, "a.dump", content(1));
    assertThat(listed()).hasSize(1);

    put(there, "a.dump", content(2));

    assertThat(listed()).hasSize(2);
  }

  @Test
  void ofManyTheNewestAreLookedAtFirstAndAllWhenAskedTo() throws Exception {
    for (int i = 0; i < 50; i++) {
      String name = "zenops_db_2026-02-09_14-30-%02d.dump".formatted(i);
      put(here, name, content(i));
      put(there, name, content(i));
    }

    assertThat(catalog.newestFirst()).hasSize(68);
    assertThat(catalog.newestFirst().get(0).copies()).hasSize(1);
    assertThat(catalog.thoroughly()).hasSize(50).allMatch(backup -> backup.copies().size() == 1);
  }

  @Test
  void statusesAreToldByPlace() throws Exception {
    put(there, BackupStatus.FILE, "{\"state\": \"success\"}".getBytes(UTF_8));

    assertThat(catalog.statuses()).containsOnlyKeys("there");
    assertThat(catalog.statuses().get("there").state()).isEqualTo("success");
  }
}
