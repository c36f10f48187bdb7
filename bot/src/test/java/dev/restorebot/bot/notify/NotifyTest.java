package dev.restorebot.bot.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.restorebot.bot.cards.Alerts;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.CardJson;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhook and the heartbeat against a server on loopback. */
class NotifyTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String KEY = "R0123456789ABCDEF0123456789ABCDE";
  private static final Card CARD =
      Card.of(Tone.WARN, "Approval needed from 2 on-call leads.")
          .line("Type `zenops`.")
          .field("Backup", "zenops_db_2026-02-09.dump")
          .build();

  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int answer = 202;
  private String retryAfter = "";

  private record Taken(String method, String path, HttpExchange exchange, String body) {
    String header(String name) {
      return exchange.getRequestHeaders().getFirst(name);
    }

    JsonNode json() {
      try {
        return CardJson.JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError(body, e);
      }
    }
  }

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          taken.add(
              new Taken(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  exchange,
                  body));
          if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
          }
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void send(WebhookFormat format, String key, Alerts.Event event) throws Exception {
    new Webhook(url("/v2/alerts"), format, key, () -> NOW)
        .reply(new ThreadRef(Alerts.WEBHOOK, event.word(), "disaster-d1a2b3"), CARD);
  }

  @Test
  void plainJsonSaysWhatHappenedAndToWhat() throws Exception {
    send(WebhookFormat.JSON, "", Alerts.Event.APPROVAL_NEEDED);
    assertThat(taken.get(0).json().toString())
        .isEqualTo(
            "{\"event\":\"approval-needed\",\"subject\":\"disaster-d1a2b3\",\"status\":\"open\","
                + "\"severity\":\"critical\",\"summary\":\"Approval needed from 2 on-call leads.\","
                + "\"text\":[\"Type zenops.\"],"
                + "\"facts\":{\"Backup\":\"zenops_db_2026-02-09.dump\"}}");
    assertThat(taken.get(0).header("webhook-signature")).isNull();
  }

  @Test
  void plainJsonIsSignedAsTheStandardWebhooksSpecificationSays() throws Exception {
    byte[] secret = "a secret of 24 bytes long".getBytes(StandardCharsets.UTF_8);
    String key = "whsec_" + Base64.getEncoder().encodeToString(secret);
    send(WebhookFormat.JSON, key, Alerts.Event.DRILL_OVERDUE);
    send(WebhookFormat.JSON, key, Alerts.Event.DRILL_OVERDUE);
    Taken first = taken.get(0);
    assertThat(first.header("webhook-timestamp")).isEqualTo("1795521600");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    byte[] expected =
        mac.doFinal(
            (first.header("webhook-id") + ".1795521600." + first.body())
                .getBytes(StandardCharsets.UTF_8));
    assertThat(first.header("webhook-signature"))
        .isEqualTo("v1," + Base64.getEncoder().encodeToString(expected));
    assertThat(taken.get(1).header("webhook-id"))
        .as("an event that is sent again has the same id")
        .isEqualTo(first.header("webhook-id"));
  }

  @Test
  void pagerDutyOpensAndClosesOneIncidentForEachSubject() throws Exception {
    send(WebhookFormat.PAGERDUTY, KEY, Alerts.Event.GO_NEEDED);
    send(WebhookFormat.PAGERDUTY, KEY, Alerts.Event.DISASTER_ENDED);
    JsonNode opened = taken.get(0).json();
    assertThat(opened.get("routing_key").asText()).isEqualTo(KEY);
    assertThat(opened.get("event_action").asText()).isEqualTo("trigger");
    assertThat(opened.get("dedup_key").asText()).isEqualTo("restore-bot-disaster-d1a2b3");
    JsonNode payload = opened.get("payload");
    assertThat(payload.get("summary").asText()).isEqualTo(CARD.title());
    assertThat(payload.get("source").asText()).isEqualTo("restore-bot");
    assertThat(payload.get("severity").asText()).isEqualTo("critical");
    assertThat(payload.get("timestamp").asText()).isEqualTo("2026-11-24T12:00:00Z");
    JsonNode closed = taken.get(1).json();
    assertThat(closed.get("event_action").asText()).isEqualTo("resolve");
    assertThat(closed.get("dedup_key")).isEqualTo(opened.get("dedup_key"));
  }

  @Test
  void opsgenieOpensAndClosesOneAlertForEachSubject() throws Exception {
    send(WebhookFormat.OPSGENIE, KEY, Alerts.Event.DRILL_OVERDUE);
    send(WebhookFormat.OPSGENIE, KEY, Alerts.Event.DRILL_PASSED);
    assertThat(taken)
        .extracting(Taken::path)
        .containsExactly(
            "/v2/alerts", "/v2/alerts/restore-bot-disaster-d1a2b3/close?identifierType=alias");
    assertThat(taken)
        .allSatisfy(t -> assertThat(t.header("Authorization")).isEqualTo("GenieKey " + KEY));
    assertThat(taken.get(0).json().get("alias").asText()).isEqualTo("restore-bot-disaster-d1a2b3");
    assertThat(taken.get(0).json().get("priority").asText()).isEqualTo("P3");
  }

  @Test
  void opsgenieFindsTheAlertOfASubjectWithSpaces() throws Exception {
    new Webhook(url("/v2/alerts"), WebhookFormat.OPSGENIE, KEY, () -> NOW)
        .reply(
            new ThreadRef(
                Alerts.WEBHOOK, Alerts.Event.TEST_PASSED.word(), "test-all.sql (database my+db)"),
            CARD);
    assertThat(taken)
        .extracting(Taken::path)
        .containsExactly(
            "/v2/alerts/restore-bot-test-all.sql%20%28database%20my%2Bdb%29"
                + "/close?identifierType=alias");
  }

  @Test
  void whatAReceiverCannotTakeNowIsTriedAgainAndWhatItRefusesIsNot() {
    answer = 503;
    refused(true, Duration.ZERO, "the webhook answered 503");
    answer = 401;
    refused(false, Duration.ZERO, "the webhook answered 401");
    answer = 429;
    retryAfter = "7";
    refused(true, Duration.ofSeconds(7), "the webhook answered 429");
    server.stop(0);
    refused(true, Duration.ZERO, "the webhook cannot be reached");
  }

  private void refused(boolean retryable, Duration after, String words) {
    assertThatThrownBy(() -> send(WebhookFormat.JSON, KEY, Alerts.Event.GO_NEEDED))
        .isInstanceOfSatisfying(
            DeliveryException.class,
            e -> {
              assertThat(e.retryable()).isEqualTo(retryable);
              assertThat(e.retryAfter().orElse(Duration.ZERO)).isEqualTo(after);
            })
        .hasMessage(words);
  }

  @Test
  void aHeartbeatCallsTheAddressOfItsDatabaseOnly() throws Exception {
    Heartbeat heartbeat =
        new Heartbeat(
            database ->
                database.equals("zenops") ? Optional.of(url("/ping/1f2e")) : Optional.empty());
    heartbeat.reply(new ThreadRef(Alerts.HEARTBEAT, "zenops", "r1"), CARD);
    heartbeat.reply(new ThreadRef(Alerts.HEARTBEAT, "other", "r2"), CARD);
    assertThat(taken)
        .extracting(t -> t.method() + " " + t.path())
        .containsExactly("GET /ping/1f2e");
  }
}
