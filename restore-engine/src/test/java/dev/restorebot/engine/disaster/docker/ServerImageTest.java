package dev.restorebot.engine.disaster.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Against an endpoint that answers as the Docker Engine does; no registry is reachable in tests.
 */
class ServerImageTest {
  private static final String NAME = "postgres:15-alpine";
  private static final String PULLED =
      """
      {"status":"Pulling from library/postgres","id":"15-alpine"}
      {"status":"Downloading","progressDetail":{"current":50,"total":100},"id":"a1"}
      {"status":"Status: Downloaded newer image for postgres:15-alpine"}
      """;

  private final AtomicBoolean here = new AtomicBoolean();
  private final List<String> activities = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private volatile String pull = PULLED;
  private HttpServer engine;

  @BeforeEach
  void start() throws IOException {
    engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    engine.createContext("/", this::answer);
    engine.start();
  }

  @AfterEach
  void stop() {
    engine.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith("/images/create")) {
      here.set(pull.equals(PULLED));
      send(exchange, 200, pull);
    } else if (path.endsWith("/json") && here.get()) {
      send(exchange, 200, "{\"Id\":\"sha256:abc\"}");
    } else {
      send(exchange, 404, "{\"message\":\"No such image: " + NAME + "\"}");
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String require(boolean allowed) throws ProblemException {
    DockerSettings usual = DockerSettings.withDefaults();
    DockerSettings settings =
        new DockerSettings(
            usual.image(),
            usual.defaultMajor(),
            usual.prefix(),
            allowed,
            usual.memoryBytes(),
            OptionalInt.empty(),
            usual.pidsLimit(),
            usual.shmBytes(),
            Optional.of("tcp://127.0.0.1:" + engine.getAddress().getPort()),
            usual.startTimeout(),
            List.of());
    try (DockerAccess docker = new DockerAccess(settings)) {
      return new ServerImage(docker, told -> activities.add(told.activity()), warnings)
          .require(NAME)
          .getId();
    }
  }

  @Test
  void pullsAnImageThatIsGoneAndSaysSo() throws Exception {
    assertThat(require(true)).isEqualTo("sha256:abc");
    assertThat(activities).contains("pulling image " + NAME);
    assertThat(warnings)
        .containsExactly(
            "The database's image postgres:15-alpine was not on this machine. It was pulled for"
                + " this plan: sha256:abc.");
  }

  @Test
  void takesAnImageThatIsThereWithoutPulling() throws Exception {
    here.set(true);
    assertThat(require(true)).isEqualTo("sha256:abc");
    assertThat(activities).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void refusesWithTheReasonOfTheRegistry() {
    pull = "{\"errorDetail\":{\"message\":\"pull access denied for postgres\"}}\n";
    assertThatThrownBy(() -> require(true))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().message())
                  .isEqualTo(
                      "The database's image postgres:15-alpine is not on this machine and could not"
                          + " be pulled: pull access denied for postgres.");
              assertThat(e.problem().hint()).contains("docker pull " + NAME, "docker load");
            });
  }

  @Test
  void pullsNothingWhenThatIsSwitchedOff() {
    assertThatThrownBy(() -> require(false))
        .hasMessageContaining("pulling is switched off (`sandbox.docker.pull`)");
    assertThat(activities).isEmpty();
  }
}
