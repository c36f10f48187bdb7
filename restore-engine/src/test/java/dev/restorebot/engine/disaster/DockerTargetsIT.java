package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import dev.restorebot.engine.disaster.compose.ComposeFiles;
import dev.restorebot.engine.disaster.docker.DockerTargets;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.TestDocker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresDocker
@RequiresCompose
class DockerTargetsIT {
  @TempDir static Path folder;
  static ComposeUnderTest app;
  static DockerAccess docker;

  @BeforeAll
  static void start() throws IOException {
    docker = new DockerAccess(DockerSettings.withDefaults());
    app = new ComposeUnderTest(folder.resolve("app")).up();
    app.fill("first");
  }

  @AfterAll
  static void stop() throws IOException {
    app.close();
    docker.close();
  }

  static Target resolve(TargetSettings settings) throws Exception {
    return new DockerTargets(docker, new ComposeFiles(Optional.empty())).resolve(settings);
  }

  @Test
  void theVolumeIsTheOneThatIsMountedAndNotTheNameInTheFiles() throws Exception {
    Target target = resolve(app.settings());

    assertThat(target.volume().key()).isEqualTo("postgres_data");
    assertThat(target.volume().name()).isEqualTo(app.name() + "_postgres_data");
    assertThat(target.volume().bytes()).isGreaterThan(1_000_000);
    assertThat(target.volume().freeBytes()).isGreaterThan(1_000_000);
  }

  @Test
  void theServerIsAskedHowItWasMade() throws Exception {
    Target target = resolve(app.settings());

    assertThat(target.cluster().superuser()).isEqualTo("zenops");
    assertThat(target.cluster().owner()).isEqualTo("zenops");
    assertThat(target.cluster().checksums()).isTrue();
    assertThat(target.cluster().locale().encoding()).isEqualTo("UTF8");
    assertThat(target.cluster().locale().collate()).isEqualTo("C.UTF-8");
    assertThat(target.cluster().version()).startsWith("15.");
    assertThat(target.server().image()).isEqualTo(ComposeUnderTest.IMAGE);
    assertThat(target.server().command()).containsExactly("postgres", "-c", "max_connections=60");
    assertThat(target.server().networks()).containsExactly(app.name() + "_default");
    assertThat(target.project().files()).containsExactly(app.folder().resolve("compose.yaml"));
    assertThat(target.running()).containsExactly("api", "db", "email-worker");
    assertThat(target.warnings()).isEmpty();
  }

  @Test
  void noSecretIsShown() throws Exception {
    Target target = resolve(app.settings());

    assertThat(target.server().environment().get("POSTGRES_PASSWORD"))
        .contains(ComposeUnderTest.PASSWORD);
    assertThat(target.toString()).contains("POSTGRES_PASSWORD");
    assertThat(target.toString()).doesNotContain(ComposeUnderTest.PASSWORD);
  }

  @Test
  void aProjectThatIsNotThereIsNamedWithThoseThatAre() {
    TargetSettings wrong =
        TargetSettings.ofCompose(
            "nothere",
            "db",
            "zenops",
            List.of(),
            Optional.empty(),
            Optional.empty(),
            ProjectPlace.UNKNOWN);
    assertThatThrownBy(() -> resolve(wrong))
        .hasMessageContaining("target-not-found")
        .hasMessageContaining(app.name());
  }

  @Test
  void aStackOfSwarmIsNamedAsOne() throws Exception {
    String stack = app.name() + "stack";
    try (DockerClient client = TestDocker.client()) {
      String id =
          client
              .createContainerCmd(ComposeUnderTest.IMAGE)
              .withLabels(Map.of("com.docker.stack.namespace", stack))
              .exec()
              .getId();
      try {
        TargetSettings settings =
            TargetSettings.ofCompose(
                stack,
                "db",
                "zenops",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                ProjectPlace.UNKNOWN);
        assertThatThrownBy(() -> resolve(settings))
            .hasMessageContaining("target-unsuitable")
            .hasMessageContaining("a stack of Docker Swarm");
      } finally {
        client.removeContainerCmd(id).withRemoveVolumes(true).exec();
      }
    }
  }

