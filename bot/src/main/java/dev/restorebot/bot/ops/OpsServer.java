package dev.restorebot.bot.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.restorebot.engine.state.StateException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics} and {@code /healthz}. Only GET, nothing is changed by it, and nobody logs
 * in: it listens where the settings say, by default on loopback.
 */
public final class OpsServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OpsServer.class);
  private static final String TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;

  static {
    // Read once by the JDK's server: without it, two clients that send nothing bind both workers.
    System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "5");
  }

  private final ExecutorService workers = Executors.newFixedThreadPool(2);

  /** Checks that the bot can work; throws when it cannot. */
  @FunctionalInterface
  public interface Health {
    /** Returns when all is well. */
    void check();
  }

  /**
   * Begins to serve.
   *
   * @throws IOException when it cannot listen there, with a message for people
   */
  public OpsServer(String address, int port, Metrics metrics, Health health) throws IOException {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
    } catch (IOException e) {
      throw new IOException(
          "Metrics cannot be served on "
              + address
              + ":"
              + port
              + " (metrics.address, metrics.port): "
              + e.getMessage(),
          e);
    }
    server.setExecutor(workers);
    server.createContext(
        "/metrics",
        exchange ->
            answer(
                exchange, "/metrics", "text/plain; version=0.0.4; charset=utf-8", metrics::write));
    server.createContext(
        "/healthz",
        exchange ->
            answer(
                exchange,
                "/healthz",
                TEXT,
                out -> {
                  health.check();
                  out.write("ok\n".getBytes(StandardCharsets.UTF_8));
                }));
    server.start();
  }

  /** Returns the address of the server. */
  public URI url() {
    InetSocketAddress at = server.getAddress();
    return URI.create("http://" + at.getAddress().getHostAddress() + ":" + at.getPort());
  }

  @FunctionalInterface
  private interface Body {
    void write(ByteArrayOutputStream out) throws IOException;
  }

  private static void answer(HttpExchange exchange, String path, String type, Body body)
      throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(path)) {
        send(exchange, 404, TEXT, "Available: /metrics and /healthz.\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, TEXT, "Only GET is allowed.\n");
      } else {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
          body.write(out);
        } catch (RuntimeException e) {
          log.error("{} could not be answered", path, e);
          String why = e instanceof StateException ? " " + e.getMessage() : "";
          send(
              exchange, 503, TEXT, "restore-bot cannot work." + why + " The bot's log says why.\n");
          return;
        }
        send(exchange, 200, type, out.toString(StandardCharsets.UTF_8));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
