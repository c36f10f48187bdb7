package dev.restorebot.bot.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Slack's rules for blocks, from its documentation: types, required fields, limits. */
final class BlockRules {
  static final int MOST_CHARACTERS = 13_200;

  private static final Map<String, Set<String>> KEYS =
      Map.ofEntries(
          Map.entry("header", Set.of("type", "block_id", "text")),
          Map.entry("rich_text", Set.of("type", "block_id", "elements")),
          Map.entry("actions", Set.of("type", "block_id", "elements")),
          Map.entry("divider", Set.of("type", "block_id")),
          // docs.slack.dev/reference/block-kit/blocks/plan-block and task-card-block
          Map.entry("plan", Set.of("type", "block_id", "title", "tasks")),
          Map.entry(
              "task_card",
              Set.of(
                  "type",
                  "block_id",
                  "task_id",
                  "title",
                  "details",
                  "output",
                  "sources",
                  "status")),
          Map.entry(
              "input",
              Set.of(
                  "type", "block_id", "label", "element", "hint", "optional", "dispatch_action")),
          Map.entry("section", Set.of("type", "block_id", "text", "fields")),
          Map.entry(
              "plain_text_input",
              Set.of("type", "action_id", "multiline", "min_length", "max_length")),
          Map.entry(
              "button",
              Set.of(
                  "type", "text", "action_id", "value", "style", "confirm", "accessibility_label")),
          Map.entry(
              "static_select",
              Set.of("type", "action_id", "options", "placeholder", "initial_option")));

  private BlockRules() {}

  /** The first rule that a message's blocks break. */
  static Optional<String> message(JsonNode blocks) {
    if (blocks.toString().length() > MOST_CHARACTERS) {
      return Optional.of("msg_blocks_too_long");
    }
    return check(
        blocks, 50, Set.of("header", "rich_text", "section", "actions", "divider", "plan"));
  }

  /** The first rule that a view breaks. */
  static Optional<String> view(JsonNode view) {
    boolean modal = view.path("type").asText().equals("modal");
    try {
      if (modal) {
        plain(view.path("title"), 24);
        plain(view.path("submit"), 24);
        plain(view.path("close"), 24);
        length(view.path("callback_id"), 1, 255);
        length(view.path("private_metadata"), 0, 3_000);
      } else {
        rule(view.path("type").asText().equals("home"), "type of view");
      }
    } catch (BrokenException e) {
      return Optional.of(e.getMessage());
    }
    return check(
        view.path("blocks"),
        100,
        modal ? Set.of("input", "section") : Set.of("rich_text", "actions", "divider"));
  }

