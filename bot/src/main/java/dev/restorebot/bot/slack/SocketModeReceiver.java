package dev.restorebot.bot.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.slack.api.Slack;
import com.slack.api.bolt.App;
import com.slack.api.bolt.response.Response;
import com.slack.api.bolt.socket_mode.request.SocketModeRequest;
import com.slack.api.bolt.socket_mode.request.SocketModeRequestParser;
import com.slack.api.socket_mode.SocketModeClient;
import com.slack.api.socket_mode.impl.SocketModeClientJavaWSImpl;
import com.slack.api.socket_mode.queue.impl.ConcurrentLinkedMessageQueue;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.settings.SecretValue;
import java.io.IOException;
import java.net.URISyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slack's Socket Mode. The SDK reads and answers; when to connect again is decided in {@link
 * SlackConnection}, because the SDK's own monitor ends for good at the first refusal (a {@code
 * RuntimeException} in a scheduled task) and writes stack traces while Slack is away, and its
 * handling of a {@code disconnect} frame connects again at once, however often Slack sends one.
 */
final class SocketModeReceiver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketModeReceiver.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONCURRENCY = 10;

  private final App app;
  private final SocketModeRequestParser parser;
  private final SlackApi api;
  private final Slack slack;
  private final SecretValue appToken;
  private final Runnable lost;
  private Client client;

  /**
   * Connects nothing yet.
   *
   * @param lost called when a connection ends
   */
  SocketModeReceiver(App app, SlackApi api, SecretValue appToken, Runnable lost) {
    this.app = app;
    this.parser = new SocketModeRequestParser(app.config());
    this.api = api;
    this.slack = api.slack();
    this.appToken = appToken;
    this.lost = lost;
  }

  /**
   * Connects, unless it is connected.
   *
   * @return whether it made a connection
   */
  synchronized boolean ensure() throws DeliveryException {
    if (client != null && !client.leaving && client.verifyConnection()) {
      return false;
    }
    String url =
        api.call(
                SlackMethod.APPS_CONNECTIONS_OPEN,
                "",
                methods -> methods.appsConnectionsOpen(r -> r.token(appToken.value())))
            .getUrl();
    close();
    Client opened;
    try {
      opened = new Client(url);
    } catch (URISyntaxException e) {
      throw new DeliveryException("Slack sent no valid address for Socket Mode", true, null);
    }
    client = opened;
    opened.addWebSocketMessageListener(message -> answer(opened, message));
    opened.addWebSocketCloseListener((code, reason) -> opened.left());
    opened.connect();
    return true;
  }

  /**
   * The SDK's client, which reports a connection that Slack is about to end instead of replacing
   * it.
   */
  private final class Client extends SocketModeClientJavaWSImpl {
    private volatile boolean leaving;

    Client(String url) throws URISyntaxException {
      super(
          slack,
          appToken.value(),
          url,
          CONCURRENCY,
          new ConcurrentLinkedMessageQueue(),
          false,
          false,
          0);
    }

    /** Called at a disconnect frame. */
    @Override
    public void connectToNewEndpoint() {
      left();
    }

    /** Reports the end once, and not one that was wished for. */
    synchronized void left() {
      if (!leaving) {
        leaving = true;
        lost.run();
      }
    }
  }

  @Override
  public synchronized void close() {
    if (client == null) {
      return;
    }
    client.leaving = true;
    try {
      client.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("a connection to Slack did not close well: {}", e.getMessage());
    }
    client = null;
  }

  private void answer(SocketModeClient from, String message) {
    SocketModeRequest request = parser.parse(message);
    if (request == null) {
      return;
    }
    String envelope = request.getEnvelope().getEnvelopeId();
    try {
      Response response = app.run(request.getBoltRequest());
      from.sendSocketModeResponse(acknowledgement(envelope, response));
    } catch (Exception e) {
      // not acknowledged: Slack delivers it again, and what was handled is known
      LOG.warn("an event of Slack was not acknowledged: {}", e.toString());
    }
  }

  private static String acknowledgement(String envelope, Response response)
      throws JsonProcessingException {
    ObjectNode json = JSON.createObjectNode().put("envelope_id", envelope);
    if (response.getBody() != null && response.getStatusCode() == 200) {
      if (response.getContentType().startsWith("application/json")) {
        json.set("payload", JSON.readTree(response.getBody()));
      } else {
        json.putObject("payload").put("text", response.getBody());
      }
    }
    return json.toString();
  }
}
