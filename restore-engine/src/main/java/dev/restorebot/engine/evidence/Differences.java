package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Says where two things differ. */
final class Differences {
  private Differences() {}

  /** Such as {@code at byte 812 (line 20)}; empty when they are the same. */
  static Optional<String> bytes(byte[] expected, byte[] found) {
    int at = Arrays.mismatch(expected, found);
    if (at < 0) {
      return Optional.empty();
    }
    long line = 1;
    for (int i = 0; i < Math.min(at, found.length); i++) {
      line += found[i] == '\n' ? 1 : 0;
    }
    return Optional.of("at byte " + at + " (line " + line + ")");
  }

  /** The first field that differs, as a JSON pointer; empty when they are the same. */
  static Optional<String> field(JsonNode expected, JsonNode found) {
    return field("", expected, found);
  }

  private static Optional<String> field(String at, JsonNode expected, JsonNode found) {
    if (expected.equals(found)) {
      return Optional.empty();
    }
    if (expected.isObject() && found.isObject()) {
      Set<String> names = new TreeSet<>();
      expected.fieldNames().forEachRemaining(names::add);
      found.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        if (!expected.path(name).equals(found.path(name))) {
          return field(at + "/" + name, expected.path(name), found.path(name));
        }
      }
    }
    if (expected.isArray() && found.isArray()) {
      Iterator<JsonNode> others = found.elements();
      int index = 0;
      for (JsonNode each : expected) {
        if (!others.hasNext()) {
          return Optional.of(at + "/" + index);
        }
        JsonNode other = others.next();
        if (!each.equals(other)) {
          return field(at + "/" + index, each, other);
        }
        index++;
      }
      return Optional.of(at + "/" + index);
    }
    return Optional.of(at.isEmpty() ? "/" : at);
  }
}
