package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.bot.text.DurationParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The JSON Schema of a value in YAML. Wide enough for everything that is read; what a pattern
 * cannot say is for the reader to refuse.
 *
 * @param alternatives one of them holds for the value, or for each part of a list
 * @param list whether it is a list; a single value is a list of one
 * @param blank whether a text of nothing but spaces means that nothing is set
 */
record ValueSchema(List<ObjectNode> alternatives, boolean list, boolean blank) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Digits that a text with digits only may be: YAML takes them for a number. */
  private static final List<String> DIGITS = List.of("7", "42", "1190000000000000003");

  static ValueSchema text() {
    // YAML takes the revision 0034 for a number.
    return of(JSON.objectNode().set("type", types("string", "number", "boolean")));
  }

  /** Returns the schema of a text that is not blank. */
  static ValueSchema someText() {
    ObjectNode text = text().alternatives.get(0).deepCopy();
    return of(text.put("pattern", "\\S"));
  }

  static ValueSchema matching(String pattern) {
    List<ObjectNode> all = new ArrayList<>(List.of(string(pattern)));
    if (DIGITS.stream().anyMatch(digits -> digits.matches(pattern))) {
      all.add(JSON.objectNode().put("type", "integer"));
    }
    return new ValueSchema(all, false, false);
  }

  static ValueSchema bool() {
    return of(
        JSON.objectNode().put("type", "boolean"),
        string(anyCase("true|yes|on") + "|" + anyCase("false|no|off")));
  }

  static ValueSchema number(int least, int most) {
    return of(
        JSON.objectNode().put("type", "integer").put("minimum", least).put("maximum", most),
        string("\\+?0*\\d{1," + String.valueOf(most).length() + "}"));
  }

  static ValueSchema duration() {
    return of(
        string(
            "\\s*(?=.*[1-9])(?:" + anyCase(DurationParser.FORM) + "|[pP][-+.\\ddDtThHmMsS]+)\\s*"));
  }

  static ValueSchema size(String form) {
    return of(JSON.objectNode().put("type", "integer").put("minimum", 0), string(anyCase(form)));
  }

  static ValueSchema oneOf(Enum<?>... constants) {
    ArrayNode names = JSON.arrayNode();
    List<String> spellings = new ArrayList<>();
    for (Enum<?> each : constants) {
      String name = each.name().toLowerCase(Locale.ROOT);
      names.add(name.replace('_', '-'));
      spellings.add(anyCase(name).replace("_", "[-_]"));
    }
    return of(JSON.objectNode().set("enum", names), string(String.join("|", spellings)));
  }

  /** Returns this schema, with spaces for a value that is not set. */
  ValueSchema optional() {
    return new ValueSchema(alternatives, list, true);
  }

  /** Returns the schema of a list of such values. */
  ValueSchema asList() {
    return new ValueSchema(alternatives, true, true);
  }

  /** Returns the schema of a setting of that shape. Without a value it has its default. */
  ObjectNode schema() {
    ArrayNode any = JSON.arrayNode();
    if (list) {
      any.add(array());
    }
    return JSON.objectNode().set("anyOf", any.addAll(values()));
  }

  /** Returns the schema of a list that has to be written as one. */
  ObjectNode writtenList() {
    return JSON.objectNode().set("anyOf", JSON.arrayNode().add(array()).add(nothing()));
  }

  /** Returns the schema of no value: the default is in force. */
  static ObjectNode nothing() {
    return JSON.objectNode().set("enum", JSON.arrayNode().addNull().add(""));
  }

  private ObjectNode array() {
    ObjectNode array = JSON.objectNode().put("type", "array");
    return array.set("items", JSON.objectNode().set("anyOf", JSON.arrayNode().addAll(values())));
  }

  private List<ObjectNode> values() {
    ObjectNode unset = nothing();
    if (blank) {
      unset = string("\\s*");
      unset.set("type", types("string", "null"));
    }
    return Stream.concat(alternatives.stream(), Stream.of(unset)).toList();
  }

  private static ValueSchema of(ObjectNode... alternatives) {
    return new ValueSchema(List.of(alternatives), false, false);
  }

  private static ArrayNode types(String... names) {
    ArrayNode types = JSON.arrayNode();
    Arrays.stream(names).forEach(types::add);
    return types;
  }

  private static ObjectNode string(String pattern) {
    return JSON.objectNode().put("type", "string").put("pattern", "^(?:" + pattern + ")$");
  }

  /** JSON Schema has no flag for letters of either case. */
  private static String anyCase(String pattern) {
    StringBuilder any = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        any.append(c).append(pattern.charAt(++i));
      } else if (Character.isLetter(c)) {
        any.append('[').append(Character.toLowerCase(c)).append(Character.toUpperCase(c));
        any.append(']');
      } else {
        any.append(c);
      }
    }
    return any.toString();
  }
}
