package dev.restorebot.bot.discord.fake;

import static dev.restorebot.bot.discord.fake.MessageRules.length;
import static dev.restorebot.bot.discord.fake.MessageRules.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** What Discord checks in a command and in suggestions. */
final class CommandRules {
  private static final String NAME = "[-_\\p{L}\\p{N}]{1,32}";

  private CommandRules() {}

  static void command(JsonNode command) {
    named(command);
    require(command.path("type").asInt(1) == 1, "type of the command");
    options(command.path("options"), 0);
  }

  static void choices(JsonNode choices) {
    require(choices.isArray() && choices.size() <= 25, choices.size() + " choices");
    for (JsonNode choice : choices) {
      length(choice.path("name"), 1, 100, "choice's name");
      length(choice.path("value"), 1, 100, "choice's value");
    }
  }

  private static void options(JsonNode options, int depth) {
    require(options.size() <= 25, "options");
    Set<String> names = new HashSet<>();
    boolean optional = false;
    for (JsonNode option : options) {
      named(option);
      require(names.add(option.path("name").asText()), "option twice");
      int type = option.path("type").asInt();
      require(depth == 0 ? type == 1 : type == 3, "option's type " + type);
      boolean required = option.path("required").asBoolean();
      require(!required || !optional, "a required option after an optional one");
      optional |= !required;
      options(option.path("options"), depth + 1);
    }
  }

  private static void named(JsonNode named) {
    String name = named.path("name").asText();
    require(name.matches(NAME) && name.equals(name.toLowerCase(java.util.Locale.ROOT)), "name");
    length(named.path("description"), 1, 100, "description");
  }
}
