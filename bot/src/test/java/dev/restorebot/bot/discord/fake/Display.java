package dev.restorebot.bot.discord.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A message as Discord's client shows it: markup is applied, so it is gone from the text. */
public final class Display {
  private static final Pattern ACTIVE =
      Pattern.compile(
          "(?<link>https?://\\S+)|(?<emoji>:\\w+:)|(?<mention><[^>\\s]+>)|(?<all>@(everyone|here))");

  private static final String MENTIONS = "(<@&?\\d+>\\s*)+";

  private Display() {}

  /** What is shown of it. */
  public static String text(JsonNode message) {
    List<String> lines = new ArrayList<>();
    lines.add(text(message.path("content").asText("")));
    if (MessageRules.inComponents(message)) {
      message.path("components").forEach(part -> texts(part, lines));
    }
    for (JsonNode embed : message.path("embeds")) {
      lines.add(embed.path("author").path("name").asText(""));
      lines.add(markdown(embed.path("title").asText("")));
      lines.add(markdown(embed.path("description").asText("")));
      for (JsonNode field : embed.path("fields")) {
        lines.add(markdown(field.path("name").asText()));
        lines.add(markdown(field.path("value").asText()));
      }
    }
    message.path("files").forEach(file -> lines.add(file.path("text").asText()));
    lines.removeIf(String::isEmpty);
    return String.join("\n", lines) + "\n";
  }

  private static void texts(JsonNode part, List<String> lines) {
    if (part.has("content")) {
      lines.add(text(part.path("content").asText().replaceFirst("^### ", "").strip()));
    }
    part.path("components").forEach(child -> texts(child, lines));
  }

  /** The first line may be the mentions of those whom the message notifies. */
  private static String text(String content) {
    String[] parts = content.split("\n", 2);
    if (!parts[0].matches(MENTIONS)) {
      return markdown(content);
    }
    String mentioned = parts[0].replaceAll("<@&?(\\d+)>", "@$1");
    return parts.length == 1 ? mentioned : mentioned + "\n" + markdown(parts[1]);
  }

  static List<String> buttons(JsonNode message) {
    return components(message).stream()
        .filter(part -> part.path("type").asInt() == 2)
        .map(part -> part.path("label").asText())
        .toList();
  }

  static List<JsonNode> components(JsonNode message) {
    return Json.stream(message.path("components"))
        .flatMap(
            part ->
                part.path("type").asInt() == 1
                    ? Stream.of(part)
                    : Json.stream(part.path("components")))
        .filter(part -> part.path("type").asInt() == 1)
        .flatMap(row -> Json.stream(row.path("components")))
        .toList();
  }

  /** What is shown of it. */
  public static String markdown(String text) {
    StringBuilder shown = new StringBuilder();
    Matcher active = ACTIVE.matcher(text);
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      String fence = text.startsWith("```", i) ? "```" : "`";
      int end = c == '`' ? text.indexOf(fence, i + fence.length()) : -1;
      if (end > 0) {
        shown.append(text.substring(i + fence.length(), end).strip());
        i = end + fence.length();
      } else if (c == '\\' && i + 1 < text.length() && punctuation(text.charAt(i + 1))) {
        shown.append(text.charAt(i + 1));
        i += 2;
      } else if (active.region(i, text.length()).lookingAt()) {
        shown.append("(made active)");
        i = active.end();
      } else if ("*_~|[]".indexOf(c) >= 0 || ("#>-".indexOf(c) >= 0 && startsLine(text, i))) {
        i++; // formatting
      } else {
        shown.append(c);
        i++;
      }
    }
    return shown.toString();
  }

  private static boolean startsLine(String text, int i) {
    return i == 0 || text.charAt(i - 1) == '\n';
  }

  private static boolean punctuation(char c) {
    return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
  }
}
