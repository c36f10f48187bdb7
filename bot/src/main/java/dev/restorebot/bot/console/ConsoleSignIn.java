package dev.restorebot.bot.console;

import dev.restorebot.bot.oidc.OidcOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Settings of the sign-in to the console with OpenID Connect.
 *
 * @param publicUrl the address that browsers open; empty for the console's own on loopback
 * @param allowed the people and groups of the moment who may use the console, {@link #EVERYBODY}
 *     for all whom the provider signs in
 * @param lifetime how long a session lasts
 */
public record ConsoleSignIn(
    OidcOptions provider,
    Optional<URI> publicUrl,
    Supplier<List<String>> allowed,
    Duration lifetime) {
  /** Allows everybody whom the provider signs in. */
  public static final String EVERYBODY = "everybody";
}
