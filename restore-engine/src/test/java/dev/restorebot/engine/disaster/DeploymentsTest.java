package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the project's other containers were deployed decides whether the swap would last. */
class DeploymentsTest {
  private static final Path BASE = Path.of("/srv/app/compose.yaml");
  private static final List<Path> EXPLICIT = List.of(BASE, Path.of("/srv/app/more.yaml"));

  private final Disaster asked = SampleDisasters.asked("job", "zenops");
  private final ServiceControl services = mock(ServiceControl.class);
  private final Targets targets = mock(Targets.class);
  private final Planner planner = new Planner(targets, project -> services, InstantSource.system());

  @BeforeEach
  void found() throws Exception {
    when(targets.resolve(any(), any())).thenReturn(asked.plan().target());
    when(services.drift(any())).thenReturn(Optional.empty());
  }

  @Test
  void aProjectWhoseNewestDeploymentNamesItsFilesIsRefused() throws Exception {
    when(services.deployments()).thenReturn(List.of(EXPLICIT, List.of(BASE)));
    assertThatThrownBy(this::plan).hasMessageContaining("started with explicitly named files");
  }

  /** Its label is from before the last deployment, which did not change it. */
  @Test
  void anOlderContainerOfAnotherDeploymentIsNoReasonToRefuse() throws Exception {
    when(services.deployments()).thenReturn(List.of(List.of(BASE), EXPLICIT));
    // The sample's disk is too small, which is looked at after this.
    assertThatThrownBy(this::plan).hasMessageContaining("not enough disk space");
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
