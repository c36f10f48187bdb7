package dev.restorebot.bot.discord;

import dev.restorebot.bot.settings.SecretValue;
import dev.restorebot.engine.state.StateDatabase;
import java.net.URI;
import java.util.Optional;

/**
 * The connection to Discord.
 *
 * @param token the bot's token
 * @param apiBaseUrl another REST API than Discord's, such as a proxy
 * @param gatewayUrl another gateway than Discord's
 * @param server id of the one server (guild) whose commands count
 * @param database the state database, which keeps the buttons
 */
public record DiscordOptions(
    SecretValue token,
    Optional<URI> apiBaseUrl,
    Optional<URI> gatewayUrl,
    String server,
    StateDatabase database) {}
