package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftStorageTest {
  private static final Instant NOW = Instant.parse("2026-11-24T13:00:00Z");
  private static final String OLD = "zenops_postgres_data";

  @TempDir Path folder;
  private final NewVolumes volumes = mock(NewVolumes.class);
  private final DatabaseProbe probe = mock(DatabaseProbe.class);
  private JdbcDisasterStore store;
  private LeftStorage left;
  private Disaster done;

  @BeforeEach
  void start() throws Exception {
    store = JdbcDisasterStore.open(folder.resolve("state.db"));
    left = new LeftStorage(store, volumes, probe);
    Disaster stopped = SampleDisasters.stopped("k3m9x2", "zenops", NOW, DisasterState.DONE);
    assertThat(store.insert(stopped)).isTrue();
    done = store.find("k3m9x2").orElseThrow();
    when(probe.mountedVolume(any())).thenReturn(done.plan().newVolume());
    when(volumes.users(any(), any())).thenReturn(List.of());
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private Disaster begun() {
    return store
        .update(
            done.with(
                done.observations()
                    .withOldStorage(
                        new DeletedStorage(LeftStorage.of(done), NOW, Optional.empty()))))
        .orElseThrow();
  }

  @Test
  void deletesNothingThatWasNotRecordedFirst() throws Exception {
    assertThat(left.delete(done, NOW)).isEmpty();
    verify(volumes, never()).deleteLeft(any(), any());
  }

  @Test
  void finishesADeletionThatAnEarlierProcessBegan() throws Exception {
    Disaster begun = begun();
    doThrow(Preflight.problem("Docker is gone.", "")).when(volumes).deleteLeft(any(), eq(OLD));
    assertThatThrownBy(() -> left.delete(begun, NOW)).hasMessageContaining("Docker is gone");
    org.mockito.Mockito.reset(volumes);
    when(volumes.users(any(), any())).thenReturn(List.of());

    Disaster deleted = left.delete(store.find(begun.id()).orElseThrow(), NOW).orElseThrow();

    verify(volumes).deleteLeft(any(), eq(OLD));
    assertThat(deleted.observations().oldStorage().orElseThrow().endedAt()).contains(NOW);
    assertThat(left.delete(deleted, NOW)).isEmpty();
    assertThat(deleted.mayGoBack()).isFalse();
  }

  @Test
  void refusesWhenTheDatabaseIsOnTheOldStorageOrOnNone() throws Exception {
    for (String mounted : List.of(OLD, "")) {
      when(probe.mountedVolume(any())).thenReturn(mounted);
      assertThatThrownBy(() -> left.requireDeletable(done))
          .hasMessageContaining("is not on the restored data");
    }
    Disaster lost =
        done.with(
            done.progress().withLost(Optional.of(new LostSwap("db", OLD, NOW.minusSeconds(9)))));
    when(probe.mountedVolume(any())).thenReturn(done.plan().newVolume());
    assertThatThrownBy(() -> left.requireDeletable(lost))
        .hasMessageContaining("is not on the restored data");
    left.requireDeletable(done);
  }

  @Test
  void deletesNothingWhileAContainerMountsIt() throws Exception {
    when(volumes.users(any(), eq(OLD))).thenReturn(List.of("zenops-backup-1"));

    assertThatThrownBy(() -> left.requireDeletable(done))
        .hasMessageContaining("is mounted by zenops-backup-1");
    Disaster begun = begun();
    assertThatThrownBy(() -> left.delete(begun, NOW)).hasMessageContaining("is mounted by");
    verify(volumes, never()).deleteLeft(any(), any());
  }

  private Disaster rolledBack() {
    Disaster swapped = SampleDisasters.swapped("m4n5p6", "shop", NOW);
    Disaster back = SampleDisasters.undone(swapped, DisasterState.ROLLED_BACK);
    assertThat(store.insert(back)).isTrue();
    return store.find(back.id()).orElseThrow();
  }

  @Test
  void afterARollbackTheRestoredStorageMayBeDeletedWhileTheOldOneServes() throws Exception {
    Disaster back = rolledBack();
    assertThat(LeftStorage.of(back)).containsExactly(back.plan().newVolume());
    assertThatThrownBy(() -> left.requireDeletable(back))
        .as("the restored volume serves")
        .hasMessageContaining("is not on the old data");

    when(probe.mountedVolume(any())).thenReturn(back.plan().target().volume().name());
    left.requireDeletable(back);
  }

  @Test
  void whatIsGoneIsNotKeptUntilItIsThereAgain() throws Exception {
    when(volumes.exists(any(), any())).thenReturn(true);
    assertThat(left.look(done)).isEmpty();
    assertThat(done.hasWayBack()).isTrue();

    when(volumes.exists(any(), eq(OLD))).thenReturn(false);
    Disaster seen = left.look(done).orElseThrow();

    assertThat(LeftStorage.of(seen)).doesNotContain(OLD);
    assertThat(seen.hasWayBack()).isFalse();
    assertThat(seen.mayGoBack()).isFalse();
    assertThat(left.look(seen)).isEmpty();

    when(volumes.exists(any(), eq(OLD))).thenReturn(true);
    Disaster again = left.look(seen).orElseThrow();
    assertThat(LeftStorage.of(again)).as("its disk is mounted again").contains(OLD);
    assertThat(again.mayGoBack()).isTrue();
  }

  @Test
  void whatTheBotIsDeletingWasNotDeletedByHand() throws Exception {
    when(volumes.exists(any(), any())).thenReturn(false);

    assertThat(left.look(begun())).isEmpty();
  }

  @Test
  void theEndOfADeletionIsRecordedThoughSomethingElseChangedMeanwhile() throws Exception {
    Disaster begun = begun();
    assertThat(store.update(begun.with(begun.observations().withCommitted(true)))).isPresent();

    Observations seen = left.delete(begun, NOW).orElseThrow().observations();

    assertThat(seen.oldStorage().orElseThrow().endedAt()).contains(NOW);
    assertThat(seen.committed()).isTrue();
  }
}
