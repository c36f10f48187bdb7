package dev.restorebot.bot.discord.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What Discord checks in a message, from its documentation: docs.discord.com/developers, "Message
 * Resource" and "Component Reference", which has the rules of messages with the flag
 * IS_COMPONENTS_V2.
 */
public final class MessageRules {
  private static final Set<String> KNOWN =
      Set.of(
          "content",
          "embeds",
          "components",
          "allowed_mentions",
          "attachments",
          "flags",
          "tts",
          "nonce",
          "enforce_nonce",
          "poll");
  private static final Set<String> EMBED =
      Set.of("title", "description", "color", "author", "fields", "type", "footer", "image");

  /** The flag IS_COMPONENTS_V2, 1 << 15. */
  static final int COMPONENTS = 1 << 15;

  private static final int ROW = 1;
  private static final int TEXT = 10;
  private static final int GALLERY = 12;
  private static final int FILE = 13;
  private static final int SEPARATOR = 14;
  private static final int CONTAINER = 17;

  private final Set<String> ids = new HashSet<>();
  private final StringBuilder texts = new StringBuilder();
  private int components;
  private int embedded;

  private MessageRules() {}

  /** Throws {@link Refused} with what is wrong. */
  public static void check(JsonNode message, int files) {
    new MessageRules().message(message, files);
  }

  private void message(JsonNode message, int files) {
    message.fieldNames().forEachRemaining(name -> require(KNOWN.contains(name), "field " + name));
    require(message.path("poll").isNull() || message.path("poll").isMissingNode(), "a poll");
    length(message.path("content"), 0, 2000, "content");
    require(message.path("embeds").size() <= 10, "embeds");
    message.path("embeds").forEach(this::embed);
    for (JsonNode embed : message.path("embeds")) {
      String image = embed.path("image").path("url").asText("");
      require(
          image.isEmpty() || (image.startsWith("attachment://") && files > 0),
          "a picture that is not beside the message");
    }
    require(embedded <= 6000, "embeds hold " + embedded + " characters");
    boolean inComponents = inComponents(message);
    if (inComponents) {
      inComponents(message, files);
    } else {
      require(message.path("components").size() <= 5, "rows of components");
      message.path("components").forEach(this::row);
      texts.append(message.path("content").asText());
    }
    require(message.path("allowed_mentions").path("parse").isArray(), "allowed_mentions missing");
    require(message.path("allowed_mentions").path("parse").isEmpty(), "anybody may be mentioned");
    for (String kind : List.of("users", "roles")) {
      for (JsonNode id : message.path("allowed_mentions").path(kind)) {
        require(texts.indexOf(id.asText() + ">") >= 0, "mention of nobody");
      }
    }
    require(message.path("attachments").size() >= files, "attachments without a description");
    require(
        files > 0
            || inComponents
            || !message.path("content").asText("").isEmpty()
            || !message.path("embeds").isEmpty(),
        "an empty message");
    length(message.path("nonce"), 0, 25, "nonce");
  }

  /** Returns whether a message has the flag of Components V2. */
  static boolean inComponents(JsonNode message) {
    return (message.path("flags").asInt() & COMPONENTS) != 0;
  }

  private void inComponents(JsonNode message, int files) {
    require(message.path("content").asText("").isEmpty(), "content beside components");
    require(message.path("embeds").isEmpty(), "embeds beside components");
    require(!message.path("components").isEmpty(), "an empty message");
    message.path("components").forEach(part -> part(part, message));
    require(components <= 40, components + " components");
    require(texts.length() <= 4000, "components hold " + texts.length() + " characters");
    require(
        message.path("components").toString().split("attachment://", -1).length - 1 == files,
        "files that no component shows");
  }

  private void part(JsonNode part, JsonNode message) {
    components++;
    switch (part.path("type").asInt()) {
      case ROW -> {
        components += part.path("components").size();
        row(part);
      }
      case TEXT -> {
        require(!part.path("content").asText("").isBlank(), "an empty text");
        texts.append(part.path("content").asText());
      }
      case CONTAINER -> {
        require(!part.path("components").isEmpty(), "an empty container");
        for (JsonNode child : part.path("components")) {
          require(child.path("type").asInt() != CONTAINER, "a container in a container");
          part(child, message);
        }
      }
      case GALLERY -> {
        require(
            !part.path("items").isEmpty() && part.path("items").size() <= 10, "items of a gallery");
        for (JsonNode item : part.path("items")) {
          length(item.path("description"), 0, 1024, "description of a picture");
          attached(item.path("media").path("url"), message);
        }
      }
      case FILE -> attached(part.path("file").path("url"), message);
      case SEPARATOR -> {}
      default -> require(false, "component " + part.path("type"));
    }
  }

  private static void attached(JsonNode url, JsonNode message) {
    require(
        Json.stream(message.path("attachments"))
            .anyMatch(
                file -> url.asText().equals("attachment://" + file.path("filename").asText())),
        "a file that is not beside the message: " + url);
  }

  private void embed(JsonNode embed) {
    embed
        .fieldNames()
        .forEachRemaining(name -> require(EMBED.contains(name), "embed's field " + name));
    embedded += length(embed.path("title"), 0, 256, "title");
    embedded += length(embed.path("description"), 0, 4096, "description");
    embedded += length(embed.path("author").path("name"), 0, 256, "author");
    require(embed.path("fields").size() <= 25, "fields");
    for (JsonNode field : embed.path("fields")) {
      embedded += length(field.path("name"), 1, 256, "field's name");
      embedded += length(field.path("value"), 1, 1024, "field's value");
    }
  }

  private void row(JsonNode row) {
    require(row.path("type").asInt() == 1, "a row that is none");
    require(!row.path("components").isEmpty(), "an empty row");
    require(row.path("components").size() <= 5, "buttons in a row");
    for (JsonNode part : row.path("components")) {
      length(part.path("custom_id"), 1, 100, "custom_id");
      require(ids.add(part.path("custom_id").asText()), "custom_id twice");
      if (part.path("type").asInt() == 2) {
        length(part.path("label"), 1, 80, "label");
        require(part.path("style").asInt() >= 1 && part.path("style").asInt() <= 4, "style");
      } else {
        require(part.path("type").asInt() == 3, "component " + part.path("type"));
        require(row.path("components").size() == 1, "a menu beside others");
        menu(part);
      }
    }
  }

  private static void menu(JsonNode menu) {
    Set<String> values = new HashSet<>();
    require(!menu.path("options").isEmpty() && menu.path("options").size() <= 25, "options");
    length(menu.path("placeholder"), 0, 150, "placeholder");
    for (JsonNode option : menu.path("options")) {
      length(option.path("label"), 1, 100, "option's label");
      length(option.path("value"), 1, 100, "option's value");
      length(option.path("description"), 0, 100, "option's description");
      require(values.add(option.path("value").asText()), "option twice");
    }
  }

  static int length(JsonNode text, int least, int most, String what) {
    int length = text.isTextual() ? text.asText().length() : 0;
    require(length >= least && length <= most, what + " has " + length + " characters");
    return length;
  }

  static void require(boolean held, String what) {
    if (!held) {
      throw new Refused(400, 50035, "Invalid Form Body: " + what);
    }
  }
}
