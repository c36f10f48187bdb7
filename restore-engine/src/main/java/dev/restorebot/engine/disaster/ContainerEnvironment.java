package dev.restorebot.engine.disaster;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A container's environment, which shows and stores names and never a value: some are passwords.
 */
public final class ContainerEnvironment {
  private final Map<String, String> values;

  private ContainerEnvironment(Map<String, String> values) {
    this.values = values;
  }

  /** From lines like {@code NAME=value}; a line without a value has the empty one. */
  public static ContainerEnvironment of(List<String> lines) {
    Map<String, String> values = new TreeMap<>();
    for (String line : lines) {
      int at = line.indexOf('=');
      values.put(at < 0 ? line : line.substring(0, at), at < 0 ? "" : line.substring(at + 1));
    }
    return new ContainerEnvironment(values);
  }

  /** As it comes back from a store: every variable, without its value. */
  @JsonCreator
  static ContainerEnvironment ofNames(List<String> names) {
    return of(names);
  }

  /** That variable's value, when it is set and not empty. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  /** The names of all variables, sorted. */
  @JsonValue
  public Set<String> names() {
    return Collections.unmodifiableSet(values.keySet());
  }

  @Override
  public String toString() {
    return values.keySet() + " (values are not shown)";
  }
}
