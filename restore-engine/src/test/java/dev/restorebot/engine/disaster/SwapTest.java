package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapTest {
  @TempDir Path folder;

  private final ServiceControl services = mock(ServiceControl.class);
  private final DatabaseProbe probe = mock(DatabaseProbe.class);
  private final Swap swap = new ComposeSwap(project -> services, probe, Duration.ofSeconds(1));
  private final Disaster asked = SampleDisasters.asked("aaa111", "zenops");

  private String resumed(DisasterPlan plan, String mounted) throws Exception {
    when(probe.mountedVolume(plan.target())).thenReturn(mounted);
    return swap.resume(plan, Optional.empty(), asked.overrideContent());
  }

  @Test
  void afterAWayBackThatFailedTheDatabaseRunsOnWhatItsContainerHas() throws Exception {
    DisasterPlan plan = asked.plan();
    assertThat(resumed(plan, plan.target().volume().name()))
        .isEqualTo("The database runs on the volume zenops_postgres_data.");
    verify(services).start(eq(List.of("db")), any());
  }

  /** As after a kill inside the way back, whose proof fails in the next process. */
  @Test
  void theFileThatNamesTheNewVolumeIsPutBackIfNothingElseNamesIt() throws Exception {
    DisasterPlan plan = here();
    when(services.mounted(any(), any(), any())).thenReturn(volume(plan.target().volume().name()));
    assertThat(resumed(plan, plan.newVolume())).contains("runs on the volume " + plan.newVolume());
    assertThat(plan.overrideFile()).hasContent(asked.overrideContent());
  }

  @Test
  void noFileIsWrittenIfTheProjectsOwnFilesNameTheNewVolume() throws Exception {
    DisasterPlan plan = here();
    when(services.mounted(any(), any(), any())).thenReturn(volume(plan.newVolume()));
    assertThat(resumed(plan, plan.newVolume())).contains("runs on the volume " + plan.newVolume());
    assertThat(plan.overrideFile()).doesNotExist();
  }

  @Test
  void aFileWithContentOfTheTeamsOwnStays() throws Exception {
    DisasterPlan plan = here();
    when(services.mounted(any(), any(), any())).thenReturn(volume(plan.target().volume().name()));
    Files.writeString(plan.overrideFile(), "services: {}\n");
    assertThat(swap.nameAgain(plan, Optional.empty(), "ours")).isFalse();
    assertThat(plan.overrideFile()).hasContent("services: {}");
    assertThat(swap.nameAgain(plan, Optional.of("services: {}\n"), "ours")).isTrue();
    assertThat(plan.overrideFile()).hasContent("ours");
  }

  @Test
  void aPlanLeavesThePartOfASwapAtWorkAsItIs() throws Exception {
    Path file = folder.resolve("compose.override.yaml");
    Path part = Files.writeString(folder.resolve(".compose.override.yaml.part"), "half");

    OverrideFile.requireWritable(file);

    assertThat(folder).isDirectoryNotContaining(each -> !each.equals(part));
    assertThat(part).hasContent("half");
  }

  private DisasterPlan here() {
    return SampleDisasters.withOverride(asked.plan(), folder.resolve("compose.override.yaml"));
  }

  private static ServiceControl.EffectiveVolume volume(String name) {
    return new ServiceControl.EffectiveVolume(name, true);
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
    verify(services, never()).start(any(), any());
    when(services.mounted(any(), any(), any())).thenReturn(volume(plan.newVolume()));
    assertThat(resumed(plan, plan.newVolume())).contains("runs on the volume " + plan.newVolume());
  }
}