  private static Optional<String> check(JsonNode blocks, int most, Set<String> types) {
    try {
      rule(blocks.isArray(), "blocks are a list");
      rule(blocks.size() <= most, "number of blocks");
      for (JsonNode block : blocks) {
        String type = block.path("type").asText();
        rule(types.contains(type), "type of block " + type);
        keys(block);
        switch (type) {
          case "rich_text" -> richText(block);
          case "actions" -> actions(block);
          case "input" -> input(block);
          case "plan" -> plan(block);
          case "section" -> section(block);
          case "header" -> plain(block.path("text"), 150);
          default -> {}
        }
      }
      return Optional.empty();
    } catch (BrokenException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static void richText(JsonNode block) {
    rule(!block.path("elements").isEmpty(), "an empty rich text");
    for (JsonNode part : block.path("elements")) {
      String type = part.path("type").asText();
      rule(Set.of("rich_text_section", "rich_text_preformatted").contains(type), "part " + type);
      rule(!part.path("elements").isEmpty(), "an empty part");
      for (JsonNode text : part.path("elements")) {
        switch (text.path("type").asText()) {
          case "text" -> rule(!text.path("text").asText().isEmpty(), "an empty text");
          case "user" -> rule(text.path("user_id").asText().matches("[UW]\\w+"), "a user");
          case "usergroup" ->
              rule(text.path("usergroup_id").asText().matches("S\\w+"), "a user group");
          case "date" -> date(text);
          default -> rule(false, "an element that is no text");
        }
      }
    }
  }

  private static void actions(JsonNode block) {
    int number = block.path("elements").size();
    rule(number >= 1 && number <= 25, "number of buttons");
    Set<String> ids = new HashSet<>();
    for (JsonNode button : block.path("elements")) {
      keys(button);
      rule(button.path("type").asText().equals("button"), "an element that is no button");
      plain(button.path("text"), 75);
      length(button.path("action_id"), 1, 255);
      rule(ids.add(button.path("action_id").asText()), "the same action_id twice");
      if (button.has("value")) {
        length(button.path("value"), 1, 2_000);
      }
      if (button.has("style")) {
        rule(Set.of("primary", "danger").contains(button.path("style").asText()), "style");
      }
      if (button.has("confirm")) {
        JsonNode confirm = button.path("confirm");
        plain(confirm.path("title"), 100);
        plain(confirm.path("text"), 300);
        plain(confirm.path("confirm"), 30);
        plain(confirm.path("deny"), 30);
      }
    }
  }

  private static void plan(JsonNode block) {
    length(block.path("title"), 1, 3_000); // no limit is documented
    Set<String> ids = new HashSet<>();
    for (JsonNode task : block.path("tasks")) {
      keys(task);
      rule(task.path("type").asText().equals("task_card"), "a task that is no task card");
      length(task.path("task_id"), 1, 255);
      rule(ids.add(task.path("task_id").asText()), "the same task_id twice");
      length(task.path("title"), 1, 3_000);
      rule(
          Set.of("pending", "in_progress", "complete", "error")
              .contains(task.path("status").asText()),
          "status of a task");
    }
  }

  /** As docs.slack.dev/reference/block-kit/blocks/rich-text-block has it. */
  private static void date(JsonNode date) {
    rule(date.path("timestamp").isIntegralNumber(), "the timestamp of a date");
    rule(date.path("format").asText().matches(".*\\{(date|time)\\w*}.*"), "the format of a date");
  }

  private static void section(JsonNode block) {
    if (!block.has("text")) {
      int fields = block.path("fields").size();
      rule(fields >= 1 && fields <= 10, "number of fields");
      block.path("fields").forEach(field -> length(field.path("text"), 1, 2_000));
      return;
    }
    JsonNode text = block.path("text");
    if (text.path("type").asText().equals("mrkdwn")) {
      length(text.path("text"), 1, 3_000);
    } else {
      plain(text, 3_000);
    }
  }

  private static void input(JsonNode block) {
    plain(block.path("label"), 2_000);
    if (block.has("hint")) {
      plain(block.path("hint"), 2_000);
    }
    JsonNode select = block.path("element");
    keys(select);
    if (select.path("type").asText().equals("plain_text_input")) {
      length(block.path("block_id"), 1, 255);
      length(select.path("action_id"), 1, 255);
      int most = select.path("max_length").asInt();
      rule(most >= 1 && most <= 3_000, "max_length");
      rule(select.path("min_length").asInt() <= most, "min_length");
      return;
    }
    rule(select.path("type").asText().equals("static_select"), "type of input");
    length(select.path("action_id"), 1, 255);
    int options = select.path("options").size();
    rule(options >= 1 && options <= 100, "number of options");
    for (JsonNode option : select.path("options")) {
      plain(option.path("text"), 75);
      length(option.path("value"), 1, 150);
      if (option.has("description")) {
        plain(option.path("description"), 75);
      }
    }
  }

  private static void keys(JsonNode node) {
    Set<String> allowed = KEYS.get(node.path("type").asText());
    rule(allowed != null, "type " + node.path("type").asText());
    StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
        .forEach(name -> rule(allowed.contains(name), "unknown field " + name));
  }

  private static void plain(JsonNode text, int most) {
    rule(text.path("type").asText().equals("plain_text"), "a text that is not plain_text");
    length(text.path("text"), 1, most);
  }

  private static void length(JsonNode text, int least, int most) {
    int length = text.asText().length();
    rule(
        text.isTextual() && length >= least && length <= most,
        "must be " + least + " to " + most + " characters: " + text);
  }

  private static void rule(boolean kept, String what) {
    if (!kept) {
      throw new BrokenException(what);
    }
  }

  private static final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenException(String what) {
      super(what);
    }
  }
}
