package dev.restorebot.engine.disaster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Gets pages from this machine. */
final class HttpPages implements PageGetter {
  private static final Duration REQUEST = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  @Override
  public Page get(URI url) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(url).timeout(REQUEST).GET().build(),
            HttpResponse.BodyHandlers.ofString());
    return new Page(answer.statusCode(), answer.body());
  }
}
