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

/** The texts of settings, from a file and the environment, with what is wrong about them. */
final class SettingValues {
  /** Settings whose parts have names of their own. */
  private static final Set<String> STRUCTURED = structures();

  /** Variables of ours that are not settings. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of("RESTORE_BOT_CONFIG", "RESTORE_BOT_DOCKER_OPTS");

  private static final String TEST_VARIABLES = "RESTORE_BOT_TEST_";

  private final Map<String, String> environment;
  private final List<String> problems;
  private final Map<String, JsonNode> file = new LinkedHashMap<>();
  private Function<String, Optional<Integer>> lines = path -> Optional.empty();
  private final Map<String, SettingKey<?>> known =
      SettingKeys.all().stream().collect(Collectors.toMap(SettingKey::path, key -> key));

  SettingValues(Map<String, String> environment, List<String> problems) {
    this.environment = environment;
    this.problems = problems;
  }

  void addFile(YamlTree tree) {
    lines = tree::line;
    tree.root().ifPresent(root -> add("", root));
  }

  private void add(String path, JsonNode node) {
    if (known.containsKey(path) || STRUCTURED.contains(path)) {
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

  private static Set<String> structures() {
    Set<String> all = new TreeSet<>(SettingStructure.all().keySet());
    all.add(VerifySettingsReader.DATABASES);
    return all;
  }

  private boolean isSection(String path) {
    return path.isEmpty() || known.keySet().stream().anyMatch(key -> key.startsWith(path + "."));
  }

  private void unknown(String path) {
    Optional<SettingKey<?>> secret =
        Secrets.files().stream().filter(file -> means(path, file)).findFirst();
    if (secret.isPresent()) {
      problem(
          path,
          "a secret does not belong in this file: set "
              + Secrets.variable(secret.get())
              + " or "
              + secret.get().path());
      return;
    }
    Set<String> names = new TreeSet<>(known.keySet());
    names.addAll(STRUCTURED);
    names.addAll(sections());
    problem(path, "is unknown" + nearest(path, names));
  }

  private static boolean means(String path, SettingKey<?> secretFile) {
    return path.equals(Secrets.name(secretFile))
        || (secretFile.equals(SettingKeys.KEY_FILE)
            && path.matches("backups\\.(password|passphrase|encryption-key)"));
  }

  private Set<String> sections() {
    return known.keySet().stream()
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

  /** A variable that looks like one of ours and is not has to be a mistake. */
  void checkEnvironment() {
    Set<String> names =
        SettingKeys.all().stream().map(SettingKey::environmentName).collect(Collectors.toSet());
    environment.keySet().stream()
        .filter(name -> name.startsWith(SettingKey.PREFIX) && !name.startsWith(TEST_VARIABLES))
        .filter(name -> !names.contains(name) && !OTHER_VARIABLES.contains(name))
        .filter(name -> Secrets.files().stream().noneMatch(f -> Secrets.variable(f).equals(name)))
        .sorted()
        .forEach(
            name ->
                problem(name, "is an unknown variable of the environment" + nearest(name, names)));
  }

  /** The value in force; the default where the given one is wrong, which is noted. */
  <T> T get(SettingKey<T> key) {
    String fromEnvironment = environment.get(key.environmentName());
    try {
      if (fromEnvironment != null) {
        boolean list = key.kind().shape().list();
        return key.kind().read(list ? fromEnvironment.replace(',', '\n') : fromEnvironment);
      }
      JsonNode node = file.get(key.path());
      if (node != null && !node.isNull()) {
        return key.kind().read(text(key, node));
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      problem(fromEnvironment == null ? key.path() : key.environmentName(), e.getMessage());
    }
    return key.kind().read(key.defaultText());
  }

  /** A value as it is written, with a line for each part of a list. */
  static String text(SettingKey<?> key, JsonNode node) {
    if (!node.isArray()) {
      return single(node);
    }
    if (!key.kind().shape().list()) {
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

  Optional<JsonNode> structured(String path) {
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
