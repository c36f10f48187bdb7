package dev.restorebot.engine.disaster.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.rehearsal.IsolatedProject;
import dev.restorebot.engine.disaster.rehearsal.ProjectIsolation;
import dev.restorebot.engine.disaster.rehearsal.RehearsalNames;
import dev.restorebot.engine.disaster.rehearsal.RehearsalSettings;
import dev.restorebot.engine.disaster.rehearsal.RehearsedStorage;
import dev.restorebot.engine.disaster.rehearsal.ServiceLimits;
import dev.restorebot.engine.testing.RequiresCompose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compose files as people have them, resolved by the real Compose. No container is made. */
@RequiresCompose
class RehearsalComposeIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @BeforeEach
  void real() throws Exception {
    folder = folder.toRealPath();
  }

  /**
   * Compose files.
   *
   * @param name their folder in the resources
   * @param services that are rehearsed
   * @param differences what the rehearsal says, with the folder as {@code FOLDER}
   */
  record Case(String name, List<String> services, List<String> differences) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "django",
            List.of("db", "migrate", "web", "worker"),
            List.of(
                "worker has 1 container instead of 3",
                "web is without the files of the volume static",
                "new and empty: the volumes static",
                "no port is published")),
        new Case(
            "profiles",
            List.of("db", "web"),
            List.of(
                "mailer is left out: it is in no active profile (disaster.profiles)",
                "idle is left out: production runs none of it")),
        new Case("include", List.of("db", "api"), List.of()),
        new Case(
            "secrets",
            List.of("db", "api"),
            List.of("api is without token of the secrets: it is external")),
        new Case(
            "proxy",
            List.of("db", "api"),
            List.of(
                "traefik is left out: it uses Docker's socket",
                "api is without extra_hosts",
                "the network shared is an empty one: production's has others on it",
                "the network back has other addresses than production's",
                "api is without the fixed addresses of the network back",
                "db is without the fixed addresses of the network back")),
        new Case(
            "vpn",
            List.of("vpn", "db", "api"),
            List.of(
                "node-exporter is left out: it uses the host's network",
                "beside is left out: it uses the network of node-exporter",
                "vpn is without cap_add NET_ADMIN, devices,"
                    + " sysctl net.ipv4.conf.all.src_valid_mark",
                "no port is published")),
        new Case(
            "binds",
            List.of("db", "web"),
            List.of(
                "web is without /media: /srv/shop/media is not in the project's folder",
                "no port is published")),
        new Case(
            "hardened", List.of("db", "api"), List.of("api is without security_opt apparmor:shop")),
        new Case(
            "monorepo",
            List.of("db", "web"),
            List.of(
                "api is left out: its image registry.example.com/shop/missing:latest is not on"
                    + " this machine")),
        new Case(
            "legacy",
            List.of("db", "files", "app"),
            List.of("app is without external_links, ipc, privileged, volumes_from")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eachProjectIsRehearsedOrSaysInALineWhatCannot(Case files) throws Exception {
    copy(files.name());
    ComposeProject production = project("shop", folder.resolve(file()));

    JsonNode resolved = new RehearsalCompose(production, Optional.empty()).resolve();
    IsolatedProject rehearsal =
        isolate(resolved, files.name().equals("profiles") ? List.of("db", "mailer") : List.of());

    assertThat(
            rehearsal.differences().stream()
                .map(line -> line.replace(folder.toString(), "FOLDER"))
                .toList())
        .containsExactlyInAnyOrderElementsOf(files.differences());
    assertThat(rehearsal.services()).containsExactlyInAnyOrderElementsOf(files.services());
    Path derived = Files.createTempFile("rehearsal", ".json");
    try {
      Files.write(derived, JSON.writeValueAsBytes(rehearsal.definition()));
      JsonNode taken =
          new ComposeCommand(
                  project(rehearsal.definition().path("name").asText(), derived),
                  Optional.empty(),
                  Duration.ofMinutes(1))
              .config(List.of());
      reachesNothing(taken);
      for (String service : rehearsal.services()) {
        for (String same : List.of("environment", "command", "entrypoint", "healthcheck", "user")) {
          assertThat(taken.path("services").path(service).path(same))
              .as("%s of %s", same, service)
              .isEqualTo(resolved.path("services").path(service).path(same));
        }
      }
    } finally {
      Files.delete(derived);
    }
  }

  /** Compose itself takes what was derived, and finds nothing in it that leads out. */
  private static void reachesNothing(JsonNode rehearsal) {
    assertThat(rehearsal.path("networks")).isNotEmpty();
    for (JsonNode network : rehearsal.path("networks")) {
      assertThat(network.path("internal").asBoolean()).as("%s", network).isTrue();
      assertThat(network.path("external").asBoolean()).as("%s", network).isFalse();
    }
    for (JsonNode volume : rehearsal.path("volumes")) {
      assertThat(volume.path("name").asText()).contains("rehearsal");
    }
    for (JsonNode service : rehearsal.path("services")) {
      for (String key :
          List.of(
              "ports", "privileged", "pid", "ipc", "devices", "extra_hosts", "container_name")) {
        assertThat(service.has(key)).as("%s of %s", key, service).isFalse();
      }
      assertThat(service.path("network_mode").asText("none")).matches("none|service:.*");
      assertThat(service.path("image").asText()).startsWith("sha256:");
      assertThat(service.has("build") || service.has("env_file")).isFalse();
      for (JsonNode mount : service.path("volumes")) {
        assertThat(mount.path("type").asText()).isIn("volume", "tmpfs");
      }
    }
  }

  private IsolatedProject isolate(JsonNode resolved, List<String> running) throws Exception {
    return new ProjectIsolation(
            RehearsalNames.of("shop", "abc123"),
            new RehearsedStorage(
                "db",
                "/var/lib/postgresql/data",
                "shop_db_rehearsal_1",
                Optional.empty(),
                Set.of("shop_static")),
            RehearsalSettings.DEFAULT,
            new ServiceLimits(1L << 30, 2, 256),
            image ->
                image.contains("missing")
                    ? Optional.empty()
                    : Optional.of("sha256:" + "0".repeat(64)),
            folder)
        .of(resolved, running);
  }

  private ComposeProject project(String name, Path file) {
    return new ComposeProject(name, folder, List.of(file), List.of(), List.of());
  }

  private String file() {
    return Files.exists(folder.resolve("compose.yaml")) ? "compose.yaml" : "docker-compose.yml";
  }

  private void copy(String name) throws Exception {
    Path from = Path.of(RehearsalComposeIT.class.getResource("/compose/projects/" + name).toURI());
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path to = folder.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Path unused = Files.createDirectories(to);
        } else {
          copy(each, to);
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Path unused = Files.copy(from, to);
  }
}
