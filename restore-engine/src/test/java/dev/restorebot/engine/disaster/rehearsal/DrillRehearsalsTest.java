package dev.restorebot.engine.disaster.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.disaster.ProjectPlace;
import dev.restorebot.engine.disaster.TargetBackups;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.drill.BackupRule;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.DrillSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DrillRehearsalsTest {
  private static final Backup OF_EU = backup("shop_eu_db_2.dump", Optional.of("shop_eu"));
  private static final Backup OF_SHOP = backup("shop_db_1.dump", Optional.of("shop"));
  private static final Backup OF_CRM = backup("crm_db_3.dump", Optional.of("crm"));
  private static final List<Backup> ALL = List.of(OF_CRM, OF_EU, OF_SHOP);

  private final Map<Backup, String> inside = new HashMap<>();

  private DrillRehearsals targets(String... namesAndDatabases) {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    for (int i = 0; i < namesAndDatabases.length; i += 2) {
      targets.put(
          namesAndDatabases[i],
          TargetSettings.ofCompose(
              namesAndDatabases[i],
              "db",
              namesAndDatabases[i + 1],
              List.of(),
              Optional.empty(),
              Optional.empty(),
              ProjectPlace.UNKNOWN));
    }
    TargetBackups backups = new TargetBackups(targets, this::in);
    return new DrillRehearsals(mock(RehearsalJobs.class), () -> backups, this::in);
  }

  private Optional<String> in(Backup backup) {
    return Optional.ofNullable(inside.get(backup));
  }

  @Test
  void aDrillThatNamesATargetTakesTheBackupsOfItsDatabase() throws Exception {
    DrillRehearsals drills = targets("web-eu", "shop");

    assertThat(drills.backups(of("web-eu"), ALL)).containsExactly(OF_SHOP);
    assertThat(drills.otherDatabase(of("web-eu"), OF_SHOP)).isEmpty();
  }

  @Test
  void aDrillTakesNoBackupOfAnotherTargetWithTheSameDatabase() throws Exception {
    DrillRehearsals drills = targets("shop", "shop", "shop-eu", "shop");
    inside.put(OF_EU, "shop");
    inside.put(OF_SHOP, "shop");

    assertThat(drills.backups(of("shop"), ALL)).containsExactly(OF_SHOP);
    assertThatThrownBy(() -> drills.otherDatabase(of("shop"), OF_EU))
        .hasMessageContaining("is of the target shop-eu and not of shop");
    assertThat(drills.otherDatabase(of("shop-eu"), OF_EU)).isEmpty();
  }

  @Test
  void aDatabaseOfSeveralTargetsIsNoChoice() {
    DrillRehearsals drills = targets("one", "shop", "two", "shop");

    assertThatThrownBy(() -> drills.backups(of("shop"), ALL))
        .hasMessageContaining("several targets have this database: one, two");
    assertThatThrownBy(() -> drills.backups(of("crm"), ALL))
        .hasMessageContaining("no target of disaster restores has this database");
  }

  @Test
  void aBackupOfAnotherDatabaseIsNoSubstituteForAMissingOne() throws Exception {
    DrillRehearsals drills = targets("billing", "invoices");

    assertThat(drills.backups(of("billing"), ALL)).isEmpty();
    assertThat(drills.otherDatabase(of("billing"), OF_CRM)).contains("crm");
    inside.put(OF_CRM, "invoices");
    assertThat(drills.backups(of("billing"), ALL)).containsExactly(OF_CRM);
    assertThat(drills.otherDatabase(of("billing"), OF_CRM)).isEmpty();
  }

  @Test
  void theNamesOfADrillSayWhichBackupsItTakes() throws Exception {
    DrillRehearsals drills = targets("billing", "invoices");
    DrillSettings named = of("billing", Optional.of(Pattern.compile("crm_db_")));

    assertThat(drills.backups(named, ALL)).containsExactly(OF_CRM);
    assertThat(drills.otherDatabase(named, OF_CRM)).isEmpty();
  }

  private static DrillSettings of(String database) {
    return of(database, Optional.empty());
  }

  private static DrillSettings of(String database, Optional<Pattern> names) {
    return new DrillSettings(
        database,
        DrillKind.REHEARSAL,
        Optional.empty(),
        "slack:C1",
        Optional.empty(),
        Optional.empty(),
        false,
        BackupRule.NEWEST,
        names,
        Optional.empty(),
        Duration.ofDays(3));
  }

  private static Backup backup(String name, Optional<String> app) {
    return new Backup(name, Path.of("/b", name), 1, Instant.EPOCH, app, Optional.empty(), false);
  }
}
