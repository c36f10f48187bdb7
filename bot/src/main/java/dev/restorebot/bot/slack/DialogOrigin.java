package dev.restorebot.bot.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.bot.message.Action;
import java.util.Optional;

/**
 * The private metadata that a dialog brings back.
 *
 * @param action the action of the form or choice
 * @param value the form's value; empty for a choice
 * @param channel where it was asked for
 * @param responseUrl where to answer the person; may be empty
 */
record DialogOrigin(Action action, String value, String channel, String responseUrl) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Optional<DialogOrigin> read(String metadata) {
    try {
      return Optional.ofNullable(JSON.readValue(metadata, DialogOrigin.class));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  String write() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("four texts can be written as JSON", e);
    }
  }
}
