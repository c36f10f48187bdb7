package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON whose bytes follow from what it says, so that it can be made again and compared. */
final class EvidenceJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private EvidenceJson() {}

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** The one value in those bytes. */
  static JsonNode read(byte[] json) throws IOException {
    return MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
  }

  static byte[] compact(JsonNode node) {
    return bytes(MAPPER.writer(), node, "");
  }

  /** For people too: indented, with a line feed at the end. */
  static byte[] pretty(JsonNode node) {
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
    return bytes(MAPPER.writer(printer), node, "\n");
  }

  private static byte[] bytes(ObjectWriter writer, JsonNode node, String end) {
    try {
      return (writer.writeValueAsString(node) + end).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always has a JSON form", e);
    }
  }
}
