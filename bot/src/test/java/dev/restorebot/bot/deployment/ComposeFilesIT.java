package dev.restorebot.bot.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Compose files as Compose reads them. {@code ContainerStoryIT} brings them up. */
@RequiresDocker
@RequiresCompose
@Tag("docker")
@Tag("compose")
class ComposeFilesIT {
  private static final String SOCKET = "/var/run/docker.sock";

  @TempDir Path temp;

  @Test
  void theHardenedBotIsThePlainOneWithoutTheSocket() throws Exception {
    ObjectNode plain = bot("compose.yaml");
    ObjectNode hardened = bot("compose.hardened.yaml");

    assertThat(targets(plain)).contains(SOCKET);
    assertThat(targets(hardened)).doesNotContain(SOCKET).contains("/run/docker-proxy");
    assertThat(plain.has("group_add")).isTrue();
    assertThat(hardened.path("environment").path("DOCKER_HOST").asText())
        .isEqualTo("unix:///run/docker-proxy/docker.sock");
    for (ObjectNode each : List.of(plain, hardened)) {
      each.remove(List.of("group_add", "depends_on"));
      ((ObjectNode) each.path("environment")).remove("DOCKER_HOST");
      var mounts = each.withArray("volumes").elements();
      while (mounts.hasNext()) {
        if (mounts.next().path("target").asText().matches(SOCKET + "|/run/docker-proxy")) {
          mounts.remove();
        }
      }
    }
    assertThat(hardened).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"compose.yaml", "compose.hardened.yaml"})
  void whatIsNotSetIsAskedFor(String file) throws Exception {
    assertThatThrownBy(() -> config(file, Map.of("DOCKER_GID", "")))
        .hasMessageContaining("set it to the group of the socket");
  }

  private ObjectNode bot(String file) throws Exception {
    return (ObjectNode) config(file, Map.of()).path("services").path("restore-bot");
  }

  private JsonNode config(String file, Map<String, String> environment) throws Exception {
    Path nothing = Files.writeString(temp.resolve("nothing.yaml"), "services: {}\n");
    String json =
        new Deployment(file, nothing, with(environment)).compose("config", "--format", "json");
    return new ObjectMapper().readTree(json);
  }

  private static Map<String, String> with(Map<String, String> environment) {
    return environment.isEmpty() ? Map.of("DOCKER_SOCKET", SOCKET) : environment;
  }

  private static List<String> targets(JsonNode service) {
    List<String> targets = new ArrayList<>();
    service.path("volumes").forEach(mount -> targets.add(mount.path("target").asText()));
    return targets;
  }
}
