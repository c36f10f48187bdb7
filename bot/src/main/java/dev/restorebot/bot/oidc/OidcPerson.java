package dev.restorebot.bot.oidc;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * A person as the provider describes them.
 *
 * @param id the provider's name for the person and the provider itself, see {@link #id}
 * @param name name to show, which the person may have chosen freely
 * @param groups the groups that the ID token lists
 * @param refreshToken what the provider is asked again with; empty if it gave none
 */
public record OidcPerson(
    String id, String name, Set<String> groups, Optional<String> refreshToken) {
  private static final String PLAIN = "._~|:+/-";

  public OidcPerson {
    groups = Set.copyOf(groups);
  }

  /**
   * Returns the ID of a subject of a provider, such as {@code 248289761001@id.example.com}. Two
   * subjects never have the same one: what could be mistaken in a subject is percent-encoded, and
   * an issuer has no {@code @}.
   */
  public static String id(URI issuer, String subject) {
    StringBuilder id = new StringBuilder();
    for (byte each : subject.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      id.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return id + "@" + issuer.toString().replaceFirst("^https?://", "");
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "OidcPerson[" + id + ", " + groups + "]";
  }
}
