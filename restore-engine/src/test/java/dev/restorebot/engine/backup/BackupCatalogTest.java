package dev.restorebot.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BackupCatalogTest {
  private final AtomicLong nanos = new AtomicLong();
  private final FakeSource local =
      new FakeSource("backups")
          .with("zenops_db_2026-02-09_14-30-00.dump", 1)
          .with("zenops_db_2026-02-09_14-30-00.sql.gz", 2)
          .with("tiers/zenops_db_daily_a.sql.gz", 3)
          .with("tiers/zenops_db_weekly.sql.gz", 5);
  private final FakeSource remote = new FakeSource("remote").with("chinook.sql.gz", 4);
  private final BackupCatalog catalog =
      new BackupCatalog(List.of(local, remote), Duration.ofSeconds(3), nanos::get);

  @Test
  void listsAllSourcesNewestFirst() throws Exception {
    assertThat(catalog.newestFirst())
        .extracting(Backup::name)
        .containsExactly(
            "tiers/zenops_db_weekly.sql.gz",
            "chinook.sql.gz",
            "tiers/zenops_db_daily_a.sql.gz",
            "zenops_db_2026-02-09_14-30-00.sql.gz",
            "zenops_db_2026-02-09_14-30-00.dump");
  }

  @Test
  void givesTheLatestEvenIfItIsNewerThanTheLastList() throws Exception {
    assertThat(catalog.latest().name()).isEqualTo("tiers/zenops_db_weekly.sql.gz");

    remote.with("just-now.dump", 9);

    assertThat(catalog.latest().name()).isEqualTo("just-now.dump");
  }

  @Test
  void otherSourcesAreListedAtOnce() throws Exception {
    assertThat(catalog.newestFirst()).hasSize(5);

    catalog.replace(List.of(remote), Duration.ofHours(1));

    assertThat(catalog.newestFirst()).extracting(Backup::name).containsExactly("chinook.sql.gz");
    remote.with("just-now.dump", 9);
    nanos.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(catalog.newestFirst()).hasSize(1);
  }

  @Test
  void doesNotCallAnOldBackupTheLatestBecauseAPlaceIsBroken() throws Exception {
    remote.broken = true;

    assertThat(problem(catalog::latest).message()).isEqualTo("remote is broken.");
    assertThat(problem(catalog::newestFirst).message()).isEqualTo("remote is broken.");
    assertThat(catalog.find("tiers/zenops_db_weekly.sql.gz").sizeBytes()).isEqualTo(1);
    assertThat(problem(() -> catalog.find("chinook.sql.gz")).message())
        .isEqualTo("remote is broken.");
    assertThat(catalog.complete("zen", 9)).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "zenops_db_2026-02-09_14-30-00.dump, zenops_db_2026-02-09_14-30-00.dump",
    "tiers/zenops_db_weekly.sql.gz, tiers/zenops_db_weekly.sql.gz",
    "zenops_db_weekly.sql.gz, tiers/zenops_db_weekly.sql.gz",
    "zenops_db_daily, tiers/zenops_db_daily_a.sql.gz",
    "tiers/zenops_db_w, tiers/zenops_db_weekly.sql.gz",
    "chin, chinook.sql.gz",
    "_weekly, tiers/zenops_db_weekly.sql.gz",
    "30-00.dump, zenops_db_2026-02-09_14-30-00.dump"
  })
  void findsByNameOrFileNameOrUniqueStartOrPart(String typed, String found) throws Exception {
    assertThat(catalog.find(typed).name()).isEqualTo(found);
  }

  @Test
  void prefersTheWholeNameToAnythingThatStartsWithIt() throws Exception {
    remote.with("chinook", 1);

    assertThat(catalog.find("chinook").name()).isEqualTo("chinook");
  }

  @Test
  void choosesNoneWhenSeveralFitAndSaysWhich() {
    Problem problem = problem(() -> catalog.find("zenops_db_2026"));

    assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_MISSING);
    assertThat(problem.message()).contains("matches 2 backups");
    assertThat(problem.hint())
        .contains("zenops_db_2026-02-09_14-30-00.dump")
        .contains("zenops_db_2026-02-09_14-30-00.sql.gz");
  }

  @Test
  void namesTheNearestWhenThereIsNone() {
    Problem problem = problem(() -> catalog.find("chinok.sql.gz"));

    assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_MISSING);
    assertThat(problem.message()).isEqualTo("There is no backup called \"chinok.sql.gz\".");
    assertThat(problem.hint()).startsWith("Did you mean chinook.sql.gz, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/backups/chinook.sql.gz",
        "./deploy/backups/chinook.sql.gz",
        "../remote/chinook.sql.gz",
        "tiers/../chinook.sql.gz",
        "C:\\backups\\chinook.sql.gz",
        "~/chinook.sql.gz"
      })
  void neverFollowsAPathButNamesTheBackupAtItsEnd(String path) {
    Problem problem = problem(() -> catalog.find(path));

    assertThat(problem.message()).contains("never by a path");
    assertThat(problem.hint()).startsWith("Did you mean chinook.sql.gz");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u0000", "*", "%"})
  void takesNothingAndWildcardsForNoName(String name) {
    assertThat(problem(() -> catalog.find(name)).code()).isEqualTo(ProblemCode.BACKUP_MISSING);
  }

  @Test
  void showsWhatWasTypedHarmlesslyAndNotWithoutEnd() {
    assertThat(problem(() -> catalog.find("a\u202e\u001b[2J" + "x".repeat(9000))).message())
        .contains("a\\u202e\\u001b[2J")
        .hasSizeLessThan(250);
  }

  @Test
  void saysThatThereIsNoBackupAtAll() {
    BackupCatalog empty =
        new BackupCatalog(List.of(new FakeSource("backups")), Duration.ofSeconds(3));

    assertThat(problem(empty::latest).message()).contains("no backup in any");
    assertThat(problem(() -> empty.find("x")).message()).contains("no backup in any");
  }

  @Test
  void tellsBackupsOfOneNameApartByTheirSource() throws Exception {
    FakeSource second = new FakeSource("backups").with("chinook.sql.gz", 8);
    BackupCatalog three = new BackupCatalog(List.of(local, remote, second), Duration.ofSeconds(3));

    assertThat(three.find("backups-2:/chinook.sql.gz").file())
        .hasToString("/backups/chinook.sql.gz");
    assertThat(three.find("remote:/chinook.sql.gz").file()).hasToString("/remote/chinook.sql.gz");
    assertThat(problem(() -> three.find("chinook.sql.gz")).message()).contains("matches 2 backups");
    assertThat(three.newestFirst()).extracting(Backup::name).doesNotHaveDuplicates();
  }

  @Test
  void completesStartsBeforePartsAndNewestFirst() {
    remote.with("old-zen.dump", 9);

    assertThat(catalog.complete("ZEN", 3))
        .containsExactly(
            "tiers/zenops_db_weekly.sql.gz",
            "tiers/zenops_db_daily_a.sql.gz",
            "zenops_db_2026-02-09_14-30-00.sql.gz");
    assertThat(catalog.complete("zen", 9)).hasSize(5).endsWith("old-zen.dump");
    assertThat(catalog.complete("", 9)).hasSize(6);
    assertThat(catalog.complete("nothing", 9)).isEmpty();
  }

  @Test
  void keepsAListForAFewSecondsUnlessToldToLookAgain() throws Exception {
    catalog.newestFirst();
    catalog.complete("z", 5);
    assertThat(local.asked).isEqualTo(1);

    nanos.addAndGet(Duration.ofSeconds(4).toNanos());
    catalog.newestFirst();
    assertThat(local.asked).isEqualTo(2);

    catalog.refresh();
    catalog.newestFirst();
    assertThat(local.asked).isEqualTo(3);
  }

  @Test
  void looksAgainBeforeItSaysThatThereIsNone() throws Exception {
    catalog.newestFirst();
    remote.with("just-now.dump", 9);

    assertThat(catalog.find("just-now.dump").name()).isEqualTo("just-now.dump");
  }

  private static Problem problem(ThrowingCallable call) {
    Throwable[] thrown = new Throwable[1];
    assertThatThrownBy(call).isInstanceOf(ProblemException.class).satisfies(e -> thrown[0] = e);
    return ((ProblemException) thrown[0]).problem();
  }
}
