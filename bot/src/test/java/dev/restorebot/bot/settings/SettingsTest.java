package dev.restorebot.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
  private static final Path ANNOTATED = Path.of("../config/restore-bot.yaml");

  @TempDir private Path folder;

  private Settings load(String yaml, Map<String, String> environment)
      throws IOException, SettingsException {
    Path file = folder.resolve("restore-bot.yaml");
    Files.writeString(file, yaml);
    return SettingsLoader.load(Optional.of(file), environment);
  }

  static List<Key<?>> keys() {
    return Keys.all();
  }

  /** What each setting can be set to besides its default, and how that shows. */
  private static String another(Key<?> key) {
    return switch (key.path()) {
      case "state-dir", "sandbox.local.base-dir", "sandbox.local.bin-dir" -> "/elsewhere";
      case "sandbox.runtime" -> "local";
      case "sandbox.prefix", "sandbox.local.run-as", "console.channel" -> "another";
      case "sandbox.lifetime", "sandbox.warn-before" -> "PT36H";
      case "sandbox.max-lifetime" -> "PT720H";
      case "sandbox.docker.start-timeout", "restore.timeout" -> "PT2M";
      case "sandbox.docker.host" -> "tcp://127.0.0.1:2375";
      case "sandbox.docker.image" -> "registry/postgis:{major}";
      case "sandbox.docker.pull", "console.enabled" -> "false";
      case "restore.owner-and-privileges" -> "true";
      case "sandbox.docker.memory" -> "123456789";
      case "backups.time-zone" -> "Asia/Kolkata";
      case "verify.alembic-head" -> "0042_x";
      case "backups.folders", "verify.key-tables", "sandbox.docker.server-args" -> "one";
      case "backups.iterations" -> "4711";
      case "backups.key-file" -> "";
      default -> "42";
    };
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everySettingHasItsDefaultInTheAnnotatedFile(Key<?> key) throws IOException {
    JsonNode node = annotated().at("/" + key.path().replace('.', '/'));

    assertThat(node.isMissingNode()).as(key.path() + " is in " + ANNOTATED).isFalse();
    String text =
        node.isArray()
            ? StreamSupport.stream(node.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("\n"))
            : node.asText();
    assertThat(text).isEqualTo(key.defaultText());
  }

  @Test
  void everySettingOfTheAnnotatedFileIsRead() throws Exception {
    Set<String> inFile = new TreeSet<>();
    leaves("", annotated(), inFile);
    Set<String> known = keys().stream().map(Key::path).collect(Collectors.toSet());
    known.addAll(Set.of("verify.ignore-errors", "databases"));

    assertThat(inFile).containsExactlyInAnyOrderElementsOf(known);
    assertThat(SettingsLoader.load(Optional.of(ANNOTATED), Map.of()))
        .isEqualTo(SettingsLoader.load(Optional.empty(), Map.of()));
  }

  @Test
  void everySettingOfTheAnnotatedFileIsExplained() throws IOException {
    List<String> lines = Files.readAllLines(ANNOTATED);
    for (int i = 1; i < lines.size(); i++) {
      boolean setting = lines.get(i).matches(" *[a-z-]+: .+");
      if (setting) {
        assertThat(lines.get(i - 1).strip()).as(lines.get(i)).startsWith("#");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everySettingIsReadFromYamlByItsName(Key<?> key) throws Exception {
    String value = another(key);
    String[] parts = key.path().split("\\.");
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      yaml.append("  ".repeat(i)).append(parts[i]).append(':');
      yaml.append(i < parts.length - 1 ? "\n" : " \"" + value + "\"\n");
    }

    shows(load(yaml.toString(), Map.of()), key, value);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everySettingIsReadFromTheEnvironmentWhichWins(Key<?> key) throws Exception {
    String value = another(key);
    String name =
        "RESTORE_BOT_" + key.path().replaceAll("[.-]", "_").toUpperCase(java.util.Locale.ROOT);

    shows(load("console: {port: 1}\n", Map.of(name, value)), key, value);
  }

  private static void shows(Settings settings, Key<?> key, String value) {
    if (!value.isEmpty()) {
      String line = key.path() + ": ";
      assertThat(settings.describe().lines().filter(l -> l.startsWith(line)).toList())
          .singleElement()
          .isIn(line + value, line + "[" + value + "]");
    }
  }

  @Test
  void theDefaultsAreTheDocumentedOnes() throws SettingsException {
    Settings settings =
        SettingsLoader.load(Optional.empty(), Map.of("XDG_STATE_HOME", "/var/state"));

    assertThat(settings.stateDir()).isEqualTo(Path.of("/var/state/restore-bot"));
    assertThat(settings.sandbox().lifetime()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.sandbox().docker().memory()).isEqualTo(2L << 30);
    assertThat(settings.backups().iterations()).containsExactly(200_000, 10_000);
    assertThat(settings.restore().ownerAndPrivileges()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sandbox: {lifetme: 1h} | sandbox.lifetme: is unknown; did you mean sandbox.lifetime?",
        "wholly: {new: 1} | wholly: is unknown",
        "sandbox: {lifetime: soon} | sandbox.lifetime: \"soon\" is not a time such as 90m, 24h or 7d",
        "sandbox: {runtime: podman} | sandbox.runtime: \"podman\" is not one of [auto, docker, local]",
        "sandbox: {docker: {memory: lots}} | is not a size such as 512MB or 2GiB",
        "sandbox: {prefix: '-rf'} | sandbox.prefix: \"-rf\" is not a name",
        "sandbox: 1 | sandbox: has settings below it and no value of its own",
        "console: {port: 70000} | console.port: \"70000\" is not a whole number from 0 to 65535",
        "backups: {key: hunter2} | a secret does not belong in this file: set BACKUP_ENCRYPTION_KEY",
        "backups: {key-file: /nowhere} | backups.key-file: the file /nowhere cannot be read",
        "verify: {ignore-errors: [{pattern: '('}]} | each part has a `pattern` and a `reason`",
        "verify: {ignore-errors: [{pattern: '(', reason: x}]} | is not a regular expression",
        "databases: {zenops: {keytables: [a]}} | databases.zenops.keytables: is unknown",
        "'[1, 2]' | it is not a list of settings",
        "sandbox: {max-lifetime: 1h} | is shorter than sandbox.lifetime"
      })
  void aMistakeIsNamedWithWhatIsRight(String yaml, String message) {
    String text = yaml.startsWith("'") ? yaml.substring(1, yaml.length() - 1) : yaml;

    assertThatThrownBy(() -> load(text, Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void allMistakesAreNamedAtOnce() {
    assertThatThrownBy(
            () -> load("sandbox: {lifetime: soon, prefixx: a}\n", Map.of("RESTORE_BOT_PORT", "1")))
        .hasMessageContaining("has 3 mistakes:")
        .hasMessageContaining("RESTORE_BOT_PORT: is an unknown variable");
  }

  @Test
  void brokenYamlIsNotQuotedForItMayHoldASecret() {
    assertThatThrownBy(() -> load("backups:\n  key: [hunter2\n", Map.of()))
        .hasMessageContaining("it is not valid YAML at line")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void theKeyOfBackupsComesFromTheEnvironmentOrAFileAndIsNeverShown() throws Exception {
    Path keyFile = folder.resolve("key");
    Files.writeString(keyFile, "from-the-file\nsecond line\n");
    String yaml = "backups: {key-file: \"" + keyFile + "\"}\n";

    Settings fromFile = load(yaml, Map.of());
    assertThat(fromFile.backups().key().value()).isEqualTo("from-the-file");
    Settings fromEnvironment = load(yaml, Map.of("BACKUP_ENCRYPTION_KEY", "from-the-environment"));
    assertThat(fromEnvironment.backups().key().value()).isEqualTo("from-the-environment");
    assertThat(fromFile.toString() + fromFile.describe())
        .contains("***")
        .doesNotContain("from-the-file");
  }

  @Test
  void aDatabaseOverridesWhatItNames() throws Exception {
    Settings settings =
        load(
            "verify: {alembic-head: general, key-tables: [a]}\n"
                + "databases:\n  zenops: {alembic-head: 0034_x}\n  other: {key-tables: []}\n",
            Map.of());

    assertThat(settings.verifyOf("zenops").alembicHead()).contains("0034_x");
    assertThat(settings.verifyOf("zenops").keyTables()).containsExactly("a");
    assertThat(settings.verifyOf("other").alembicHead()).contains("general");
    assertThat(settings.verifyOf("other").keyTables()).isEmpty();
    assertThat(settings.verifyOf("unheard-of")).isEqualTo(settings.verify());
  }

  private static JsonNode annotated() throws IOException {
    return new YAMLMapper().readTree(Files.readString(ANNOTATED));
  }

  private static void leaves(String path, JsonNode node, Set<String> into) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(
              e ->
                  leaves(
                      path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), into));
    } else {
      into.add(path);
    }
  }
}
