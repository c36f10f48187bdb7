package dev.restorebot.engine.disaster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.SampleDisasters;
import dev.restorebot.engine.state.Json;
import dev.restorebot.engine.state.StateDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcDisasterStoreTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

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
    assertThat(store.insert(SampleDisasters.asked("aaa111", "zenops"))).isTrue();
    store.close();
    store = JdbcDisasterStore.open(file);

    Disaster found = store.find("aaa111").orElseThrow();
    assertThat(found.state()).isEqualTo(DisasterState.AWAITING_APPROVAL);
    assertThat(found.plan().fingerprint())
        .isEqualTo(SampleDisasters.asked("aaa111", "zenops").plan().fingerprint());
    assertThat(found.approval()).isEqualTo("request");
    assertThat(found.reason()).isEqualTo("the volume is damaged");
  }

  /** As versions before the options for what follows the swap, and before held services, did. */
  @Test
  void readsOneOfAnEarlierVersion() {
    Disaster now = SampleDisasters.asked("aaa111", "zenops");
    String earlier =
        Json.text(now)
            .replaceFirst(",\"afterSwap\":\\{[^}]*}", "")
            .replaceFirst(",\"knownErrors\":\\[]", "")
            .replaceFirst(",\"held\":\\[]", "")
            .replaceFirst(",\"stoppedAt\":null", "")
            .replaceFirst(",\"leftOn\":null", "");
    assertThat(earlier).doesNotContain("afterSwap", "knownErrors", "held\"", "stoppedAt");

    assertThat(Json.text(Json.value(earlier, Disaster.class))).isEqualTo(Json.text(now));
  }

  @Test
  void readsOneOfAVersionThatDidNotAskForFailedTests() {
    String now = Json.text(SampleDisasters.asked("aaa111", "zenops"));
    String earlier = now.replace(",\"failed\":null,\"database\":null", "");

    assertThat(earlier).isNotEqualTo(now);
    BackupFacts backup = Json.value(earlier, Disaster.class).plan().backup();
    assertThat(backup.failed()).isEmpty();
    assertThat(backup.database()).isEmpty();
  }

  @Test
  void keepsNoSecret() throws Exception {
    assertThat(store.insert(SampleDisasters.asked("aaa111", "zenops"))).isTrue();
    store.close();
    assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("POSTGRES_PASSWORD")
        .doesNotContain("hunter2");
    store = JdbcDisasterStore.open(file);
  }

  @Test
  void oneAtATimeATarget() {
    assertThat(store.insert(SampleDisasters.asked("aaa111", "zenops"))).isTrue();
    assertThat(store.insert(SampleDisasters.asked("bbb222", "zenops"))).isFalse();
    assertThat(store.insert(SampleDisasters.asked("ccc333", "other"))).isTrue();
    assertThat(store.find("bbb222")).isEmpty();
    assertThat(store.open()).extracting(Disaster::id).containsExactly("aaa111", "ccc333");

    Disaster first = store.find("aaa111").orElseThrow();
    assertThat(store.update(first.become(DisasterState.DENIED, NOON))).isPresent();
    assertThat(store.insert(SampleDisasters.asked("bbb222", "zenops"))).isTrue();
    assertThat(store.recent(2)).extracting(Disaster::id).containsExactly("bbb222", "ccc333");
  }

  @Test
  void whatSaysHowProductionIsNowIsFoundAmongHundreds() {
    int all = 500;
    for (int i = 0; i < all; i++) {
      Disaster done = SampleDisasters.swapped("id" + i, "project" + i % 3, NOON.plusSeconds(i));
      assertThat(store.insert(done)).isTrue();
    }
    assertThat(
            store.insert(SampleDisasters.stopped("down", "project0", NOON, DisasterState.FAILED)))
        .isTrue();
    assertThat(store.insert(SampleDisasters.asked("asked", "project1"))).isTrue();

    assertThat(store.current())
        .extracting(Disaster::id)
        .containsExactly("asked", "down", "id499", "id498", "id497");
    assertThat(plan("select seq from disaster where body ->> '$.progress.stoppedAt' is not null"))
        .contains("disaster_by_stop");
    assertThat(
            plan(
                "select max(seq) from disaster where body ->> '$.progress.swapBegan' = 1"
                    + " group by target"))
        .contains("disaster_by_swap");
    assertThat(plan("select body from disaster where body ->> '$.approval' = 'a'"))
        .contains("disaster_by_request");
  }

  @Test
  void whatMayKeepStorageIsFoundByAnIndexUntilItIsDeleted() {
    assertThat(store.insert(SampleDisasters.swapped("kept", "zenops", NOON))).isTrue();
    assertThat(store.insert(SampleDisasters.swapped("deleted", "zenops", NOON))).isTrue();
    assertThat(store.insert(SampleDisasters.asked("asked", "zenops"))).isTrue();
    assertThat(store.keeping()).extracting(Disaster::id).containsExactly("deleted", "kept");

    String deletion = "{\"names\":[],\"beganAt\":\"" + NOON + "\",\"endedAt\":\"" + NOON + "\"}";
    String body = Json.text(store.find("deleted").orElseThrow());
    assertThat(body).contains("\"oldStorage\":null");
    assertThat(
            store.update(
                Json.value(
                    body.replace("\"oldStorage\":null", "\"oldStorage\":" + deletion),
                    Disaster.class)))
        .isPresent();
    assertThat(store.keeping()).extracting(Disaster::id).containsExactly("kept");
    assertThat(
            plan(
                "select body from disaster where body ->> '$.progress.swapBegan' = 1 and body ->>"
                    + " '$.progress.observations.oldStorage.endedAt' is null and state in ('DONE',"
                    + " 'ROLLED_BACK') order by seq desc"))
        .contains("disaster_by_kept");
  }

  private String plan(String sql) {
    try (StateDatabase database = StateDatabase.open(file)) {
      return database.read(
          handle ->
              String.join(
                  "\n",
                  handle
                      .createQuery("explain query plan " + sql)
                      .map((row, context) -> row.getString("detail"))
                      .list()));
    }
  }

  @Test
  void ofTwoChangesTheSecondIsRefused() {
    assertThat(store.insert(SampleDisasters.asked("aaa111", "zenops"))).isTrue();
    Disaster read = store.find("aaa111").orElseThrow();
    assertThat(store.update(read.become(DisasterState.PREPARING, NOON))).isPresent();
    assertThat(store.update(read.become(DisasterState.CANCELLED, NOON))).isEmpty();
    assertThat(store.find("aaa111").orElseThrow().state()).isEqualTo(DisasterState.PREPARING);
  }
}
