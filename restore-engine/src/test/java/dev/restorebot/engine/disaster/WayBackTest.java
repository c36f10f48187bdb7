package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.engine.state.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WayBackTest {
  @TempDir private Path folder;

  /** What Compose says without the override file, and with it. */
  private final ServiceControl without = mock(ServiceControl.class);

  private final ServiceControl with = mock(ServiceControl.class);
  private Path override;
  private DisasterPlan plan;

  @BeforeEach
  void theDefinitionHasChangedSinceThePlan() throws Exception {
    override = folder.resolve("compose.override.yaml");
    Files.writeString(override, OverrideFile.MARK + "\n");
    DisasterPlan sample = SampleDisasters.asked("aaa111", "zenops").plan();
    ObjectNode changed = Json.value(Json.text(sample), ObjectNode.class);
    changed.put("overrideFile", override.toString());
    plan =
        Json.value(changed.toString(), DisasterPlan.class).withDefinition(Optional.of("approved"));
    when(without.definition(any())).thenReturn("changed");
    when(without.mounted(any(), any(), any()))
        .thenReturn(new ServiceControl.EffectiveVolume(plan.target().volume().name(), false));
    when(with.drift("db")).thenReturn(Optional.empty());
    when(without.drift("db")).thenReturn(Optional.of("another folder"));
  }

  private Optional<String> find() throws Exception {
    return new WayBack(project -> project.files().contains(override) ? with : without, plan)
        .find(Optional.empty());
  }

  /** Without that file a service that mounts a folder is always another one. */
  @Test
  void whatWasDeployedIsComparedWithTheOverrideFileInPlace() throws Exception {
    assertThat(find()).isEmpty();
    verify(without, never()).drift(any());
  }

  @Test
  void onceTheFileIsGoneTheProjectsOwnFilesAreCompared() throws Exception {
    Files.delete(override);
    assertThatThrownBy(this::find).hasMessageContaining("was not deployed");
    verify(with, never()).drift(any());
  }
}
