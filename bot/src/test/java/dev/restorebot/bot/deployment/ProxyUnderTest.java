package dev.restorebot.bot.deployment;

import dev.restorebot.engine.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** The proxy of compose.hardened.yaml without the bot, its socket within reach of a test. */
final class ProxyUnderTest implements AutoCloseable {
  private final Path folder;
  private final Deployment deployment;

  /**
   * Starts it.
   *
   * @param calls {@code tests} or {@code disaster}
   */
  ProxyUnderTest(Path temp, String calls) throws Exception {
    folder = Files.createDirectories(temp.resolve(calls));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path override =
        Files.writeString(
            temp.resolve(calls + ".yaml"),
            "volumes: { docker-proxy: { driver_opts: { type: none, o: bind, device: %s } } }\n"
                .formatted(folder));
    deployment =
        new Deployment(
            "compose.hardened.yaml", override, Map.of("RESTORE_BOT_DOCKER_CALLS", calls));
    String unused = deployment.compose("up", "--detach", "docker-proxy");
    unused = Eventually.get("the proxy", this::ping, answer -> answer.endsWith("OK"));
  }

  Path socket() {
    return folder.resolve("docker.sock");
  }

  /** The proxy's own answer and nobody else's. */
  static boolean isRefusal(String answer) {
    return answer.startsWith("HTTP/1.1 403 ") && answer.contains("restore-bot's Docker proxy");
  }

  private String ping() {
    try {
      return get("/_ping");
    } catch (IOException e) {
      return e.toString();
    }
  }

  String get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
  }

  String post(String path, String json) throws IOException {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    return send(
        "POST %s HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, length, json));
  }

  /** Sends that and reads what comes until the other end closes. */
  String send(String request) throws IOException {
    try (SocketChannel channel = connect()) {
      write(channel, request);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(8192);
      while (channel.read(buffer.clear()) >= 0) {
        answer.write(buffer.array(), 0, buffer.position());
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket()));
    return channel;
  }

  static void write(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws Exception {
    deployment.close();
  }
}
