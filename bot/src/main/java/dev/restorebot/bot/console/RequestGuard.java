package dev.restorebot.bot.console;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps other web pages of the user's browser away. They can reach 127.0.0.1 as well as ours can,
 * so:
 *
 * <ul>
 *   <li>the Host must be a loopback name: a foreign name that was made to point here (DNS
 *       rebinding) is refused. Any port, so that an SSH tunnel works. Where the console has a
 *       public address, the Host must be that;
 *   <li>what is not a visit to the page itself must come from the page's own origin;
 *   <li>what changes something must carry the token of this start, which only a page of this origin
 *       can read, as JSON, which no form can send.
 * </ul>
 */
final class RequestGuard {
  static final String TOKEN_HEADER = "X-Console-Token";

  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d{1,5})?");
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), microphone=(), geolocation=()",
          "Cache-Control",
          "no-store");

  private final String token = randomHex(24);
  private final Optional<URI> publicUrl;

  /**
   * Makes a guard with a new token.
   *
   * @param publicUrl the only address under which the page may be opened; empty for loopback
   */
  RequestGuard(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** The token that a page must send to change something; new at every start. */
  String token() {
    return token;
  }

  /**
   * Sets the headers of the answer and looks at the request.
   *
   * @throws ApiException when it is refused
   */
  void check(Context request) {
    HEADERS.forEach(request::header);
    String host = request.header("Host");
    if (host == null || !isOurs(host)) {
      throw new ApiException(421, "host", wrongHost());
    }
    boolean reads =
        request.method().equals(HandlerType.GET) || request.method().equals(HandlerType.HEAD);
    boolean visit = reads && !request.path().startsWith("/api/");
    if (!visit && !sameOrigin(request, host, reads)) {
      throw ApiException.forbidden("origin", "That came from another web page.");
    }
    if (!reads) {
      checkChange(request);
    }
  }

  private boolean isOurs(String host) {
    return publicUrl
        .map(url -> host.equalsIgnoreCase(url.getAuthority()))
        .orElseGet(() -> LOOPBACK.matcher(host).matches());
  }

  private String wrongHost() {
    return publicUrl
        .map(
            url ->
                "Open this page as "
                    + url
                    + ". If you did, the reverse proxy must pass the Host header on.")
        .orElse("Open this page as http://127.0.0.1 or http://localhost.");
  }

  private boolean sameOrigin(Context request, String host, boolean reads) {
    String origin = request.header("Origin");
    String ours = publicUrl.map(URI::getScheme).orElse("http") + "://" + host;
    if (origin != null && !origin.equalsIgnoreCase(ours)) {
      return false;
    }
    String site = request.header("Sec-Fetch-Site");
    return site == null || site.equals("same-origin") || (reads && site.equals("none"));
  }

  private void checkChange(Context request) {
    String type = request.header("Content-Type");
    if (type == null || !type.matches("(?i)application/json *(;.*)?")) {
      throw new ApiException(415, "content_type", "Send JSON.");
    }
    String sent = request.header(TOKEN_HEADER);
    if (sent == null || !MessageDigest.isEqual(bytes(sent), bytes(token))) {
      throw ApiException.forbidden(
          "token", "This page is from before the bot was started again. Reload it.");
    }
  }

  /** Random digits. */
  static String randomHex(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
