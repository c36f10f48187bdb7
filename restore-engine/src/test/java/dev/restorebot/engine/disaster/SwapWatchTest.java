package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.state.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class SwapWatchTest {
  private static final Instant NOW = Instant.parse("2026-11-24T13:00:00Z");
  private static final int SECONDS_10 = 10_000;
  private static final String OLD = "zenops_postgres_data";
  private static final String NEW = "zenops_postgres_data_restored_20261124_120000";

  private final JdbcDisasterStore store = JdbcDisasterStore.inMemory();
  private final Approvals approvals = mock(Approvals.class);
  private final DatabaseProbe probe = mock(DatabaseProbe.class);
  private final AuditLog audit = mock(AuditLog.class);
  private final DisasterEvents events = mock(DisasterEvents.class);
  private final SwapWatch watch =
      new SwapWatch(store, approvals, probe, audit, events, InstantSource.fixed(NOW));

  @BeforeEach
  void nobodyAsked() throws Exception {
    when(approvals.find(any())).thenReturn(Optional.empty());
    when(probe.mountedVolume(any())).thenReturn(NEW);
    when(probe.onContainerChange(any())).thenReturn(Optional.empty());
  }

  @AfterEach
  void close() {
    watch.close();
    store.close();
  }

  @Test
  void aLostSwapIsReportedOnceAndAgainWhenItIsRight() throws Exception {
    swapped("first", DisasterState.DONE);
    watch.look();
    verify(events, never()).trouble(any(), any());

    when(probe.mountedVolume(any())).thenReturn(OLD);
    watch.look();
    watch.look();
    ArgumentCaptor<String> words = ArgumentCaptor.forClass(String.class);
    verify(events, times(1)).trouble(any(), words.capture());
    assertThat(words.getValue())
        .contains("db of zenops is on the volume " + OLD, "not on " + NEW, "--force-recreate db");
    LostSwap lost = store.find("first").orElseThrow().progress().lost().orElseThrow();
    assertThat(lost).isEqualTo(new LostSwap("db", OLD, NOW));

    when(probe.mountedVolume(any())).thenReturn(NEW);
    watch.look();
    watch.look();
    verify(events, times(1)).note(any(), contains("is on the volume " + NEW + " again"));
    assertThat(store.find("first").orElseThrow().progress().lost()).isEmpty();
    ArgumentCaptor<AuditEvent> audited = ArgumentCaptor.forClass(AuditEvent.class);
    verify(audit, times(2)).append(audited.capture());
    assertThat(audited.getAllValues())
        .extracting(AuditEvent::what)
        .containsExactly("disaster.swap-lost", "disaster.swap-restored");
  }

  @Test
  void afterARollbackTheOldVolumeIsTheRightOne() throws Exception {
    swapped("first", DisasterState.ROLLED_BACK);
    watch.look();
    verify(events).trouble(any(), contains("which the rollback of first brought back"));
    when(probe.mountedVolume(any())).thenReturn(OLD);
    watch.look();
    verify(events).note(any(), contains("is on the volume " + OLD + " again"));
  }

  @Test
  void aFailedRollbackIsWatchedOnTheVolumeThatItLeftTheDatabaseOn() throws Exception {
    Disaster failed = swapped("first", DisasterState.FAILED);
    when(probe.mountedVolume(any())).thenReturn(OLD);
    watch.look();
    verify(events, never()).trouble(any(), any());

    assertThat(store.update(failed.with(failed.progress().withLeftOn(NEW)))).isPresent();
    watch.look();
    verify(events)
        .trouble(any(), contains("not on " + NEW + ", on which the failed rollback of first left"));
    when(probe.mountedVolume(any())).thenReturn(NEW);
    watch.look();
    verify(events).note(any(), contains("is on the volume " + NEW + " again"));
  }

  @Test
  void theLinesToCopyAreIndented() throws Exception {
    swapped("first", DisasterState.DONE); // whose override file is not there
    when(probe.mountedVolume(any())).thenReturn(OLD);
    watch.look();
    ArgumentCaptor<String> words = ArgumentCaptor.forClass(String.class);
    verify(events).trouble(any(), words.capture());
    assertThat(words.getValue().lines().filter(line -> line.contains(NEW)).toList())
        .last()
        .isEqualTo("        name: \"" + NEW + "\"");
  }

  @Test
  void aChangeThatDockerTellsOfIsLookedAtOnceAtATime() throws Exception {
    ArgumentCaptor<Runnable> changed = ArgumentCaptor.forClass(Runnable.class);
    DatabaseProbe.Listening listening = mock(DatabaseProbe.Listening.class);
    when(probe.onContainerChange(changed.capture())).thenReturn(Optional.of(listening));
    swapped("first", DisasterState.DONE);
    watch.start();
    when(probe.mountedVolume(any())).thenReturn(OLD);
    changed.getValue().run();
    verify(events, timeout(SECONDS_10)).trouble(any(), any());

    watch.close();
    verify(listening).close();
  }

  @Test
  void whatAnOlderRestoreLostIsForgottenOnceANewerOneIsInUse() throws Exception {
    swapped("older", DisasterState.DONE);
    when(probe.mountedVolume(any())).thenReturn(OLD);
    watch.look();
    assertThat(store.find("older").orElseThrow().progress().lost()).isPresent();
    swapped("newer", DisasterState.DONE);
    when(probe.mountedVolume(any())).thenReturn(NEW);
    watch.look();

    assertThat(store.find("older").orElseThrow().progress().lost()).isEmpty();
    verify(events, times(1)).trouble(any(), any());
    verify(events, never()).note(any(), any());
  }

  @Test
  void nothingIsReportedWhileARestoreChangesTheTargetOrTheProjectIsDown() throws Exception {
    swapped("first", DisasterState.DONE);
    when(probe.mountedVolume(any())).thenReturn(OLD);
    Disaster newer = SampleDisasters.asked("second", "zenops");
    assertThat(store.insert(newer)).isTrue();
    assertThat(store.update(newer.become(DisasterState.PREPARING, NOW))).isPresent();
    watch.look();
    doThrow(new Problem(ProblemCode.TARGET_NOT_FOUND, "down", "up").exception())
        .when(probe)
        .mountedVolume(any());
    watch.look();
    verify(events, never()).trouble(any(), any());
  }

  @Test
  void theDoctorComparesTheVolumeThatItFinds() throws Exception {
    Disaster done = swapped("first", DisasterState.DONE);
    Target found = done.plan().target(); // on the old volume
    assertThatThrownBy(() -> Swapped.requireKept(store, found, NOW))
        .hasMessageContaining("db of zenops is on the volume " + OLD);
  }

  @Test
  void onlyTheNewestSwapCanBeRolledBack() throws Exception {
    Disaster older = swapped("older", DisasterState.DONE);
    Disaster newer = swapped("newer", DisasterState.DONE);
    NewerRestore.requireNone(store, newer);
    assertThatThrownBy(() -> NewerRestore.requireNone(store, older))
        .hasMessageContaining("The newer disaster restore newer is in use");
  }

  @Test
  void oneThatAnEarlierVersionStoredIsReadable() throws Exception {
    String stored = Json.text(swapped("first", DisasterState.DONE));
    String earlier =
        stored.replaceAll(",\"(lost|leftOn|handWork|definition|readers)\":(null|\\[\\])", "");
    assertThat(earlier).isNotEqualTo(stored).doesNotContain("\"lost\"", "\"definition\"");
    Disaster read = Json.value(earlier, Disaster.class);
    assertThat(read.progress().lost()).isEmpty();
    assertThat(read.plan().definition()).isEmpty();
  }

  private Disaster swapped(String id, DisasterState end) {
    Disaster now = SampleDisasters.asked(id, "zenops");
    assertThat(store.insert(now)).isTrue();
    now = now.with(now.progress().withSwap(Optional.empty()).withStart(NOW));
    for (DisasterState next :
        List.of(
            DisasterState.PREPARING,
            DisasterState.STOPPING_SERVICES,
            DisasterState.SWAPPING,
            DisasterState.STARTING_SERVICES,
            DisasterState.CHECKING,
            DisasterState.DONE)) {
      now = now.become(next, NOW);
    }
    if (end == DisasterState.FAILED) {
      now = now.become(DisasterState.ROLLING_BACK, NOW).become(DisasterState.FAILED, NOW);
    }
    if (end == DisasterState.ROLLED_BACK) {
      now = now.become(DisasterState.ROLLING_BACK, NOW).become(DisasterState.ROLLED_BACK, NOW);
    }
    return store.update(now).orElseThrow();
  }
}
