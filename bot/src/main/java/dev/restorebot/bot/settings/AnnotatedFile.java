package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The annotated file of all settings, {@code config/restore-bot.yaml}, which goes with the bot. */
public final class AnnotatedFile {
  private static final String COMMENT = "#";
  private static final String EXAMPLE = "For example:";

  private final String text;
  private final YamlTree tree;
  private final JsonNode values;

  private AnnotatedFile(String text) throws IOException {
    this.text = text;
    this.tree = new YamlTree(text);
    this.values = new YAMLMapper().readTree(text);
  }

  static AnnotatedFile read() {
    try (InputStream in = AnnotatedFile.class.getResourceAsStream("restore-bot.yaml")) {
      return new AnnotatedFile(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the annotated settings are not whole", e);
    }
  }

  /** Returns the file as it is. */
  public static String text() {
    return read().text;
  }

  /**
   * Returns the comment above a setting or section, without its example; empty when there is none.
   */
  Optional<String> explanation(String path) {
    Deque<String> words = new ArrayDeque<>();
    List<String> lines = text.lines().toList();
    int line = tree.line(path).map(number -> number - 2).orElse(-1);
    for (; line >= 0 && lines.get(line).strip().startsWith(COMMENT); line--) {
      words.addFirst(lines.get(line).strip().substring(COMMENT.length()).strip());
    }
    String all = String.join(" ", words);
    int example = all.indexOf(EXAMPLE);
    return Optional.of(example < 0 ? all : all.substring(0, example).strip())
        .filter(found -> !found.isEmpty());
  }

  /** Returns the value there, as YAML types it; a missing node when there is none. */
  JsonNode value(String path) {
    JsonNode node = values;
    for (String name : path.split("\\.", -1)) {
      node = node.path(name);
    }
    return node;
  }

  /** Returns a text as YAML types it. */
  static JsonNode typed(String text) {
    try {
      return text.isEmpty() ? TextNode.valueOf("") : new YAMLMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
