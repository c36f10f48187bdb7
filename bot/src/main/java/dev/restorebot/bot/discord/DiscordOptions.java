package dev.restorebot.bot.discord;

import dev.restorebot.bot.settings.SecretValue;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to reach Discord.
 *
 * @param token the bot's token
 * @param apiBaseUrl another REST API than Discord's, such as a proxy
 * @param gatewayUrl another gateway than Discord's
 * @param server id of the one server (guild) whose commands count
 * @param database where buttons are kept; shared with the rest of the bot
 */
public record DiscordOptions(
    SecretValue token,
    Optional<URI> apiBaseUrl,
    Optional<URI> gatewayUrl,
    String server,
    Path database) {}
