package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.text.EditDistance;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The texts of settings, from a file and the environment, with their mistakes. */
final class SettingValues {
  /** Variables of the bot that are not settings. */
  static final Set<String> OTHER_VARIABLES =
      Set.of(
          "RESTORE_BOT_CONFIG",
          "RESTORE_BOT_DOCKER_OPTS",
          "RESTORE_BOT_JAR",
          "RESTORE_BOT_JAVA",
          "RESTORE_BOT_JAVA_OPTS",
          "RESTORE_BOT_LAUNCHER");

  private static final String TEST_VARIABLES = "RESTORE_BOT_TEST_";

  private final Map<String, String> environment;
  private final List<String> problems;
  private final Map<String, JsonNode> file = new LinkedHashMap<>();
  private Function<String, Optional<Integer>> lines = path -> Optional.empty();
  private final Set<String> known =
      SettingKeys.all().stream().map(SettingKey::path).collect(Collectors.toSet());

  SettingValues(Map<String, String> environment, List<String> problems) {
    this.environment = environment;
    this.problems = problems;
  }

  void addFile(YamlTree tree) {
    lines = tree::line;
    tree.root().ifPresent(root -> add("", root));
  }

  private void add(String path, JsonNode node) {
    if (known.contains(path)) {
      file.put(path, node);
    } else if (node.isObject() && isSection(path)) {
      node.properties()
          .forEach(e -> add(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue()));
    } else if (isSection(path)) {
      if (!node.isNull()) {
        problem(path, "has settings below it and no value of its own");
      }
    } else {
      unknown(path);
    }
  }

  private boolean isSection(String path) {
    return path.isEmpty() || known.stream().anyMatch(key -> key.startsWith(path + "."));
  }

  private void unknown(String path) {
    Optional<SettingKey> secret =
        Secrets.files().stream().filter(file -> means(path, file)).findFirst();
    if (secret.isPresent()) {
      problem(
          path,
          "a secret does not belong in this file: set "
              + secret.get().secretVariable()
              + " or "
              + secret.get().path());
      return;
    }
    Set<String> names = new TreeSet<>(known);
    names.addAll(sections());
    problem(path, "is unknown" + nearest(path, names));
  }

  private static boolean means(String path, SettingKey secretFile) {
    return path.equals(secretFile.secretName())
        || (secretFile.path().equals("backups.key-file")
            && path.matches("backups\\.(password|passphrase|encryption-key)"));
  }

  private Set<String> sections() {
    return known.stream()
        .filter(key -> key.contains("."))
        .map(key -> key.substring(0, key.indexOf('.')))
        .collect(Collectors.toSet());
  }

  static String nearest(String name, Set<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(each -> EditDistance.of(each, name)))
        .filter(each -> EditDistance.of(each, name) <= 5)
        .map(each -> "; did you mean " + each + "?")
        .orElse("");
  }

  /** Notes variables that begin like those of settings, and are none. */
  void checkEnvironment() {
    Set<String> names =
        SettingKeys.all().stream()
            .filter(key -> key.type().isPresent())
            .map(SettingKey::environmentName)
            .collect(Collectors.toSet());
    environment.keySet().stream()
        .filter(name -> name.startsWith(SettingKey.PREFIX) && !name.startsWith(TEST_VARIABLES))
        .filter(name -> !names.contains(name) && !OTHER_VARIABLES.contains(name))
        .filter(name -> Secrets.files().stream().noneMatch(f -> f.secretVariable().equals(name)))
        .sorted()
        .forEach(
            name ->
                problem(name, "is an unknown variable of the environment" + nearest(name, names)));
  }

  /** Returns the value in force; the default where the given one is wrong, which is noted. */
  Object get(SettingKey key) {
    if (key.structure().isPresent()) {
      return key.structure().get().read(this, key.path(), node(key.path()));
    }
    ValueType<?> type = key.type().orElseThrow();
    String variable = environment.get(key.environmentName());
    try {
      if (variable != null) {
        return type.read(key.list() ? variable.replace(',', '\n') : variable);
      }
      Optional<JsonNode> node = node(key.path());
      if (node.isPresent()) {
        return type.read(text(key, node.get()));
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      problem(variable == null ? key.path() : key.environmentName(), e.getMessage());
    }
    return type.read(key.defaultText());
  }

  /**
   * Returns a database's own value; the default where it is empty or wrong, which is noted.
   *
   * @param at its name below that database
   */
  Object own(SettingKey key, String at, JsonNode node) {
    if (key.structure().isPresent()) {
      return key.structure().get().read(this, at, Optional.of(node).filter(n -> !n.isNull()));
    }
    ValueType<?> type = key.type().orElseThrow();
    try {
      if (!node.isNull()) {
        Object read = type.read(text(key, node));
        if (key.list() && !node.isArray()) {
          problem(at, "is a list, such as [" + text(key, node) + "]");
        }
        return read;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      problem(at, e.getMessage());
    }
    return type.read(key.defaultText());
  }

  /** Returns a value as it is written, with a line for each item of a list. */
  private static String text(SettingKey key, JsonNode node) {
    if (!node.isArray()) {
      return single(node);
    }
    if (!key.list()) {
      throw new IllegalArgumentException("takes one value, not a list");
    }
    return StreamSupport.stream(node.spliterator(), false)
        .map(SettingValues::single)
        .collect(Collectors.joining("\n"));
  }

  private static String single(JsonNode node) {
    if (node.isContainerNode()) {
      throw new IllegalArgumentException(
          node.isArray()
              ? "has a list within a list"
              : "has settings below it, and takes one value");
    }
    return node.asText();
  }

  /** Returns what the file has at that name; empty when there is nothing. */
  Optional<JsonNode> node(String path) {
    return Optional.ofNullable(file.get(path)).filter(node -> !node.isNull());
  }

  void problem(String path, String what) {
    String line = lines.apply(path).map(number -> " (line " + number + ")").orElse("");
    String problem = path + ": " + what + line;
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }
}
