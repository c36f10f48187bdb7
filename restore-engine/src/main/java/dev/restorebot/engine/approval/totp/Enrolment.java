package dev.restorebot.engine.approval.totp;

import dev.restorebot.engine.state.Actor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A new secret, to be shown once to the person whose it is, and to nobody and nothing else.
 *
 * @param secret in base 32, for typing into the app
 * @param uri the same as {@code otpauth://}, for a QR code
 */
public record Enrolment(String secret, String uri) {
  private static final String ISSUER = "restore-bot";

  static Enrolment of(Actor actor, String secret) {
    return new Enrolment(
        secret,
        "otpauth://totp/"
            + ISSUER
            + ":"
            + encoded(actor.name())
            + "?secret="
            + secret
            + "&issuer="
            + ISSUER
            + "&algorithm=SHA1&digits=6&period=30");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return "Enrolment[***]";
  }
}
