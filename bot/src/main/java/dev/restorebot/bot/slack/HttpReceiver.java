package dev.restorebot.bot.slack;

import com.slack.api.app_backend.SlackSignature;
import com.slack.api.bolt.App;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.RequestHeaders;
import com.slack.api.bolt.response.Response;
import com.slack.api.bolt.util.SlackRequestParser;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.ops.HttpLimits;
import dev.restorebot.bot.settings.SecretValue;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives Slack's calls in HTTP mode at {@code /slack/events} on 127.0.0.1, for a reverse proxy
 * with TLS in front of it. A call that Slack did not sign a moment ago is neither parsed nor
 * logged.
 */
final class HttpReceiver implements AutoCloseable {
  static final String PATH = "/slack/events";

  private static final Logger LOG = LoggerFactory.getLogger(HttpReceiver.class);
  private static final Duration IDLE = Duration.ofSeconds(5);

  /** Slack asks in this way now and then whether the address has a valid certificate. */
  private static final String SSL_CHECK = "ssl_check";

  /** The largest difference of a signed time from now, as Slack recommends. */
  private static final Duration CLOSE = Duration.ofMinutes(5);

  private static final long MOST_BYTES = 512 * 1024;

  private final App app;
  private final SlackRequestParser parser;
  private final SlackSignature.Generator signatures;
  private final Javalin javalin;

  HttpReceiver(App app, SecretValue signingSecret) {
    this.signatures = new SlackSignature.Generator(signingSecret.value());
    this.app = app;
    this.parser = new SlackRequestParser(app.config());
    this.javalin = Javalin.create(this::configure);
  }

  void open(int port) throws DeliveryException {
    try {
      javalin.start("127.0.0.1", port);
    } catch (RuntimeException e) {
      throw new DeliveryException(
          "Cannot listen for Slack's requests on 127.0.0.1:" + port + ": " + e.getMessage(),
          false,
          e);
    }
  }

  int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }

  private void configure(JavalinConfig config) {
    HttpLimits.apply(config, MOST_BYTES, IDLE);
    config.routes.post(PATH, this::serve);
  }

  private void serve(Context context) {
    if ("1".equals(context.formParam(SSL_CHECK)) && context.formParam("command") == null) {
      context.status(200);
      return;
    }
    if (!signed(context)) {
      context.status(401);
      return;
    }
    Response response;
    try {
      Request<?> request =
          parser.parse(
              SlackRequestParser.HttpRequest.builder()
                  .requestUri(PATH)
                  .queryString(Map.of())
                  .headers(new RequestHeaders(headers(context)))
                  .requestBody(context.body())
                  .remoteAddress(context.ip())
                  .build());
      response = app.run(request);
    } catch (Exception e) {
      LOG.warn("a request that is not Slack's was refused: {}", e.getClass().getSimpleName());
      context.status(400);
      return;
    }
    context.status(response.getStatusCode());
    if (response.getBody() != null) {
      context.contentType(response.getContentType()).result(response.getBody());
    }
  }

  /** Not by the SDK's own verifier, which compares in a time that tells how much is right. */
  private boolean signed(Context context) {
    String time = context.header(SlackSignature.HeaderNames.X_SLACK_REQUEST_TIMESTAMP);
    String signature = context.header(SlackSignature.HeaderNames.X_SLACK_SIGNATURE);
    return time != null
        && signature != null
        && time.matches("\\d{1,15}")
        && isNow(time)
        && MessageDigest.isEqual(
            bytes(signatures.generate(time, context.body())), bytes(signature));
  }

  /** The SDK's own check takes times of the future, which could be replayed until then. */
  private static boolean isNow(String seconds) {
    Duration away = Duration.ofSeconds(Long.parseLong(seconds) - Instant.now().getEpochSecond());
    return away.abs().compareTo(CLOSE) <= 0;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, List<String>> headers(Context context) {
    return context.headerMap().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue())));
  }
}
