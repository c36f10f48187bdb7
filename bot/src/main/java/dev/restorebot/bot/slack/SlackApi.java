package dev.restorebot.bot.slack;

import com.slack.api.Slack;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import dev.restorebot.bot.delivery.DeliveryException;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Response;

/** Calls Slack's Web API, once each, and says in words what went wrong. Thread-safe. */
final class SlackApi {
  private final Slack slack;
  private final MethodsClient methods;

  SlackApi(Slack slack, String token) {
    this.slack = slack;
    this.methods = slack.methods(token);
  }

  /** One call with the SDK. */
  @FunctionalInterface
  interface Call<T extends SlackApiTextResponse> {
    /** Calls. */
    T with(MethodsClient methods) throws IOException, SlackApiException;
  }

  /** The SDK, for what is not a method of the Web API. */
  Slack slack() {
    return slack;
  }

  /**
   * Calls a method.
   *
   * @param where channel, group or person that it is about, for the message
   */
  <T extends SlackApiTextResponse> T call(SlackMethod method, String where, Call<T> call)
      throws DeliveryException {
    T response;
    try {
      response = call.with(methods);
    } catch (SlackApiException e) {
      throw refused(method, where, e);
    } catch (IOException e) {
      throw away(method.method(), e);
    } catch (RuntimeException e) {
      // what is no JSON, such as a proxy's page, comes out of the SDK as a RuntimeException
      throw new DeliveryException(
          "Slack's answer cannot be understood (" + method.method() + "). A proxy in between?",
          true,
          null);
    }
    if (!response.isOk()) {
      if ("ratelimited".equals(response.getError()) || "rate_limited".equals(response.getError())) {
        throw limited(method, Duration.ofSeconds(1));
      }
      throw SlackErrors.of(method, response.getError(), response.getNeeded(), where);
    }
    return response;
  }

  /** Slack cannot be reached. */
  static DeliveryException away(String what, IOException cause) {
    return new DeliveryException("Slack cannot be reached (" + what + ")", true, cause);
  }

  private static DeliveryException refused(SlackMethod method, String where, SlackApiException e) {
    Response response = e.getResponse();
    if (response.code() == 429) {
      return limited(method, retryAfter(response.header("Retry-After")));
    }
    if (e.getError() != null && e.getError().getError() != null && response.code() < 500) {
      return SlackErrors.of(method, e.getError().getError(), e.getError().getNeeded(), where);
    }
    return new DeliveryException(
        "Slack answered with status " + response.code() + " (" + method.method() + ")",
        response.code() >= 500 || response.code() == 408,
        null);
  }

  private static DeliveryException limited(SlackMethod method, Duration wait) {
    return new DeliveryException(
        "Slack is rate-limiting us ("
            + method.method()
            + "); the next try is in "
            + wait.toSeconds()
            + " s",
        wait);
  }

  static Duration retryAfter(String header) {
    if (header == null || !header.strip().matches("\\d{1,6}")) {
      return Duration.ofSeconds(1);
    }
    return Duration.ofSeconds(Math.max(1, Long.parseLong(header.strip())));
  }
}
