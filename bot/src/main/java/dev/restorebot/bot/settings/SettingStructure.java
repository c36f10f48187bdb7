package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A setting whose parts have names of their own.
 *
 * @param path its whole name
 * @param list whether there may be several
 * @param fields the names that a part may have, in the order in which people write them
 */
record SettingStructure(String path, boolean list, List<StructureField<?>> fields) {
  SettingStructure {
    fields = List.copyOf(fields);
  }

  static SettingStructure one(String path, StructureField<?>... fields) {
    return new SettingStructure(path, false, List.of(fields));
  }

  static SettingStructure several(String path, StructureField<?>... fields) {
    return new SettingStructure(path, true, List.of(fields));
  }

  /** All of them, by their names; beside them there is {@code databases}. */
  static TreeMap<String, SettingStructure> all() {
    TreeMap<String, SettingStructure> all = new TreeMap<>();
    for (SettingStructure each :
        List.of(
            QuerySettingsReader.CANARY,
            QuerySettingsReader.SAMPLES,
            QuerySettingsReader.ASSERTIONS,
            QuerySettingsReader.IGNORES,
            DisasterSettingsReader.CHECKS,
            DrillSettingsReader.DRILLS)) {
      all.put(each.path, each);
    }
    return all;
  }

  /**
   * Reads all parts; what is wrong is noted, and that part left out.
   *
   * @param at where it stands: its name, or that below a database
   */
  <T> List<T> read(
      SettingValues values, String at, Optional<JsonNode> node, Function<JsonNode, T> part) {
    List<T> read = new ArrayList<>();
    if (node.isEmpty()) {
      return read;
    }
    if (!list) {
      part(values, at, node.get(), part).ifPresent(read::add);
    } else if (node.get().isArray()) {
      for (int i = 0; i < node.get().size(); i++) {
        part(values, at + "[" + i + "]", node.get().get(i), part).ifPresent(read::add);
      }
    } else {
      values.problem(at, "is a list of { " + names("%s: ...", field -> true) + " }");
    }
    return read;
  }

  private <T> Optional<T> part(
      SettingValues values, String at, JsonNode node, Function<JsonNode, T> part) {
    if (isWhole(values, at, node)) {
      try {
        return Optional.of(part.apply(node));
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

  private String names(String form, Predicate<StructureField<?>> which) {
    return fields.stream()
        .filter(which)
        .map(field -> String.format(form, field.name()))
        .collect(Collectors.joining(form.startsWith("`") ? " and a " : ", "));
  }

  /**
   * A part's value, or its default.
   *
   * @throws IllegalArgumentException what is wrong with it, for people
   */
  static <T> T get(JsonNode part, StructureField<T> field) {
    if (part.path(field.name()).isContainerNode()) {
      throw new IllegalArgumentException(field.name() + " takes one value");
    }
    try {
      return field.kind().read(text(part, field));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field.name() + ": " + e.getMessage(), e);
    }
  }

  private static String text(JsonNode part, StructureField<?> field) {
    JsonNode node = part.path(field.name());
    return node.isContainerNode()
        ? "?"
        : Optional.of(node.asText(""))
            .filter(t -> !t.isEmpty() && !node.isNull())
            .orElse(field.otherwise().orElse(""));
  }
}
