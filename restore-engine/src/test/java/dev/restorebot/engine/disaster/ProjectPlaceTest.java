package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectPlaceTest {
  @TempDir Path folder;

  @Test
  void findsTheFilesThatComposeFindsInTheFolder() throws Exception {
    Path base = Files.createFile(folder.resolve("docker-compose.yml"));
    Path override = Files.createFile(folder.resolve("docker-compose.override.yml"));
    ComposeProject project =
        new ProjectPlace(Optional.of(folder), List.of(), List.of(), List.of("live"))
            .project("zenops")
            .orElseThrow();
    assertThat(project.files()).containsExactly(base, override);
    assertThat(project.workingDir()).isEqualTo(folder);
    assertThat(project.command(List.of())).containsSubsequence("--profile", "live");
  }

  @Test
  void takesNamedFilesInTheirOrderAndTheFirstOnesFolder() {
    ComposeProject project =
        new ProjectPlace(
                Optional.empty(),
                List.of(Path.of("/srv/app/prod.yaml"), Path.of("more.yaml")),
                List.of(Path.of("prod.env")),
                List.of())
            .project("zenops")
            .orElseThrow();
    assertThat(project.workingDir()).isEqualTo(Path.of("/srv/app"));
    assertThat(project.files())
        .containsExactly(Path.of("/srv/app/prod.yaml"), Path.of("/srv/app/more.yaml"));
    assertThat(project.envFiles()).containsExactly(Path.of("/srv/app/prod.env"));
  }

  @Test
  void knowsNoProjectWithoutAPlace() {
    assertThat(ProjectPlace.UNKNOWN.project("zenops")).isEmpty();
  }

  @Test
  void rememberedProjectHasTheOverrideFileThatWasWrittenSince() throws Exception {
    Path base = Files.createFile(folder.resolve("compose.yaml"));
    ComposeProject remembered =
        new ComposeProject("zenops", folder, List.of(base), List.of(), List.of());
    assertThat(remembered.asDeployedNext()).isEqualTo(remembered);
    Path override = Files.createFile(folder.resolve("compose.override.yaml"));
    assertThat(remembered.asDeployedNext().files()).containsExactly(base, override);
    ComposeProject named =
        new ComposeProject(
            "zenops", folder, List.of(folder.resolve("prod.yaml")), List.of(), List.of());
    assertThat(named.asDeployedNext()).isEqualTo(named);
  }
}
