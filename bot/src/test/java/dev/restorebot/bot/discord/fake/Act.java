package dev.restorebot.bot.discord.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Something that a person did, and how the bot took it. */
public final class Act {
  final String id = Guild.snowflake();
  final String token = "interaction-" + Guild.snowflake();
  final int type;
  final String person;

  /** The message that the button or menu is in; null for commands. */
  final JsonNode on;

  /** The id that the answer to it has. */
  final String original;

  final CompletableFuture<Duration> acknowledged = new CompletableFuture<>();

  /** The dialog that the bot opened. */
  final CompletableFuture<JsonNode> modal = new CompletableFuture<>();

  final CompletableFuture<JsonNode> choices = new CompletableFuture<>();
  private final long start = System.nanoTime();

  /** The bot said that it works on it, and nothing yet. */
  boolean thinking;

  Act(int type, String person, JsonNode on) {
    this.type = type;
    this.person = person;
    this.on = on;
    this.original = on == null ? Guild.snowflake() : on.path("id").asText();
  }

  Duration since() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
