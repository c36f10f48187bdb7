package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The form of a setting whose parts have names of their own.
 *
 * @param part the record of a part; its components are {@link Part}s
 * @param list whether there may be several
 * @param fields the names that a part may have, in the order in which people write them
 */
record SettingStructure(Class<?> part, boolean list, List<StructureField> fields) {
  SettingStructure(Class<?> part, boolean list) {
    this(part, list, Arrays.stream(part.getRecordComponents()).map(StructureField::of).toList());
  }

  /** Returns whether a setting of that type has parts. */
  static boolean isOne(Class<?> type) {
    return type.isRecord()
        && Arrays.stream(type.getRecordComponents())
            .anyMatch(component -> component.isAnnotationPresent(Part.class));
  }

  /**
   * Reads all parts. Mistakes are noted, and their parts left out.
   *
   * @param at its name, or that below a database
   * @return a list, or an {@code Optional} where there may only be one
   */
  Object read(SettingValues values, String at, Optional<JsonNode> node) {
    List<Object> read = new ArrayList<>();
    if (node.isPresent() && list && !node.get().isArray()) {
      values.problem(at, "is a list of { " + names("%s: ...", field -> true) + " }");
    } else if (node.isPresent() && list) {
      for (int i = 0; i < node.get().size(); i++) {
        part(values, at + "[" + i + "]", node.get().get(i)).ifPresent(read::add);
      }
    } else if (node.isPresent() && !(node.get().isObject() && node.get().isEmpty())) {
      part(values, at, node.get()).ifPresent(read::add);
    }
    return list ? read : read.stream().findFirst();
  }

  private Optional<Object> part(SettingValues values, String at, JsonNode node) {
    if (isWhole(values, at, node)) {
      try {
        return Optional.of(
            SettingsTree.made(part, fields.stream().map(f -> get(node, f)).toArray()));
      } catch (IllegalArgumentException e) {
        values.problem(at, e.getMessage());
      }
    }
    return Optional.empty();
  }

  private boolean isWhole(SettingValues values, String at, JsonNode part) {
    Set<String> names =
        fields.stream().map(StructureField::name).collect(Collectors.toCollection(TreeSet::new));
    boolean whole = true;
    for (String given : (Iterable<String>) part::fieldNames) {
      if (!names.contains(given)) {
        values.problem(
            at + "." + given,
            "is unknown" + SettingValues.nearest(given, names) + "; there are " + names);
        whole = false;
      }
    }
    if (fields.stream().anyMatch(f -> f.isNeeded() && text(part, f).isBlank())) {
      values.problem(at, "has a " + names("`%s`", StructureField::isNeeded) + ", not empty");
      whole = false;
    }
    return whole;
  }

  private String names(String form, Predicate<StructureField> which) {
    return fields.stream()
        .filter(which)
        .map(field -> String.format(form, field.name()))
        .collect(Collectors.joining(form.startsWith("`") ? " and a " : ", "));
  }

  private static Object get(JsonNode part, StructureField field) {
    JsonNode node = part.path(field.name());
    boolean list = field.type().shape().list();
    if (node.isObject() || (node.isArray() && !list)) {
      throw new IllegalArgumentException(
          field.name() + (list ? " takes a list" : " takes one value"));
    }
    for (JsonNode item : node) {
      String text = item.asText("");
      if (item.isContainerNode() || text.isBlank() || text.lines().count() > 1) {
        throw new IllegalArgumentException(
            field.name() + " takes a list of texts of one line, not empty");
      }
    }
    try {
      return field.type().read(text(part, field));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field.name() + ": " + e.getMessage(), e);
    }
  }

  private static String text(JsonNode part, StructureField field) {
    JsonNode node = part.path(field.name());
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false)
          .map(JsonNode::asText)
          .collect(Collectors.joining("\n"));
    }
    return node.isObject()
        ? "?"
        : Optional.of(node.asText(""))
            .filter(t -> !t.isEmpty() && !node.isNull())
            .orElse(field.otherwise().orElse(""));
  }
}
