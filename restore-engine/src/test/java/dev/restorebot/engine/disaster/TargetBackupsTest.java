package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.backup.Backup;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetBackupsTest {
  private static final Backup SHOP = named("shop_db_1.dump", "shop");
  private static final Backup BILLING = named("billing_db_1.dump", "billing");
  private static final Backup INVOICES = named("invoices_db_1.dump", "invoices");
  private static final Backup NIGHTLY = unnamed("nightly.dump");
  private static final Backup UNKNOWN = unnamed("unknown.sql");

  private final TargetBackups two = new TargetBackups(targets("app", "invoices"), this::inside);

  private Optional<String> inside(Backup backup) {
    return backup.equals(NIGHTLY) ? Optional.of("invoices") : Optional.empty();
  }

  @Test
  void aTargetIsOfferedItsOwnBackupsOnly() {
    List<Backup> all = List.of(NIGHTLY, SHOP, BILLING, UNKNOWN, INVOICES);

    assertThat(two.of("shop", all)).containsExactly(SHOP);
    assertThat(two.of("billing", all)).containsExactly(NIGHTLY, BILLING, INVOICES);
  }

  @Test
  void aTargetWithoutBackupsIsOfferedThoseThatAreNoTargets() {
    assertThat(two.of("shop", List.of(BILLING, UNKNOWN))).containsExactly(UNKNOWN);
  }

  @Test
  void theOnlyTargetIsOfferedWhatNamesNothing() {
    TargetBackups one =
        new TargetBackups(Map.of("shop", settings("shop", "app")), backup -> Optional.empty());

    assertThat(one.of("shop", List.of(NIGHTLY, UNKNOWN))).containsExactly(NIGHTLY, UNKNOWN);
    assertThatCode(() -> one.requireOf("shop", BILLING)).doesNotThrowAnyException();
  }

  @Test
  void aBackupOfAnotherTargetIsRefusedAndTheTargetNamed() {
    assertThatThrownBy(() -> two.requireOf("shop", NIGHTLY))
        .hasMessageContaining("The backup nightly.dump is of the target billing and not of shop");
    assertThatThrownBy(() -> two.requireOf("billing", SHOP)).hasMessageContaining("target shop");
    assertThatCode(() -> two.requireOf("shop", SHOP)).doesNotThrowAnyException();
    assertThatCode(() -> two.requireOf("shop", UNKNOWN)).doesNotThrowAnyException();
  }

  @Test
  void whatABackupHoldsCountsMoreThanItsName() {
    TargetBackups renamed =
        new TargetBackups(targets("app", "invoices"), backup -> Optional.of("invoices"));

    assertThatThrownBy(() -> renamed.requireOf("shop", SHOP))
        .hasMessageContaining("target billing");
  }

  @Test
  void databasesOfOneNameAreToldApartByTheFile() {
    TargetBackups same = new TargetBackups(targets("app", "app"), backup -> Optional.of("app"));

    assertThat(same.targetsOf(SHOP)).containsExactly("shop");
    assertThat(same.targetsOf(UNKNOWN)).containsExactly("shop", "billing");
    assertThatThrownBy(() -> same.requireOf("billing", SHOP)).hasMessageContaining("target shop");
  }

  @Test
  void aTargetsNameCountsMoreThanItsDatabase() {
    TargetBackups same =
        new TargetBackups(targets("billing", "billing"), backup -> Optional.empty());

    assertThat(same.withDatabase("shop")).containsExactly("shop");
    assertThat(same.withDatabase("billing")).containsExactly("billing");
    assertThat(two.withDatabase("app")).containsExactly("shop");
    assertThat(two.withDatabase("other")).isEmpty();
  }

  @Test
  void saysWhatABackupIsOfThatIsNotTheTargets() {
    assertThat(two.otherThan("shop", NIGHTLY)).contains("invoices");
    assertThat(two.otherThan("shop", named("crm.dump", "crm"))).contains("crm");
    assertThat(two.otherThan("shop", SHOP)).isEmpty();
    assertThat(two.otherThan("shop", UNKNOWN)).isEmpty();
  }

  private static Map<String, TargetSettings> targets(String shop, String billing) {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    targets.put("shop", settings("shop", shop));
    targets.put("billing", settings("billing", billing));
    return targets;
  }

  private static TargetSettings settings(String project, String database) {
    return TargetSettings.ofCompose(
        project,
        "db",
        database,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        ProjectPlace.UNKNOWN);
  }

  private static Backup named(String name, String app) {
    return new Backup(
        name, Path.of("/b", name), 1, Instant.EPOCH, Optional.of(app), Optional.empty(), false);
  }

  private static Backup unnamed(String name) {
    return new Backup(
        name, Path.of("/b", name), 1, Instant.EPOCH, Optional.empty(), Optional.empty(), false);
  }
}
