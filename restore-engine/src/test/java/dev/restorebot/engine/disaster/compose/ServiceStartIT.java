package dev.restorebot.engine.disaster.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.testing.RequiresCompose;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that depend on each other, started by the real Compose and Docker. */
@RequiresCompose
class ServiceStartIT {
  private static final Duration STABLE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FILE =
      """
      services:
        db:
          image: %1$s
          tmpfs: [/var/lib/postgresql/data] # in place of the volume of the image
          entrypoint: [sleep, infinity]
          healthcheck: {test: ["CMD", "true"], interval: 1s}
        migrate:
          image: %1$s
          tmpfs: [/var/lib/postgresql/data]
          entrypoint: [sh, -c, "date +%%s%%N >>/log/migrated; test ! -e /log/broken"]
          volumes: ["./log:/log"]
          depends_on: {db: {condition: service_healthy}}
        mailer:
          image: %1$s
          tmpfs: [/var/lib/postgresql/data]
          entrypoint: [sleep, infinity]
          init: true
          depends_on: [db]
        api:
          image: %1$s
          tmpfs: [/var/lib/postgresql/data]
          entrypoint: [sh, -c, "test ! -e /log/ends || { sleep 0.5; exit 3; }; exec sleep infinity"]
          init: true
          restart: "${RESTART:-no}"
          volumes: ["./log:/log"]
          depends_on:
            db: {condition: service_healthy}
            migrate: {condition: service_completed_successfully}
            mailer: {condition: service_started}
      """
          .formatted(ComposeUnderTest.IMAGE);

  @TempDir static Path folder;
  private static String name;
  private static Path override;
  private static ComposeServices services;
  private int migrated;

  @BeforeAll
  static void up() throws Exception {
    folder = folder.toRealPath();
    override = folder.resolve("compose.override.yaml");
    name = "rbs" + ProcessHandle.current().pid() + "x" + System.nanoTime() % 1_000_000;
    Files.createDirectories(folder.resolve("log"));
    Path file = Files.writeString(folder.resolve("compose.yaml"), FILE);
    services =
        new ComposeServices(
            new ComposeProject(name, folder, List.of(file), List.of(), List.of()),
            Optional.empty());
    compose("up", "-d");
  }

  @AfterAll
  static void down() throws Exception {
    compose("down", "-v", "-t", "0");
  }

  @BeforeEach
  void allAreStopped() throws Exception {
    for (String left : List.of("log/broken", "log/ends", ".env")) {
      Files.deleteIfExists(folder.resolve(left));
    }
    Files.writeString(folder.resolve("compose.yaml"), FILE);
    compose("up", "--no-start");
    compose("stop", "-t", "0");
    assertThat(services.running()).isEmpty();
    migrated = lines();
  }

  private static void compose(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker", "compose", "-p", name));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue())
        .as(Files.readString(folder.resolve("out"), StandardCharsets.UTF_8))
        .isZero();
  }

  private static int lines() throws IOException {
    return Files.readAllLines(folder.resolve("log/migrated")).size();
  }

  private int migrations() throws IOException {
    return lines() - migrated;
  }

  @Test
  void onlyTheNamedServicesAreStarted() throws Exception {
    services.start(List.of("api"), override);

    assertThat(services.running()).containsExactly("api");
    assertThat(migrations()).isZero();
  }

  @Test
  void whatIsNeededIsStartedButNotWhatIsHeldBack() throws Exception {
    services.startWithNeeded(List.of("api"), List.of("db", "mailer"), override);

    assertThat(services.running()).containsExactly("api");
    assertThat(migrations()).isEqualTo(1);
  }

  @Test
  void containersThatWereRemovedAreMadeAgain() throws Exception {
    compose("rm", "-f", "-v", "api", "migrate", "mailer");

    services.start(List.of("mailer"), override);
    services.startWithNeeded(List.of("api"), List.of("db"), override);

    assertThat(services.running()).containsExactly("api", "mailer");
    assertThat(migrations()).isEqualTo(1);
  }

  @Test
  void aServiceThatOthersWaitForAndThatFailsIsNamed() throws Exception {
    Files.createFile(folder.resolve("log/broken"));

    assertThatThrownBy(() -> services.startWithNeeded(List.of("api"), List.of("db"), override))
        .hasMessageContaining("wait until migrate is completed")
        .hasMessageContaining("exit code 1");
    assertThat(services.running()).doesNotContain("api");
  }

  @Test
  void aServiceThatEndsSoonAfterItsStartIsFailing() throws Exception {
    services.start(List.of("db", "api", "mailer"), override);
    assertThat(services.failing(List.of("db", "api", "mailer"), STABLE, PATIENCE)).isEmpty();

    compose("stop", "-t", "0", "api");
    Files.createFile(folder.resolve("log/ends"));
    services.start(List.of("api"), override);
    assertThat(services.failing(List.of("api", "mailer"), STABLE, PATIENCE))
        .containsOnlyKeys("api")
        .containsEntry("api", "it ended with exit code 3");
    compose("rm", "-f", "-v", "api");
    assertThat(services.failing(List.of("api"), STABLE, PATIENCE))
        .containsEntry("api", "it has no container");
  }

  @Test
  void aServiceThatIsStartedAgainAndAgainCountsAsRunningAndIsFailing() throws Exception {
    Files.writeString(folder.resolve(".env"), "RESTART=always\n");
    Files.createFile(folder.resolve("log/ends"));
    compose("up", "-d", "--force-recreate");

    assertThat(services.running()).contains("api");
    assertThat(services.failing(List.of("api"), STABLE, PATIENCE).get("api"))
        .startsWith("it ends and is started again and again");
  }

  @Test
  void anotherImageInTheFilesIsRefused() throws Exception {
    services.requireImage("db");
    Files.writeString(
        folder.resolve("compose.yaml"),
        FILE.replaceFirst(ComposeUnderTest.IMAGE, "postgres:17-alpine"));

    assertThatThrownBy(() -> services.requireImage("db"))
        .hasMessageContaining("postgres:17-alpine")
        .hasMessageContaining(ComposeUnderTest.IMAGE);
    services.requireImage("api");
  }
}
