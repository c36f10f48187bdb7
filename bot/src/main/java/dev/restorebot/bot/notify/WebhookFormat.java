package dev.restorebot.bot.notify;

import dev.restorebot.bot.cards.Alerts;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.CardJson;
import dev.restorebot.bot.message.Fact;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Formats that receivers of webhooks understand. */
public enum WebhookFormat {
  /**
   * Plain JSON, signed as the Standard Webhooks specification 1.0 says
   * (https://www.standardwebhooks.com) when there is a key: {@code webhook-signature} is {@code
   * v1,} and the Base64 of the HMAC-SHA256 of {@code webhook-id.webhook-timestamp.body}. A key that
   * starts with {@code whsec_} is Base64 after that, any other is its UTF-8 bytes. The id is the
   * same when an event is sent again.
   */
  JSON {
    @Override
    HttpRequest request(URI url, String key, Message message) {
      String body = CardJson.write(message.plain());
      HttpRequest.Builder post = post(url, body);
      if (!key.isEmpty()) {
        sign(post, key, message, body);
      }
      return post.build();
    }
  },

  /**
   * Events API v2 of PagerDuty (https://developer.pagerduty.com/docs/events-api-v2-overview): the
   * key is the integration's routing key.
   */
  PAGERDUTY {
    @Override
    HttpRequest request(URI url, String key, Message message) {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("routing_key", key);
      event.put("event_action", message.event().opens() ? "trigger" : "resolve");
      event.put("dedup_key", "restore-bot-" + message.subject());
      event.put(
          "payload",
          Map.of(
              "summary",
              cut(message.card().title(), 1_024),
              "source",
              "restore-bot",
              "severity",
              message.severity(),
              "timestamp",
              message.at().toString(),
              "custom_details",
              message.plain()));
      return post(url, CardJson.write(event)).build();
    }
  },

  /**
   * Alert API of Opsgenie (https://docs.opsgenie.com/docs/alert-api): the address is that of {@code
   * /v2/alerts}, the key an API key of the integration.
   */
  OPSGENIE {
    @Override
    HttpRequest request(URI url, String key, Message message) {
      String alias = "restore-bot-" + message.subject();
      HttpRequest.Builder post;
      if (message.event().opens()) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("message", cut(message.card().title(), 130));
        alert.put("alias", alias);
        alert.put("description", cut(String.join("\n", message.text()), 15_000));
        alert.put("details", message.facts());
        alert.put("source", "restore-bot");
        alert.put("priority", message.event().severity() == Alerts.Severity.CRITICAL ? "P1" : "P3");
        post = post(url, CardJson.write(alert));
      } else {
        String close =
            url.toString().replaceFirst("/+$", "")
                + "/"
                + URLEncoder.encode(alias, StandardCharsets.UTF_8).replace("+", "%20")
                + "/close?identifierType=alias";
        post =
            post(
                URI.create(close),
                CardJson.write(
                    Map.of("source", "restore-bot", "note", cut(message.card().title(), 15_000))));
      }
      return post.header("Authorization", "GenieKey " + key).build();
    }
  };

  abstract HttpRequest request(URI url, String key, Message message);

  private static HttpRequest.Builder post(URI url, String body) {
    return HttpRequest.newBuilder(url)
        .timeout(HttpSender.PATIENCE)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static void sign(HttpRequest.Builder post, String key, Message message, String body) {
    String id =
        "msg_"
            + UUID.nameUUIDFromBytes((message.subject() + body).getBytes(StandardCharsets.UTF_8));
    String time = Long.toString(message.at().getEpochSecond());
    byte[] secret =
        key.startsWith("whsec_")
            ? Base64.getDecoder().decode(key.substring("whsec_".length()))
            : key.getBytes(StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] signature =
          mac.doFinal((id + "." + time + "." + body).getBytes(StandardCharsets.UTF_8));
      post.header("webhook-id", id)
          .header("webhook-timestamp", time)
          .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HMAC-SHA256", e);
    }
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  /** An event to send. */
  record Message(Alerts.Event event, String subject, Card card, Instant at) {
    /** The event without anything that changes when it is sent again. */
    Map<String, Object> plain() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("event", event.word());
      json.put("subject", subject);
      json.put("status", event.opens() ? "open" : "closed");
      json.put("severity", severity());
      json.put("summary", card.title());
      json.put("text", text());
      json.put("facts", facts());
      return json;
    }

    String severity() {
      return event.severity().name().toLowerCase(Locale.ROOT);
    }

    List<String> text() {
      List<String> text = new ArrayList<>();
      card.lines().forEach(line -> text.add(line.replace("`", "")));
      return text;
    }

    Map<String, String> facts() {
      return card.fields().stream()
          .collect(Collectors.toMap(Fact::label, Fact::value, (a, b) -> b, LinkedHashMap::new));
    }
  }
}
