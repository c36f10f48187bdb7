package dev.restorebot.engine.disaster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A container's environment, which shows names and never a value: some are passwords. */
public final class Environment {
  private final Map<String, String> values;

  private Environment(Map<String, String> values) {
    this.values = values;
  }

  /** From lines like {@code NAME=value}; a line without a value has the empty one. */
  public static Environment of(List<String> lines) {
    Map<String, String> values = new TreeMap<>();
    for (String line : lines) {
      int at = line.indexOf('=');
      values.put(at < 0 ? line : line.substring(0, at), at < 0 ? "" : line.substring(at + 1));
    }
    return new Environment(values);
  }

  /** That variable's value, when it is set and not empty. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  /** The names of all variables, sorted. */
  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  @Override
  public String toString() {
    return values.keySet() + " (values are not shown)";
  }
}
