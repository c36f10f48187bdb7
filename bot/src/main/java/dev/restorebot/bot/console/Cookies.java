package dev.restorebot.bot.console;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;

/**
 * The cookies of the console: unreadable for scripts, and not sent when another site's page makes
 * the browser change something.
 *
 * @param secure whether browsers send them over TLS only, and only to the host that set them
 */
record Cookies(boolean secure) {
  private static final String SESSION = "restore-bot-session";
  private static final String ATTEMPT = "restore-bot-sign-in";

  void setSession(Context request, String secret, Duration lifetime) {
    set(request, SESSION, secret, (int) Math.min(lifetime.toSeconds(), Integer.MAX_VALUE));
  }

  String session(Context request) {
    return request.cookie(name(SESSION));
  }

  void removeSession(Context request) {
    set(request, SESSION, "", 0);
  }

  void setAttempt(Context request, String state, Duration lifetime) {
    set(request, ATTEMPT, state, (int) lifetime.toSeconds());
  }

  String attempt(Context request) {
    return request.cookie(name(ATTEMPT));
  }

  void removeAttempt(Context request) {
    set(request, ATTEMPT, "", 0);
  }

  private void set(Context request, String name, String value, int seconds) {
    request.cookie(new Cookie(name(name), value, "/", seconds, secure, true, null, SameSite.LAX));
  }

  private String name(String name) {
    return secure ? "__Host-" + name : name;
  }
}
