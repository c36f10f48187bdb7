package dev.restorebot.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BackupNamesTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
  private final BackupNames usual = BackupNames.usual(ZONE);

  @ParameterizedTest
  @CsvSource({
    "zenops_db_2026-02-09_14-30-00.dump, zenops, , 2026-02-09T09:00:00Z",
    "zenops_db_2026-02-09_14-30-00.sql.gz.enc, zenops, , 2026-02-09T09:00:00Z",
    "zenops_db_2026-02-09_14-30-00, zenops, , 2026-02-09T09:00:00Z",
    "my_db_app_db_2026-02-09_14-30-00.dump, my_db_app, , 2026-02-09T09:00:00Z",
    "zenops_db_2026-02-30_14-30-00.dump, zenops, , ",
    "zenops_db_daily_a.sql.gz, zenops, daily_a, ",
    "zenops_db_fortnightly.sql.gz, zenops, fortnightly, ",
    "zenops_db_before-the-upgrade.dump, , , ",
    "_db_2026-02-09_14-30-00.dump, , , ",
    "chinook_2023-03-15.sql.gz, , , ",
  })
  void readsTheUsualNames(String name, String app, String generation, Instant takenAt) {
    NameFacts facts = usual.read(name);
    assertThat(facts.app().orElse(null)).isEqualTo(app);
    assertThat(facts.generation().orElse(null)).isEqualTo(generation);
    assertThat(facts.takenAt().orElse(null)).isEqualTo(takenAt);
  }

  @ParameterizedTest
  @CsvSource({
    "{app}_{yyyy-MM-dd}, chinook_2023-03-15.sql.gz, 2023-03-14T18:30:00Z",
    "{app}-{yyyyMMdd'T'HHmm}, zenops-20260209T1430.dump, 2026-02-09T09:00:00Z",
    "pg*{app}@{yyyy.MM.dd HH:mm}, pg17-zenops@2026.02.09 14:30.dump, 2026-02-09T09:00:00Z",
    "{yyyyMMddHHmmss}, 20260209143000.dump, 2026-02-09T09:00:00Z",
  })
  void readsNamesByTemplates(String template, String name, Instant takenAt) {
    assertThat(new BackupNames(List.of("{app}.never", template), ZONE).read(name).takenAt())
        .contains(takenAt);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backup",
        "",
        "{app",
        "app}",
        "{app}{app}",
        "{name}",
        "{yyyy-MM-dd}{HH-mm}",
        "{HH-mm-ss}",
        "{yyyy-MM-ddX}",
        "{}",
        "{yyyy-MMM-dd",
        "{yyyy-MM-dd'T}"
      })
  void refusesWhatIsNoTemplate(String template) {
    assertThatThrownBy(() -> new BackupNames(List.of(template), ZONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + template + "\"");
  }

  @Test
  void doesNotHangOnANameThatNearlyFits() {
    BackupNames names = new BackupNames(List.of("*_*_*{app}_db_{yyyy-MM-dd}"), ZONE);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> names.read("_db_".repeat(60) + "x"));
  }
}