  /** As pg_cron's, which can only be there. */
  @Test
  void tablesOfAnExtensionInPostgresAreNoOtherDatabase() throws Exception {
    onServer(
        "cd \"$(pg_config --sharedir)/extension\" && echo \"default_version = '1'\""
            + " >cronlike.control && echo 'CREATE TABLE cron_job (id int);' >cronlike--1.sql &&"
            + " psql -U zenops -d postgres -c 'CREATE EXTENSION cronlike'");
    try {
      assertThat(resolve(app.settings()).warnings())
          .singleElement()
          .asString()
          .contains("postgres", "cronlike");
    } finally {
      onServer("psql -U zenops -d postgres -c 'DROP EXTENSION cronlike'");
    }
  }

  private static void onServer(String script) throws Exception {
    var unused = app.compose("exec", "-T", "--user", "0", "db", "sh", "-c", script);
  }

  @Test
  void aServiceThatIsNotThereIsNamedWithThoseThatAre() {
    TargetSettings database =
        TargetSettings.ofCompose(
            app.name(),
            "postgres",
            "zenops",
            List.of(),
            Optional.empty(),
            Optional.empty(),
            ProjectPlace.UNKNOWN);
    assertThatThrownBy(() -> resolve(database)).hasMessageContaining("api, db, email-worker");
    TargetSettings stopped =
        TargetSettings.ofCompose(
            app.name(),
            "db",
            "zenops",
            List.of("apii"),
            Optional.empty(),
            Optional.empty(),
            ProjectPlace.UNKNOWN);
    assertThatThrownBy(() -> resolve(stopped)).hasMessageContaining("called apii");
  }

  @Test
  void aServiceThatKeepsRunningIsWarnedOf() throws Exception {
    TargetSettings settings =
        TargetSettings.ofCompose(
            app.name(),
            "db",
            "zenops",
            List.of("api"),
            Optional.empty(),
            Optional.empty(),
            ProjectPlace.UNKNOWN);
    assertThat(resolve(settings).warnings())
        .singleElement()
        .asString()
        .contains("keep running", "email-worker");
  }

  @Test
  void aServerWithOtherDatabasesIsRefused() throws Exception {
    TargetSettings settings =
        TargetSettings.ofCompose(
            app.name(),
            "db",
            "postgres",
            List.of("api", "email-worker"),
            Optional.empty(),
            Optional.empty(),
            ProjectPlace.UNKNOWN);
    assertThatThrownBy(() -> resolve(settings))
        .hasMessageContaining("target-unsuitable")
        .hasMessageContaining("zenops");
  }

  @Test
  void aFolderAndAVolumeWithoutANameAreFoundAndAStoppedDatabaseIsNot() throws Exception {
    try (ComposeUnderTest other = new ComposeUnderTest(folder.resolve("other"))) {
      other.edit("postgres_data:/var/lib", "./data:/var/lib").up("db");
      TargetSettings settings =
          TargetSettings.ofCompose(
              other.name(),
              "db",
              "zenops",
              List.of(),
              Optional.empty(),
              Optional.empty(),
              ProjectPlace.UNKNOWN);
      assertThat(resolve(settings).volume().kind()).isEqualTo(DataVolume.Kind.FOLDER);
      assertThat(resolve(settings).volume().name())
          .isEqualTo(other.folder().resolve("data").toString());

      var down = other.compose("down", "-t", "0");
      assertThat(down).isEmpty();
      other.edit("./data:/var/lib", "/var/lib").up("db");
      assertThat(resolve(settings).volume().anonymous()).isTrue();

      var unused = other.compose("stop", "db");
      assertThatThrownBy(() -> resolve(settings))
          .hasMessageContaining("target-not-found")
          .hasMessageContaining("is not running");
    }
  }
}
