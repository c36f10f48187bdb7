package dev.restorebot.engine.disaster.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.disaster.BackupDemands;
import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.ContainerEnvironment;
import dev.restorebot.engine.disaster.DumpedDatabase;
import dev.restorebot.engine.disaster.FactSource;
import dev.restorebot.engine.disaster.RememberedTarget;
import dev.restorebot.engine.disaster.SampleDisasters;
import dev.restorebot.engine.disaster.ServerGlobals;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoppedClusterTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Target TARGET = SampleDisasters.asked("aaa111", "zenops").plan().target();
  private static final DatabaseLocale GERMAN = new DatabaseLocale("LATIN1", "de_DE", "de_DE");
  private static final DumpedDatabase BACKUP =
      new DumpedDatabase(
          Optional.of("15.3"),
          Optional.of(GERMAN),
          Optional.of("app"),
          List.of("app", "reporter"),
          BackupDemands.NONE);

  private final List<FactSource> sources = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private ClusterFacts facts(
      Optional<RememberedTarget> memory,
      DumpedDatabase backup,
      List<String> command,
      String... environment) {
    return new StoppedCluster(ContainerEnvironment.of(List.of(environment)), command)
        .facts(memory.map(KnownServer::of), Optional.of(backup), sources, warnings);
  }

  private static RememberedTarget remembered() {
    return new RememberedTarget(NOON, TARGET, new ServerGlobals(List.of(), List.of(), Map.of()));
  }

  @Test
  void takesWhatWasRememberedBeforeWhatTheBackupSays() {
    ClusterFacts facts =
        facts(Optional.of(remembered()), BACKUP, List.of(), "POSTGRES_USER=other", "PG_MAJOR=15");
    assertThat(facts).isEqualTo(TARGET.cluster());
    assertThat(sources).extracting(FactSource::takenAt).containsExactly(Optional.of(NOON));
    assertThat(warnings).isEmpty();
  }

  @Test
  void warnsOfAnImageOfAnotherMajorThanWhatWasRemembered() {
    assertThat(facts(Optional.of(remembered()), BACKUP, List.of(), "PG_MAJOR=17").version())
        .isEqualTo("15.18");
    assertThat(warnings).singleElement().asString().contains("15.18", "PostgreSQL 17");
  }

  @Test
  void takesTheBackupsLocaleAndOwnerAndTheEnvironmentsSuperuserAndChecksums() {
    ClusterFacts facts =
        facts(
            Optional.empty(),
            BACKUP,
            List.of("postgres", "-c", "shared_preload_libraries=pg_stat_statements"),
            "POSTGRES_USER=boss",
            "POSTGRES_INITDB_ARGS=--data-checksums --wal-segsize=64");
    assertThat(facts.locale()).isEqualTo(GERMAN);
    assertThat(facts.superuser()).isEqualTo("boss");
    assertThat(facts.owner()).isEqualTo("app");
    assertThat(facts.version()).isEqualTo("15.3");
    assertThat(facts.checksums()).isTrue();
    assertThat(facts.walSegmentMegabytes()).isEqualTo(64);
    assertThat(facts.preload()).isEqualTo("pg_stat_statements");
    assertThat(warnings).isEmpty();
  }

  @Test
  void saysThatALocaleWhichNobodyKnowsIsAssumed() {
    ClusterFacts facts =
        facts(
            Optional.empty(),
            new DumpedDatabase(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                BackupDemands.NONE),
            List.of(),
            "LANG=en_US.utf8",
            "PG_MAJOR=16");
    assertThat(facts.locale()).isEqualTo(new DatabaseLocale("UTF8", "en_US.utf8", "en_US.utf8"));
    assertThat(facts.superuser()).isEqualTo("postgres");
    assertThat(facts.owner()).isEqualTo("postgres");
    assertThat(facts.version()).isEqualTo("16");
    assertThat(facts.checksums()).isFalse();
    assertThat(sources).singleElement().asString().contains("ASSUMED");
    assertThat(warnings).singleElement().asString().contains("Assumed: UTF8, en_US.utf8");
  }
}
