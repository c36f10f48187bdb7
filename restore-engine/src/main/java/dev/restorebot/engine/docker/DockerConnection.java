package dev.restorebot.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.SSLConfig;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.restorebot.engine.diagnose.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The connection to the engine.
 *
 * <p>No API version is set: pinning one breaks either Engine 20.10 (1.41) or 29 (at least 1.44).
 */
public final class DockerConnection implements AutoCloseable {
  /** The only address on which sandboxes publish a port. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final Duration PING = Duration.ofSeconds(3);
  private static final int CONNECTIONS = 256;

  /** Without it the library reads the machine's certificates, also for a Unix socket. */
  private static final SSLConfig UNUSED_TLS =
      () -> {
        SSLContext none = SSLContext.getInstance("TLS");
        none.init(null, new TrustManager[0], null);
        return none;
      };

  private final DefaultDockerClientConfig config;
  private final DockerErrors errors;
  private DockerClient client;

  public DockerConnection(Optional<String> dockerHost) {
    DefaultDockerClientConfig.Builder builder =
        DefaultDockerClientConfig.createDefaultConfigBuilder();
    dockerHost.ifPresent(builder::withDockerHost);
    config = builder.build();
    errors = new DockerErrors(address(dockerHost));
  }

  /** The client, made on first use; no time limit, since a tool may run for hours. */
  public synchronized DockerClient client() {
    if (client == null) {
      client = DockerClientImpl.getInstance(config, transport().build());
    }
    return client;
  }

  /** Returns the Unix socket of the engine, if it listens on one. */
  Optional<Path> unixSocket() {
    return Optional.of(config.getDockerHost())
        .filter(host -> "unix".equals(host.getScheme()))
        .map(host -> Path.of(host.getPath()));
  }

  public DockerErrors errors() {
    return errors;
  }

  /** Empty when the engine answers, within seconds, or why not. */
  public Optional<Problem> unreachable() {
    ZerodepDockerHttpClient.Builder quick = transport().responseTimeout(PING);
    try (DockerClient once = DockerClientImpl.getInstance(config, quick.build())) {
      once.pingCmd().exec();
      return Optional.empty();
    } catch (RuntimeException | IOException e) {
      return Optional.of(errors.unreachable(e));
    }
  }

  private ZerodepDockerHttpClient.Builder transport() {
    return new ZerodepDockerHttpClient.Builder()
        .dockerHost(config.getDockerHost())
        .sslConfig(unixSocket().isPresent() ? UNUSED_TLS : config.getSSLConfig())
        .connectionTimeout(PING)
        .maxConnections(CONNECTIONS);
  }

  private String address(Optional<String> dockerHost) {
    String from =
        dockerHost.isPresent()
            ? " (from the settings)"
            : System.getenv("DOCKER_HOST") != null ? " (from DOCKER_HOST)" : " (the default)";
    return config.getDockerHost() + from;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      try {
        client.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      client = null;
    }
  }
}
