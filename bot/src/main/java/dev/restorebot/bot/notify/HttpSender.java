package dev.restorebot.bot.notify;

import dev.restorebot.bot.delivery.DeliveryException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Sends requests whose answer is only whether they were accepted. Thread-safe. */
final class HttpSender {
  /** The time that a receiver may take to answer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String receiver;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * Sends to a receiver.
   *
   * @param receiver its name in messages, which never show its address: that may be a secret
   */
  HttpSender(String receiver) {
    this.receiver = receiver;
  }

  /**
   * Sends a request once.
   *
   * @throws DeliveryException when it was not accepted; it can be tried again unless the receiver
   *     understood and refused it
   */
  void send(HttpRequest request) throws DeliveryException {
    int status;
    try {
      HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      status = answer.statusCode();
      if (status == 429) {
        throw new DeliveryException(receiver + " answered 429", pause(answer));
      }
    } catch (IOException e) {
      throw new DeliveryException(receiver + " cannot be reached", true, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeliveryException(receiver + " was not asked to the end", true, e);
    }
    if (status < 200 || status >= 300) {
      throw new DeliveryException(
          receiver + " answered " + status, status >= 500 || status == 408, null);
    }
  }

  private static Duration pause(HttpResponse<Void> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,4}"))
        .map(text -> Duration.ofSeconds(Math.max(1, Long.parseLong(text))))
        .orElse(Duration.ofSeconds(30));
  }
}
