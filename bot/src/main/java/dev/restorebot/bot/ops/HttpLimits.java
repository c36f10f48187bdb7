package dev.restorebot.bot.ops;

import io.javalin.config.JavalinConfig;
import java.time.Duration;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;

/** Limits of the bot's own HTTP servers, so that slow or large requests bind nothing for long. */
public final class HttpLimits {
  /** A body that comes more slowly is refused. */
  private static final long BYTES_A_SECOND = 2_048;

  private HttpLimits() {}

  /**
   * Sets the limits, and keeps Javalin's own lines out of the log.
   *
   * @param mostBytes the largest body
   * @param idle how long nothing may come or go during a request
   */
  public static void apply(JavalinConfig config, long mostBytes, Duration idle) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = mostBytes;
    config.jetty.modifyHttpConfiguration(http -> http.setIdleTimeout(idle.toMillis()));
    config.jetty.modifyServer(
        server -> server.insertHandler(new MinimumDataRateHandler(BYTES_A_SECOND, 0)));
  }
}
