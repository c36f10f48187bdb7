package dev.restorebot.bot.discord.fake;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;

/** What can be made to go wrong with the REST API. */
public final class Faults {
  private volatile boolean down;
  private String limited = "";
  private int limits;
  private double retryAfter;
  private String lost;
  private int handshakes;
  private final List<Refusal> refusals = new ArrayList<>();

  /** Every request fails with 503, until this is false again. */
  public void down(boolean now) {
    down = now;
  }

  /** The next request whose path holds that is done, but its answer gets lost. */
  public synchronized void loseAnswer(String part) {
    lost = part;
  }

  synchronized boolean loses(String path) {
    boolean loses = lost != null && path.contains(lost);
    lost = loses ? null : lost;
    return loses;
  }

  /** So many handshakes of the gateway fail. */
  public synchronized void refuseHandshakes(int times) {
    handshakes = times;
  }

  synchronized boolean refusesHandshake() {
    return handshakes-- > 0;
  }

  /** The next requests whose path holds that are answered with 429. */
  public synchronized void limit(String part, int times, double seconds) {
    limited = part;
    limits = times;
    retryAfter = seconds;
  }

  /**
   * From now on, requests whose path and body hold that are refused.
   *
   * @param part part of the path
   * @param body part of the body
   */
  public synchronized void refuse(String part, String body, int status, int code) {
    refusals.add(new Refusal(part, body, status, code));
  }

  private record Refusal(String part, String body, int status, int code) {}

  /** Whether the request met a fault; it has its answer then. */
  synchronized boolean hit(Context call, String path) {
    if (down) {
      call.status(503).result("no healthy upstream");
      return true;
    }
    for (Refusal each : refusals) {
      if (path.contains(each.part()) && call.body().contains(each.body())) {
        call.status(each.status())
            .contentType("application/json")
            .result(Json.object().put("code", each.code()).put("message", "Refused").toString());
        return true;
      }
    }
    if (limits > 0 && path.contains(limited)) {
      limits--;
      call.status(429)
          .header("Retry-After", Long.toString((long) Math.ceil(retryAfter)))
          .header("X-RateLimit-Bucket", "abcd1234")
          .header("X-RateLimit-Limit", "5")
          .header("X-RateLimit-Remaining", "0")
          .header("X-RateLimit-Reset-After", Double.toString(retryAfter))
          .header("X-RateLimit-Scope", "user")
          .header("Via", "1.1 google")
          .contentType("application/json")
          .result(
              Json.object()
                  .put("message", "You are being rate limited.")
                  .put("retry_after", retryAfter)
                  .put("global", false)
                  .toString());
      return true;
    }
    return false;
  }
}
