package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SwapTest {
  private final ServiceControl services = mock(ServiceControl.class);
  private final DatabaseProbe probe = mock(DatabaseProbe.class);
  private final Swap swap = new ComposeSwap(project -> services, probe, Duration.ofSeconds(1));
  private final Disaster asked = SampleDisasters.asked("aaa111", "zenops");

  private String resumed(DisasterPlan plan, String mounted) throws Exception {
    when(probe.mountedVolume(plan.target())).thenReturn(mounted);
    return swap.resume(plan, Optional.empty());
  }

  @Test
  void afterAWayBackThatFailedTheDatabaseRunsOnWhatItsContainerHas() throws Exception {
    DisasterPlan plan = asked.plan();
    assertThat(resumed(plan, plan.target().volume().name()))
        .isEqualTo("The database runs on the volume zenops_postgres_data.");
    verify(services).start(List.of("db"));
  }

  @Test
  void aSwapByHandThatWasNotDoneIsRefused() throws Exception {
    when(probe.mountedVolume(asked.plan().target())).thenReturn("zenops_postgres_data");
    assertThatThrownBy(() -> swap.doneByHand(asked.plan()))
        .hasMessageContaining("still uses the volume zenops_postgres_data");
    when(probe.mountedVolume(asked.plan().target())).thenReturn(asked.plan().newVolume());
    assertThat(swap.doneByHand(asked.plan())).isEmpty();
  }

  /** It may be damaged, and a start writes to it. */
  @Test
  void aDatabaseThatDidNotRunBeforeStaysStoppedOnItsOldVolume() throws Exception {
    DisasterPlan plan = SampleDisasters.during(SampleDisasters.outage(false), asked).plan();
    assertThat(resumed(plan, plan.target().volume().name())).contains("is stopped on the volume");
    verify(services, never()).start(any());
    assertThat(resumed(plan, plan.newVolume())).contains("runs on the volume " + plan.newVolume());
  }
}
