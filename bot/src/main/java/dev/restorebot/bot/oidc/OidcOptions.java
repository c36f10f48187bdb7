package dev.restorebot.bot.oidc;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A provider, and the client as which it knows the bot.
 *
 * @param issuer the provider's name, exactly as its ID tokens have it
 * @param clientSecret empty for a public client
 * @param scopes what to ask for beside {@code openid}
 * @param groupsClaim the claim of an ID token that lists the person's groups
 */
public record OidcOptions(
    URI issuer,
    String clientId,
    Optional<String> clientSecret,
    List<String> scopes,
    String groupsClaim) {
  public OidcOptions {
    scopes = List.copyOf(scopes);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "OidcOptions[" + issuer + ", " + clientId + "]";
  }
}
