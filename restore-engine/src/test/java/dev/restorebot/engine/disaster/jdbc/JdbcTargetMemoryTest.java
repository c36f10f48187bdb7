package dev.restorebot.engine.disaster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.disaster.RememberedTarget;
import dev.restorebot.engine.disaster.SampleDisasters;
import dev.restorebot.engine.disaster.ServerGlobals;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.state.StateKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcTargetMemoryTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Target TARGET = SampleDisasters.asked("aaa111", "zenops").plan().target();
  private static final ServerGlobals GLOBALS =
      new ServerGlobals(
          List.of("ALTER ROLE app WITH LOGIN PASSWORD 'SCRAM-SHA-256$4096:hash';"),
          List.of("ALTER DATABASE zenops SET app.team TO 'night';"),
          Map.of("pg_hba.conf", "aG9zdA=="));

  @TempDir Path folder;

  private void remember(Instant at) throws Exception {
    try (StateDatabase database = StateDatabase.open(folder.resolve(StateFolder.DATABASE_FILE))) {
      JdbcTargetMemory.in(database, StateKey.open(folder.resolve(StateFolder.KEY_FILE)))
          .remember("zenops/db", new RememberedTarget(at, TARGET, GLOBALS));
    }
  }

  @Test
  void keepsTheNewestFactsOfATargetAcrossARestart() throws Exception {
    remember(NOON);
    remember(NOON.plusSeconds(60));
    try (TargetMemory memory = JdbcTargetMemory.existing(folder)) {
      RememberedTarget found = memory.recall("zenops/db").orElseThrow();
      assertThat(found.takenAt()).isEqualTo(NOON.plusSeconds(60));
      assertThat(found.globals()).isEqualTo(GLOBALS);
      assertThat(found.target().cluster()).isEqualTo(TARGET.cluster());
      assertThat(found.target().project()).isEqualTo(TARGET.project());
      assertThat(memory.recall("other/db")).isEmpty();
    }
  }

  @Test
  void showsNoPasswordInTheDatabaseOrInWords() throws Exception {
    remember(NOON);
    String stored =
        Files.readString(folder.resolve(StateFolder.DATABASE_FILE), StandardCharsets.ISO_8859_1);
    assertThat(stored)
        .contains("zenops_postgres_data")
        .doesNotContain("SCRAM-SHA-256", "app.team", "hunter2");
    assertThat(new RememberedTarget(NOON, TARGET, GLOBALS).toString())
        .doesNotContain("SCRAM-SHA-256", "hunter2");
  }

  @Test
  void forgetsWhatAnotherKeyEncrypted() throws Exception {
    remember(NOON);
    Files.delete(folder.resolve(StateFolder.KEY_FILE));
    assertThat(StateKey.open(folder.resolve(StateFolder.KEY_FILE))).isNotNull();
    try (TargetMemory memory = JdbcTargetMemory.existing(folder)) {
      assertThat(memory.recall("zenops/db")).isEmpty();
    }
  }

  @Test
  void readsNothingAndCreatesNothingWhereNothingWasRemembered() {
    assertThat(JdbcTargetMemory.existing(folder)).isSameAs(TargetMemory.NONE);
    assertThat(folder).isEmptyDirectory();
  }
}
