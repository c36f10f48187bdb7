package dev.restorebot.engine.disaster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.Environment;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.job.Actor;
import dev.restorebot.engine.sandbox.DatabaseLocale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcDisasterStoreTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final DatabaseLocale LOCALE = new DatabaseLocale("UTF8", "C", "C");

  @TempDir Path folder;
  private Path file;
  private JdbcDisasterStore store;

  @BeforeEach
  void open() {
    file = folder.resolve("state.db");
    store = JdbcDisasterStore.open(file);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsItAcrossARestart() {
    assertThat(store.insert(disaster("aaa111", "zenops"))).isTrue();
    store.close();
    store = JdbcDisasterStore.open(file);

    Disaster found = store.find("aaa111").orElseThrow();
    assertThat(found.state()).isEqualTo(DisasterState.AWAITING_APPROVAL);
    assertThat(found.plan().fingerprint())
        .isEqualTo(disaster("aaa111", "zenops").plan().fingerprint());
    assertThat(found.approval()).isEqualTo("request");
    assertThat(found.reason()).isEqualTo("the volume is damaged");
  }

  @Test
  void keepsNoSecret() throws Exception {
    assertThat(store.insert(disaster("aaa111", "zenops"))).isTrue();
    store.close();
    assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("POSTGRES_PASSWORD")
        .doesNotContain("hunter2");
    store = JdbcDisasterStore.open(file);
  }

  @Test
  void oneAtATimeATarget() {
    assertThat(store.insert(disaster("aaa111", "zenops"))).isTrue();
    assertThat(store.insert(disaster("bbb222", "zenops"))).isFalse();
    assertThat(store.insert(disaster("ccc333", "other"))).isTrue();
    assertThat(store.find("bbb222")).isEmpty();
    assertThat(store.open()).extracting(Disaster::id).containsExactly("aaa111", "ccc333");

    Disaster first = store.find("aaa111").orElseThrow();
    assertThat(store.update(first.become(DisasterState.DENIED, NOON))).isPresent();
    assertThat(store.insert(disaster("bbb222", "zenops"))).isTrue();
    assertThat(store.recent(2)).extracting(Disaster::id).containsExactly("bbb222", "ccc333");
  }

  @Test
  void ofTwoChangesTheSecondIsRefused() {
    assertThat(store.insert(disaster("aaa111", "zenops"))).isTrue();
    Disaster read = store.find("aaa111").orElseThrow();
    assertThat(store.update(read.become(DisasterState.PREPARING, NOON))).isPresent();
    assertThat(store.update(read.become(DisasterState.CANCELLED, NOON))).isEmpty();
    assertThat(store.find("aaa111").orElseThrow().state()).isEqualTo(DisasterState.PREPARING);
  }

  private static Disaster disaster(String id, String project) {
    Target target =
        new Target(
            new ComposeProject(
                project, Path.of("/srv/app"), List.of(Path.of("/srv/app/compose.yaml")), List.of()),
            "zenops",
            new DatabaseServer(
                "db",
                "zenops-db-1",
                "postgres:15-alpine",
                "sha256:0",
                List.of("postgres"),
                Environment.of(List.of("POSTGRES_PASSWORD=hunter2")),
                "/var/lib/postgresql/data",
                "/var/lib/postgresql/data",
                List.of("zenops_default")),
            new DataVolume("zenops_postgres_data", "postgres_data", 1, 2),
            new ClusterFacts(
                "15.18",
                "zenops",
                "zenops",
                LOCALE,
                Optional.empty(),
                LOCALE,
                true,
                16,
                "",
                List.of()),
            List.of("api"),
            List.of("api", "db"),
            List.of());
    DisasterPlan plan =
        new DisasterPlan(
            id,
            NOON,
            new BackupFacts(Path.of("/b/a.dump"), 7, "ab".repeat(32), NOON, Optional.empty()),
            target,
            "files",
            PlanOptions.DEFAULT,
            "zenops_postgres_data_restored_20261124_120000",
            Optional.empty(),
            Path.of("/srv/app/compose.override.yaml"),
            Optional.of(Duration.ofMinutes(3)),
            List.of());
    return Disaster.requested(
        new Actor("slack:U1", "Asha"),
        "the volume is damaged",
        "slack\nC1\nthread",
        "request",
        new TargetSettings(project, "db", "zenops", List.of("api"), Optional.empty()),
        plan);
  }
}
