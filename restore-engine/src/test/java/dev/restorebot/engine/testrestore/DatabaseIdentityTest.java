package dev.restorebot.engine.testrestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseIdentityTest {
  private static final BackupNames NAMES =
      new BackupNames(List.of("{app}_db_{generation}", "{app}-{yyyyMMdd}"), ZoneOffset.UTC);

  private static DatabaseIdentity identity(String file, String inside) {
    Optional<String> none = Optional.empty();
    BackupArchive archive =
        new BackupArchive(
            Path.of("/backups", file),
            1,
            List.of(),
            ArchiveFormat.CUSTOM,
            new ArchiveHeader(
                none,
                Optional.ofNullable(inside),
                none,
                none,
                Optional.empty(),
                none,
                none,
                none,
                none),
            List.of(),
            Optional.empty(),
            List.of(),
            none,
            none,
            true);
    return DatabaseIdentity.of(archive, file, NAMES);
  }

  private static Optional<Problem> compared(String file, String inside) throws ProblemException {
    return identity(file, inside).compare(Optional.empty());
  }

  @Test
  void theDatabaseIsNamedByTheContentOtherwiseByTheFile() {
    assertThat(identity("a_db_daily.dump", "zenops").name()).isEqualTo("zenops");
    assertThat(identity("tiers/shop-20260209.sql.gz", null).name()).isEqualTo("shop");
    assertThat(identity("zenops_db_2026-02-09.sql.gz", null).name()).isEqualTo("zenops");
    assertThat(identity("chinook.sql.gz", null).name()).isEqualTo("restored");
    assertThat(identity("a_db_daily.dump", "zenops").names()).containsExactly("zenops", "a");
    assertThat(identity("a_db_daily.dump", "a").names()).containsExactly("a");
    assertThat(identity("chinook.sql.gz", null).names()).isEmpty();
  }

  @Test
  void aNameThatDiffersFromTheContentIsNoted() throws Exception {
    Problem note = compared("zenops_db_daily.dump", "chinook").orElseThrow();

    assertThat(note.message())
        .isEqualTo(
            "The name of zenops_db_daily.dump says zenops, but the database in it is chinook.");
    assertThat(note.code().blame()).isEqualTo(Blame.ADVICE);
  }

  @Test
  void namesThatMeanTheSameAreNotNoted() throws Exception {
    assertThat(compared("app-prod-20260209.dump", "App_Prod")).isEmpty();
    assertThat(compared("nightly.dump", "chinook")).isEmpty();
    assertThat(compared("zenops_db_daily.sql", null)).isEmpty();
  }

  @Test
  void anotherDatabaseThanAskedForIsRefused() {
    for (DatabaseIdentity other :
        List.of(
            identity("nightly.dump", "chinook"),
            identity("zenops_db_daily.dump", "chinook"),
            identity("chinook_db_daily.sql", null))) {
      assertThatThrownBy(() -> other.compare(Optional.of("zenops")))
          .hasMessageContaining("is a backup of the database chinook, not of zenops")
          .satisfies(
              e ->
                  assertThat(((ProblemException) e).problem().code())
                      .isEqualTo(ProblemCode.WRONG_DATABASE));
    }
  }

  @Test
  void theDatabaseThatWasAskedForIsTaken() throws Exception {
    assertThat(identity("nightly.dump", "zenops").compare(Optional.of("Zenops"))).isEmpty();
    assertThat(identity("zenops_db_daily.sql", null).compare(Optional.of("zenops"))).isEmpty();
  }

  @Test
  void aBackupThatDoesNotSayItsDatabaseIsNoted() throws Exception {
    assertThat(identity("nightly.sql", null).compare(Optional.of("zenops")).orElseThrow().message())
        .startsWith("Neither the name nor the content of nightly.sql says which database");
  }

  @Test
  void namesThatDifferOnlyInDigitsAreAlike() {
    DatabaseIdentity monday = identity("shop.2026-01-05.sql.gz", null);
    assertThat(monday.namedAlike("shop.2026-11-12.sql.gz")).isTrue();
    assertThat(monday.namedAlike("chinook.2026-01-05.sql.gz")).isFalse();
  }
}
