package dev.restorebot.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitBackupsTest {
  @Test
  void partsAreListedOnceWithTheSizeOfAll() throws Exception {
    FakeSource source =
        new FakeSource("backups")
            .with("zenops.dump.aa", 1)
            .with("zenops.dump.ab", 2)
            .with("zenops.dump.ac", 3)
            .with("other/zenops.dump.ab", 4)
            .with("shop.dump", 5);
    BackupCatalog catalog = new BackupCatalog(List.of(source), Duration.ofSeconds(3));

    assertThat(catalog.newestFirst())
        .extracting(Backup::name, Backup::sizeBytes)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("shop.dump", 1L),
            org.assertj.core.groups.Tuple.tuple("other/zenops.dump.ab", 1L),
            org.assertj.core.groups.Tuple.tuple("zenops.dump.aa", 3L));
  }

  @Test
  void rotatedBackupsAreListedEach() {
    FakeSource rotated = new FakeSource("backups").with("a.dump.1", 2).with("a.dump.2", 1);
    assertThat(SplitBackups.joined(rotated.backups)).hasSize(2);
  }

  @Test
  void partsAfterAGapAreNoBackupsEither() {
    FakeSource source = new FakeSource("backups").with("a.part1", 1).with("a.part3", 2);
    assertThat(SplitBackups.joined(source.backups))
        .extracting(Backup::name)
        .containsExactly("a.part1");
  }
}
