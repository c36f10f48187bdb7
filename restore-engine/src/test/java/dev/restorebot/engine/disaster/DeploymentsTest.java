package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the project's other containers were deployed decides whether the swap would last. */
class DeploymentsTest {
  @TempDir Path folder;

  private Path base;
  private List<Path> explicit;
  private long keepFree;

  private final Disaster asked = SampleDisasters.asked("job", "zenops");
  private final ServiceControl services = mock(ServiceControl.class);
  private final Targets targets = mock(Targets.class);
  private final Planner planner =
      new Planner(targets, project -> services, () -> keepFree, InstantSource.system());

  @BeforeEach
  void found() throws Exception {
    disk(2);
  }

  private void disk(long free) throws Exception {
    base = Files.writeString(folder.resolve("compose.yaml"), "services: {}\n");
    explicit = List.of(base, folder.resolve("more.yaml"));
    Target sample = asked.plan().target();
    Target here =
        new Target(
            new ComposeProject("zenops", folder, List.of(base), List.of(), List.of()),
            sample.database(),
            sample.server(),
            new DataVolume(
                sample.volume().name(), sample.volume().key(), 1, free, sample.volume().kind()),
            sample.cluster(),
            sample.stopServices(),
            sample.running(),
            sample.warnings(),
            sample.uploads(),
            sample.outage(),
            Optional.empty());
    when(targets.resolve(any(), any())).thenReturn(here);
    when(services.drift(any())).thenReturn(Optional.empty());
  }

  @Test
  void aProjectWhoseNewestDeploymentNamesItsFilesIsRefused() throws Exception {
    when(services.deployments()).thenReturn(List.of(explicit, List.of(base)));
    assertThatThrownBy(this::plan).hasMessageContaining("started with explicitly named files");
  }

  /** Its label is from before the last deployment, which did not change it. */
  @Test
  void anOlderContainerOfAnotherDeploymentIsNoReasonToRefuse() throws Exception {
    when(services.deployments()).thenReturn(List.of(List.of(base), explicit));
    // The sample's disk is too small, which is looked at after this.
    assertThatThrownBy(this::plan).hasMessageContaining("not enough disk space");
  }

  /** Else it is approved first, and then stopped on the way. */
  @Test
  void whatWouldLeaveLessFreeThanTheSettingsKeepIsRefused() throws Exception {
    when(services.deployments()).thenReturn(List.of(List.of(base)));
    disk(1 << 20);
    keepFree = 1 << 20;
    assertThatThrownBy(this::plan)
        .hasMessageContaining("not enough disk space")
        .hasMessageContaining("must stay free (`sandbox.keep-free`)");

    keepFree = 1 << 19;
    when(services.mounted(any(), any(), any()))
        .thenReturn(new ServiceControl.EffectiveVolume("other", false));
    assertThatThrownBy(this::plan).hasMessageContaining("files name other");
  }

  private DisasterPlan plan() throws Exception {
    return planner.plan(
        "job",
        asked.plan().backup(),
        asked.settings(),
        PlanOptions.DEFAULT,
        Optional.empty(),
        List.of());
  }
}
