package dev.restorebot.engine.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.engine.state.Actor;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Entries as lines of JSON, for export, and back, so that an export can be checked by itself. */
public final class AuditLines {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AuditLines() {}

  /**
   * Checks an exported log.
   *
   * @param remembered a head that was kept elsewhere, if any
   * @throws IOException when it cannot be read, or a line is no entry
   */
  public static AuditVerdict verify(BufferedReader export, Optional<AuditHead> remembered)
      throws IOException {
    ChainCheck check = new ChainCheck(remembered);
    for (String line = export.readLine(); line != null; line = export.readLine()) {
      check.accept(read(line));
    }
    return check.finish();
  }

  static String write(AuditEntry entry) throws IOException {
    AuditEvent event = entry.event();
    ObjectNode node =
        MAPPER.createObjectNode().put("number", entry.number()).put("at", event.at().toString());
    node.putObject("by").put("id", event.by().id()).put("name", event.by().name());
    node.put("where", event.where()).put("what", event.what()).put("subject", event.subject());
    ObjectNode detail = node.putObject("detail");
    event.detail().forEach(detail::put);
    node.put("previous", entry.previous()).put("hash", entry.hash());
    return MAPPER.writeValueAsString(node);
  }

  static AuditEntry read(String line) throws IOException {
    try {
      JsonNode node = MAPPER.readTree(line);
      JsonNode by = node.required("by");
      Map<String, String> detail = new TreeMap<>();
      node.required("detail").properties().forEach(e -> detail.put(e.getKey(), text(e.getValue())));
      AuditEntry entry =
          new AuditEntry(
              node.required("number").longValue(),
              new AuditEvent(
                  Instant.parse(text(node.required("at"))),
                  new Actor(text(by.required("id")), text(by.required("name"))),
                  text(node.required("where")),
                  text(node.required("what")),
                  text(node.required("subject")),
                  detail),
              text(node.required("previous")),
              text(node.required("hash")));
      // The same instant or number can be written in more than one way: an exact copy only.
      if (!write(entry).equals(line)) {
        throw new IllegalArgumentException("not as an entry is written");
      }
      return entry;
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw new IOException("a line is not an entry of an audit log: " + shortened(line), e);
    }
  }

  private static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw new IllegalArgumentException("not a text");
    }
    return node.textValue();
  }

  private static String shortened(String line) {
    return line.length() <= 80 ? line : line.substring(0, 80) + "…";
  }
}
