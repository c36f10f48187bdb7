package dev.restorebot.bot.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.bot.message.CardJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** The page's API over HTTP, as the page uses it. */
final class ConsoleClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;

  ConsoleClient(URI base) {
    this.base = base;
  }

  HttpResponse<String> get(String path, Map<String, String> query) {
    return send(request(path + query(query)).GET());
  }

  JsonNode json(String path, Map<String, String> query) {
    return json(get(path, query));
  }

  String token(String person, String channel) {
    return json("api/state", Map.of("person", person, "channel", channel)).path("token").asText();
  }

  HttpResponse<String> post(String path, String token, Object body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .header(RequestGuard.TOKEN_HEADER, token)
            .POST(HttpRequest.BodyPublishers.ofString(CardJson.write(body))));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return CardJson.JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(response.body(), e);
    }
  }

  private static String query(Map<String, String> query) {
    return query.entrySet().stream()
        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
        .collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
