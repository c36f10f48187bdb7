package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InitdbArgumentsTest {
  private static final DisasterPlan PLAN =
      SampleDisasters.asked("aaa111", "zenops", PlanOptions.DEFAULT).plan();

  @Test
  void builtinProviderStaysTheClustersAndTheDatabases() {
    LocaleProvider builtin = new LocaleProvider("builtin", "C.UTF-8", Optional.empty());
    Target target = with(Optional.of(builtin), Optional.of(builtin), List.of());

    assertThat(InitdbArguments.of(target.cluster()))
        .contains("--locale-provider=builtin", "--builtin-locale=C.UTF-8");
    assertThat(InitdbArguments.createDatabase(target))
        .endsWith(" LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'");
  }

  @Test
  void icuKeepsItsRules() {
    LocaleProvider icu = new LocaleProvider("icu", "de-AT", Optional.of("&a < g"));
    assertThat(InitdbArguments.createDatabase(with(Optional.of(icu), Optional.empty(), List.of())))
        .endsWith(" LOCALE_PROVIDER icu ICU_LOCALE 'de-AT' ICU_RULES '&a < g'");
  }

  @Test
  void libcDatabaseOfAnotherClusterSaysSo() {
    LocaleProvider icu = new LocaleProvider("icu", "und", Optional.empty());
    assertThat(InitdbArguments.createDatabase(with(Optional.empty(), Optional.of(icu), List.of())))
        .endsWith(" LOCALE_PROVIDER libc");
    assertThat(InitdbArguments.createDatabase(PLAN.target())).doesNotContain("PROVIDER");
  }

  @Test
  void backupOfANewerServerIsRefusedBeforeAnybodyIsAsked() throws Exception {
    ClusterFacts cluster = PLAN.target().cluster();
    BackupFit.requireNotNewer(dumped("15.3", List.of("zenops")), cluster);
    BackupFit.requireNotNewer(dumped("14", List.of("zenops")), cluster);
    assertThatThrownBy(() -> BackupFit.requireNotNewer(dumped("17.6", List.of()), cluster))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("PostgreSQL 17")
        .hasMessageContaining("PostgreSQL 15");
  }

  @Test
  void planWarnsOfLostRolesAndOfBackupsWithoutOwners() {
    Target target =
        with(Optional.empty(), Optional.empty(), List.of("postgres", "zenops", "reporter"));
    assertThat(BackupFit.warnings(dumped("15", List.of("zenops", "gone")), target))
        .singleElement()
        .asString()
        .contains("no longer has: gone.");
    assertThat(BackupFit.warnings(dumped("15", List.of("zenops")), target)).isEmpty();
    assertThat(BackupFit.warnings(dumped("15", List.of()), target))
        .singleElement()
        .asString()
        .contains("names no owner", "--no-owner");
  }

  private static BackupFacts dumped(String version, List<String> roles) {
    BackupFacts any = PLAN.backup();
    return new BackupFacts(
        any.file(),
        any.bytes(),
        any.sha256(),
        any.takenAt(),
        any.testedAt(),
        any.uploads(),
        Optional.of(
            new DumpedDatabase(
                Optional.of(version),
                Optional.<DatabaseLocale>empty(),
                Optional.empty(),
                roles,
                BackupDemands.NONE)),
        any.failed(),
        any.database(),
        Optional.empty());
  }

  private static Target with(
      Optional<LocaleProvider> database, Optional<LocaleProvider> cluster, List<String> roles) {
    ClusterFacts any = PLAN.target().cluster();
    return PLAN.target()
        .setUpAs(
            new ClusterFacts(
                any.version(),
                any.superuser(),
                any.owner(),
                any.locale(),
                any.icuLocale(),
                any.clusterLocale(),
                any.checksums(),
                any.walSegmentMegabytes(),
                any.preload(),
                any.otherDatabases(),
                new DatabaseTraits(database, cluster, Optional.empty(), roles)),
            "as before");
  }
}
