package dev.restorebot.bot.slack;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.util.http.SlackHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import okhttp3.OkHttpClient;

/** Sets the SDK up: short time-outs, nothing tried twice, no statistics. */
final class SlackClients {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration CALL = Duration.ofSeconds(15);
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private SlackClients() {}

  static Slack of(URI apiBaseUrl) {
    SlackConfig config = new SlackConfig();
    config.setMethodsEndpointUrlPrefix(apiBaseUrl.toString());
    config.setStatsEnabled(false);
    if (LOOPBACK.contains(apiBaseUrl.getHost())) {
      config.setProxyUrl(null); // the SDK takes the environment's proxy and knows no exceptions
    }
    OkHttpClient http =
        SlackHttpClient.buildOkHttpClient(config)
            .newBuilder()
            .connectTimeout(CONNECT)
            .callTimeout(CALL)
            .retryOnConnectionFailure(false) // whoever hands in a message tries again
            .build();
    SlackHttpClient client = new SlackHttpClient(http);
    client.setConfig(config);
    return Slack.getInstance(config, client);
  }
}
