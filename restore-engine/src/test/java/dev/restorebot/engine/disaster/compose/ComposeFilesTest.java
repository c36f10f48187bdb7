package dev.restorebot.engine.disaster.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.ResolvedProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComposeFilesTest {
  /** As Compose 2.26 prints it. */
  private static final String CONFIG =
      """
      {"name": "zenops", "services": {
        "api": {"command": null, "entrypoint": ["sleep", "infinity"], "image": "app:1",
          "volumes": [{"type": "volume", "source": "uploads", "target": "/srv", "volume": {}}]},
        "db": {"command": ["postgres", "-c", "max_connections=60"], "entrypoint": null,
          "environment": {"POSTGRES_PASSWORD_FILE": "/run/secrets/pw", "EMPTY": null, "A": "b$$c"},
          "image": "postgres:15-alpine",
          "secrets": [{"source": "db_pw", "target": "pw"}],
          "volumes": [
            {"type": "volume", "source": "pg", "target": "/var/lib/postgresql", "volume": {}},
            {"type": "bind", "source": "/srv/wal", "target": "/var/lib/postgresql/data/wal"}]}},
       "secrets": {"db_pw": {"name": "zenops_db_pw", "file": "/srv/app/pw.txt"}},
       "volumes": {"pg": {"name": "zenops_pg"}, "uploads": {"name": "files", "external": true}}}
      """;

  @Test
  void readsServicesVolumesAndFilesOfSecrets() throws Exception {
    ResolvedProject project = ComposeFiles.parse(CONFIG);
    assertThat(project.volumes())
        .containsEntry("pg", "zenops_pg")
        .containsEntry("uploads", "files");
    ResolvedProject.Service db = project.services().get("db");
    assertThat(db.image()).isEqualTo("postgres:15-alpine");
    assertThat(db.command()).containsExactly("postgres", "-c", "max_connections=60");
    assertThat(db.environment())
        .containsExactlyInAnyOrder("POSTGRES_PASSWORD_FILE=/run/secrets/pw", "EMPTY=", "A=b$c");
    assertThat(db.secretFiles()).containsEntry("/run/secrets/pw", "/srv/app/pw.txt");
    assertThat(project.services().get("api").command()).isEmpty();
  }

  @Test
  void findsTheDeepestMountAtOrAboveAFolder() throws Exception {
    ResolvedProject.Service db = ComposeFiles.parse(CONFIG).services().get("db");
    assertThat(db.at("/var/lib/postgresql/data").orElseThrow().source()).isEqualTo("pg");
    assertThat(db.at("/var/lib/postgresql/data/wal").orElseThrow().type()).isEqualTo("bind");
    assertThat(db.at("/var/lib/postgresql2")).isEmpty();
  }

  @Test
  void showsNoEnvironment() throws Exception {
    String json = "{\"services\": {\"db\": {\"environment\": {\"PW\": \"hunter2\"}}}}";
    assertThat(ComposeFiles.parse(json).toString()).doesNotContain("hunter2");
    assertThatThrownBy(() -> ComposeFiles.parse(json.replace("}}}}", "")))
        .hasMessageContaining("as JSON")
        .extracting(Throwable::toString)
        .asString()
        .doesNotContain("hunter2");
  }

  @Test
  void saysWhenTheProjectsFolderIsGone() {
    ComposeProject gone =
        new ComposeProject("zenops", Path.of("/no/such"), List.of(), List.of(), List.of());
    assertThatThrownBy(() -> new ComposeFiles(Optional.empty()).resolve(gone))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().message()).contains("/no/such does not exist");
              assertThat(e.problem().hint()).contains("disaster.project-directory");
            });
  }
}
