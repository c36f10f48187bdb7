package dev.restorebot.bot.settings;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads YAML with every value as the text in the file, and remembers the lines of keys. A key with
 * nothing behind it, or an empty text, is null.
 *
 * <p>YAML would take the alembic revision {@code 0034} for the number 28 and {@code 12e456789012}
 * for infinity; what a value has to be is for {@link SettingKeys} to say.
 */
final class YamlTree {
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, Integer> lines = new HashMap<>();
  private final Optional<JsonNode> root;

  /**
   * @throws com.fasterxml.jackson.core.JsonProcessingException when it is no YAML
   * @throws Unsupported when it is YAML that settings do not need
   */
  YamlTree(String text) throws IOException {
    try (YAMLParser parser = YAML.createParser(text)) {
      root =
          parser.nextToken() == null
              ? Optional.empty()
              : Optional.of(node("", parser)).filter(node -> !node.isNull());
      if (parser.nextToken() != null) {
        throw new Unsupported("has a second document", parser);
      }
    }
  }

  /** Returns the content of the file; empty when it has none. */
  Optional<JsonNode> root() {
    return root;
  }

  /** Returns the line of that setting. */
  Optional<Integer> line(String path) {
    return Optional.ofNullable(lines.get(path));
  }

  private JsonNode node(String path, YAMLParser parser) throws IOException {
    if (parser.isCurrentAlias()) {
      throw new Unsupported("has an alias", parser);
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(path, parser);
      case START_ARRAY -> array(path, parser);
      case VALUE_NULL -> JsonNodeFactory.instance.nullNode();
      default ->
          parser.getText().isEmpty()
              ? JsonNodeFactory.instance.nullNode()
              : JsonNodeFactory.instance.textNode(parser.getText());
    };
  }

  private ObjectNode object(String path, YAMLParser parser) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String below = path.isEmpty() ? name : path + "." + name;
      lines.put(below, parser.currentTokenLocation().getLineNr());
      parser.nextToken();
      object.set(name, node(below, parser));
    }
    return object;
  }

  private ArrayNode array(String path, YAMLParser parser) throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String at = path + "[" + array.size() + "]";
      lines.put(at, parser.currentTokenLocation().getLineNr());
      JsonNode part = node(at, parser);
      array.add(part.isNull() ? JsonNodeFactory.instance.textNode("") : part);
    }
    return array;
  }

  /** YAML that is right and is not read here. The message is safe to show. */
  static final class Unsupported extends IOException {
    private static final long serialVersionUID = 1L;

    Unsupported(String what, YAMLParser parser) {
      super("it " + what + " at line " + parser.currentTokenLocation().getLineNr());
    }
  }
}
