package dev.restorebot.bot.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the proxy before Docker refuses. What it passes on, and that the bot needs no more and no
 * less, is in {@code ContainerStoryIT}.
 */
@RequiresDocker(images = {"postgres:15-alpine", "nginx:stable-alpine"})
@RequiresCompose
@Tag("docker")
@Tag("compose")
class DockerProxyIT {
  @TempDir static Path temp;
  private static ProxyUnderTest tests;
  private static ProxyUnderTest disaster;

  @BeforeAll
  static void start() throws Exception {
    tests = new ProxyUnderTest(temp, "tests");
    disaster = new ProxyUnderTest(temp, "disaster");
  }

  @AfterAll
  static void stop() throws Exception {
    tests.close();
    disaster.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /build",
        "POST /swarm/init",
        "GET /secrets",
        "GET /v1.41/secrets",
        "POST /plugins/pull?remote=a",
        "GET /images/json",
        "GET /images/a/get",
        "POST /images/load",
        "POST /images/create?fromSrc=http://a/b.tar",
        "POST /commit?container=a",
        "POST /auth",
        "GET /events",
        "POST /grpc",
        "POST /session",
        "GET /networks",
        "GET /networks/bridge",
        "POST /networks/bridge/connect",
        "POST /containers/a-restore-test-b1/update",
        "POST /containers/a-restore-test-b1/rename?name=b",
        "POST /containers/a-restore-test-b1/attach",
        "GET /containers/a-restore-test-b1/export",
        "POST /containers/prune",
        "POST /volumes/prune",
        "GET /containers/a-restore-test-b1/../../secrets",
        "GET /containers/a-restore-test-b1/%2e%2e/%2e%2e/secrets",
        "GET /images/a/../../containers/zenops-db-1/json",
        "GET /v1.41/images/a/../../../plugins/a/json",
        "GET /images/a%2F..%2F../secrets/json",
        "GET //secrets",
        "GET /./secrets",
        "GET http://docker/secrets",
        "get /_ping",
      })
  void nobodyMayCall(String call) throws Exception {
    String request = call + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n";

    for (ProxyUnderTest proxy : new ProxyUnderTest[] {tests, disaster}) {
      String answer = proxy.send(request);
      // nginx itself refuses methods that are none, and paths that lead above the root.
      assertThat(ProxyUnderTest.isRefusal(answer) || answer.startsWith("HTTP/1.1 400 "))
          .as(answer)
          .isTrue();
    }
  }

  /** What is not a sandbox cannot be reached by a bot that only tests. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /containers/zenops-db-1/json",
        "GET /containers/zenops-db-1/logs?stdout=true",
        "POST /containers/zenops-db-1/exec",
        "PUT /containers/a-restore-test-b1/archive?path=/",
        "POST /containers/zenops-db-1/stop",
        "POST /containers/zenops-db-1/start",
        "DELETE /containers/zenops-db-1?force=true",
        "POST /containers/zenops-db-1/rename?name=a-restore-test-b1",
        "POST /containers/a-restore-test-b1/rename?name=a-restore-test-c2",
        "POST /containers/a-restore-test-warm0123456789ab/rename?name=zenops-db-1",
        "GET /volumes/zenops_postgres_data",
        "DELETE /volumes/zenops_postgres_data",
        "DELETE /networks/zenops_default",
        "POST /containers/create?name=zenops-db-2",
        "POST /containers/create",
        "POST /v1.23/containers/a-restore-test-b1/start",
        "POST /images/create?fromImage=a&fromSrc=http://a/b.tar",
        "POST /images/create?fromImage=a&repo=postgres",
      })
  void aBotThatTestsMayNotCall(String call) throws Exception {
    String answer = tests.send(call + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");

    assertThat(ProxyUnderTest.isRefusal(answer)).as(answer).isTrue();
  }

  /** A second protocol would get past every rule. */
  @ParameterizedTest
  @ValueSource(strings = {"h2c", "tcp", "websocket"})
  void theEngineSwitchesToNoOtherProtocol(String protocol) throws Exception {
    String upgrade =
        " HTTP/1.1\r\n"
            + "Host: d\r\n"
            + "Connection: Upgrade, HTTP2-Settings\r\n"
            + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n"
            + "Upgrade: "
            + protocol
            + "\r\n\r\n";
    try (SocketChannel channel = tests.connect()) {
      ProxyUnderTest.write(channel, "GET /_ping" + upgrade);
      assertThat(read(channel, "OK")).startsWith("HTTP/1.1 200 ");
      ProxyUnderTest.write(channel, "GET /secrets" + upgrade);
      assertThat(read(channel, "proxy")).startsWith("HTTP/1.1 403 ");
    }
  }

  /** After an answer the connection is not the engine's, also where it was to be switched. */
  @Test
  void whatFollowsAProgramThatDoesNotStartIsLookedAtToo() throws Exception {
    String start =
        "POST /exec/0123/start HTTP/1.1\r\n"
            + "Host: d\r\n"
            + "Connection: Upgrade\r\n"
            + "Upgrade: tcp\r\n"
            + "Content-Type: application/json\r\n"
            + "Content-Length: 2\r\n\r\n"
            + "{}";
    String answers =
        tests.send(start + "GET /secrets HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");

    assertThat(answers).contains("HTTP/1.1 404 ", "HTTP/1.1 403 ", "restore-bot's Docker proxy");
  }

  @Test
  void aProgramsInputAndOutputGoBothWays() throws Exception {
    String name = "rbtest-restore-test-p" + ProcessHandle.current().pid();
    String id =
        Deployment.docker(
            "run",
            "--detach",
            "--name",
            name,
            "--network",
            "none",
            "--entrypoint",
            "sleep",
            "postgres:15-alpine",
            "600");
    try (SocketChannel channel = tests.connect()) {
      assertThat(id).isNotBlank();
      String body =
          Requests.exec().replaceFirst("\"Cmd\":\\[.*?\\],\"Env", "\"Cmd\":[\"cat\"],\"Env");
      String made = tests.post("/containers/" + name + "/exec", body);
      String exec = made.replaceFirst("(?s).*\"Id\":\"([0-9a-f]+)\".*", "$1");
      ProxyUnderTest.write(
          channel,
          "POST /exec/"
              + exec
              + "/start HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
              + "Content-Type: application/json\r\nContent-Length: 28\r\n\r\n"
              + "{\"Detach\":false,\"Tty\":false}");
      assertThat(read(channel, "\r\n\r\n")).startsWith("HTTP/1.1 101 ");
      ProxyUnderTest.write(channel, "one\n");
      assertThat(read(channel, "one\n")).contains("one\n");
      ProxyUnderTest.write(channel, "two\n");
      assertThat(read(channel, "two\n")).contains("two\n");
    } finally {
      String unused = Deployment.docker("rm", "--force", "--volumes", name);
    }
  }

  private static String read(SocketChannel channel, String until) throws Exception {
    StringBuilder all = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    while (all.indexOf(until) < 0 && channel.read(buffer.clear()) >= 0) {
      all.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
    }
    return all.toString();
  }
}
