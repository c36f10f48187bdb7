package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Slack's requests in HTTP mode, signed as Slack documents it: with code of our own. */
final class SignedRequests {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final int port;

  SignedRequests(int port) {
    this.port = port;
  }

  JsonNode deliver(String type, ObjectNode payload) throws Exception {
    HttpResponse<String> response =
        send(body(type, payload), contentType(type), Instant.now(), FakeSlack.SIGNING);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    ObjectNode answer = FakeSlack.JSON.createObjectNode();
    if (!response.body().isEmpty()) {
      String kind = response.headers().firstValue("Content-Type").orElse("");
      answer.set(
          "payload",
          kind.startsWith("application/json")
              ? FakeSlack.JSON.readTree(response.body())
              : FakeSlack.JSON.createObjectNode().put("text", response.body()));
    }
    return answer;
  }

  HttpResponse<String> send(String body, String contentType, Instant at, String secret)
      throws Exception {
    String time = Long.toString(at.getEpochSecond());
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/slack/events"))
            .header("Content-Type", contentType)
            .header("X-Slack-Request-Timestamp", time)
            .header("X-Slack-Signature", signature(time, body, secret))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  static String contentType(String type) {
    return type.equals("events_api") ? "application/json" : "application/x-www-form-urlencoded";
  }

  static String body(String type, ObjectNode payload) {
    return switch (type) {
      case "slash_commands" ->
          payload.properties().stream()
              .map(each -> each.getKey() + "=" + encoded(each.getValue().asText()))
              .collect(Collectors.joining("&"));
      case "interactive" -> "payload=" + encoded(payload.toString());
      default -> payload.toString();
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String signature(String time, String body, String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] hash = mac.doFinal(("v0:" + time + ":" + body).getBytes(StandardCharsets.UTF_8));
    return "v0=" + HexFormat.of().formatHex(hash);
  }
}
