package dev.restorebot.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackupsOfDatabaseTest {
  private static final Map<String, String> INSIDE =
      Map.of("manual.dump", "zenops", "chinook.dump", "chinook");

  private final List<String> read = new ArrayList<>();
  private final BackupsOfDatabase zenops =
      new BackupsOfDatabase(
          "zenops",
          backup -> {
            read.add(backup.name());
            return Optional.ofNullable(INSIDE.get(backup.name()));
          });

  private static List<Backup> backups(String... newestFirst) {
    BackupNames names = BackupNames.usual(ZoneOffset.UTC);
    return Stream.of(newestFirst)
        .map(
            name ->
                new Backup(
                    name,
                    Path.of("/b", name),
                    1,
                    Instant.EPOCH,
                    names.read(name).app(),
                    Optional.empty(),
                    false))
        .toList();
  }

  @Test
  void anUnnamedFileAmongNamedOnesIsNotTaken() throws Exception {
    assertThat(zenops.first(backups("chinook_2023-03-15.sql.gz", "zenops_db_weekly.sql")).name())
        .isEqualTo("zenops_db_weekly.sql");
  }

  @Test
  void theContentDecidesWhereTheNameSaysNothing() {
    assertThat(zenops.in(backups("chinook.dump", "manual.dump", "zenops_db_weekly.sql")))
        .extracting(Backup::name)
        .containsExactly("manual.dump", "zenops_db_weekly.sql");
  }

  @Test
  void whereNoNameSaysAnythingOnlyAnotherDatabaseIsLeftOut() {
    assertThat(zenops.in(backups("chinook.dump", "nightly.sql.gz")))
        .extracting(Backup::name)
        .containsExactly("nightly.sql.gz");
  }

  @Test
  void nothingIsReadThatTheChoiceDoesNotNeed() throws Exception {
    assertThat(zenops.first(backups("zenops_db_weekly.sql", "chinook.dump"))).isNotNull();
    assertThat(read).isEmpty();
  }

  @Test
  void aRefusalNamesWhatIsThere() {
    List<Backup> all =
        backups("chinook_db_daily.dump", "chinook_db_weekly.dump", "old.sql", "shop_db_daily.dump");
    assertThatThrownBy(() -> zenops.first(all))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no backup of the database zenops")
        .hasMessageContaining("chinook (2), old.sql, shop.");
  }

  @Test
  void theLatestOfADatabaseIsNotTheLatestOfAll() throws Exception {
    BackupCatalog catalog =
        new BackupCatalog(
            List.of(new FakeSource("backups").with("chinook.dump", 9).with("manual.dump", 1)),
            Duration.ofSeconds(3));
    assertThat(catalog.latest(zenops).name()).isEqualTo("manual.dump");
  }
}
