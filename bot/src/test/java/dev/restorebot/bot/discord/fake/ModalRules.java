package dev.restorebot.bot.discord.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** What Discord demands of a dialog. */
final class ModalRules {
  private ModalRules() {}

  static void check(JsonNode modal) {
    length(modal.path("custom_id"), 1, 100);
    length(modal.path("title"), 1, 45);
    JsonNode parts = modal.path("components");
    MessageRules.require(parts.size() >= 1 && parts.size() <= 5, "number of inputs");
    Set<String> ids = new HashSet<>();
    for (JsonNode label : parts) {
      MessageRules.require(label.path("type").asInt() == 18, "a part that is no label");
      length(label.path("label"), 1, 45);
      if (label.hasNonNull("description")) {
        length(label.path("description"), 1, 100);
      }
      JsonNode input = label.path("component");
      MessageRules.require(input.path("type").asInt() == 4, "a part that is no text input");
      length(input.path("custom_id"), 1, 100);
      MessageRules.require(ids.add(input.path("custom_id").asText()), "the same id twice");
      int style = input.path("style").asInt();
      MessageRules.require(style == 1 || style == 2, "style");
      int most = input.path("max_length").asInt();
      MessageRules.require(most >= 1 && most <= 4_000, "max_length");
      MessageRules.require(input.path("min_length").asInt() <= most, "min_length");
    }
  }

  private static void length(JsonNode text, int least, int most) {
    int length = text.asText().length();
    MessageRules.require(length >= least && length <= most, "length of " + text);
  }
}
