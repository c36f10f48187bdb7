package dev.restorebot.bot.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A message at the fake.
 *
 * @param thread ts of the message it answers; empty in the channel
 * @param onlyTo who alone sees it; empty for all
 * @param file content of the file that it shows; empty for none
 */
record FakeMessage(
    String ts,
    String channel,
    String thread,
    String onlyTo,
    String text,
    JsonNode blocks,
    String file) {
  /** Somebody who reads in another zone than UTC. */
  private static final DateTimeFormatter READER =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.of("+01:00"));

  FakeMessage with(String newText, JsonNode newBlocks) {
    return new FakeMessage(ts, channel, thread, onlyTo, newText, newBlocks, file);
  }

  /** As people read it. */
  Shown shown() {
    StringBuilder read = new StringBuilder();
    if (blocks.isEmpty() && !text.isEmpty()) {
      read.append(markup(text)).append('\n');
    }
    for (JsonNode block : blocks) {
      if (block.has("text")) {
        String shown = block.path("text").path("text").asText();
        boolean marked = block.path("text").path("type").asText().equals("mrkdwn");
        read.append(marked ? markup(shown) : shown).append('\n');
      }
      block
          .path("fields")
          .forEach(
              field ->
                  read.append(field.path("text").asText().replace("*", "").replace("\n", ": "))
                      .append('\n'));
      if (block.path("type").asText().equals("plan")) {
        read.append(block.path("title").asText()).append('\n');
        block
            .path("tasks")
            .forEach(
                task ->
                    read.append(task.path("title").asText())
                        .append(" (" + task.path("status").asText() + ")\n"));
      }
      for (JsonNode part : block.path("elements")) {
        part.path("elements").forEach(each -> read.append(text(each)));
        read.append('\n');
      }
    }
    read.append(file);
    return new Shown(
        ts,
        read.toString(),
        buttons().map(button -> button.path("text").path("text").asText()).toList());
  }

  /** Mentions as people read them. */
  private static String markup(String text) {
    return text.replaceAll("<(?:@|!subteam\\^)(\\w+)>", "@$1");
  }

  private static String text(JsonNode element) {
    return switch (element.path("type").asText()) {
      case "user" -> "@" + element.path("user_id").asText();
      case "usergroup" -> "@" + element.path("usergroup_id").asText();
      case "date" -> READER.format(Instant.ofEpochSecond(element.path("timestamp").asLong()));
      default -> element.path("text").asText();
    };
  }

  JsonNode button(String label) {
    List<JsonNode> found =
        buttons().filter(each -> each.path("text").path("text").asText().equals(label)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " buttons named " + label + " in " + blocks);
    }
    return found.get(0);
  }

  private Stream<JsonNode> buttons() {
    return stream(blocks)
        .filter(block -> block.path("type").asText().equals("actions"))
        .flatMap(block -> stream(block.path("elements")));
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
