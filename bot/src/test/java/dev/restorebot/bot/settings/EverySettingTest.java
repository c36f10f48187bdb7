package dev.restorebot.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each setting's default and names; and the annotated file against the records, both ways. */
final class EverySettingTest {
  private static final Path ANNOTATED = Path.of("..", "config", "restore-bot.yaml");

  @TempDir Path temp;

  static List<Row> rows() {
    return Rows.all();
  }

  @Test
  void theRowsAreAllSettings() {
    assertThat(rows())
        .extracting(Row::yamlName)
        .containsExactlyElementsOf(SettingKeys.all().stream().map(SettingKey::path).toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void hasItsDefault(Row row) throws Exception {
    Settings settings = SettingsLoader.load(Optional.empty(), Map.of());

    assertThat(row.getter().apply(settings)).isEqualTo(row.defaultValue());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void hasItsNameInYaml(Row row) throws Exception {
    Settings settings = SettingsLoader.load(Optional.of(file(row, row.otherYaml())), Map.of());

    assertThat(row.getter().apply(settings)).isEqualTo(row.otherValue());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void hasItsNameInTheEnvironmentWhichWins(Row row) throws Exception {
    Settings settings =
        SettingsLoader.load(
            Optional.of(file(row, "${nothing that is right}")),
            Map.of(row.environmentName(), row.otherEnvironment()));

    assertThat(row.getter().apply(settings)).isEqualTo(row.otherValue());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void standsInTheAnnotatedFileWithItsDefaultAndAnExplanation(Row row) throws Exception {
    Settings settings = SettingsLoader.load(Optional.of(ANNOTATED), Map.of());
    YamlTree tree = new YamlTree(Files.readString(ANNOTATED));

    assertThat(row.getter().apply(settings)).isEqualTo(row.defaultValue());
    int line = tree.line(row.yamlName()).orElseThrow();
    assertThat(Files.readAllLines(ANNOTATED).get(line - 2).strip()).matches("# .*[.>:]");
  }

  @Test
  void theAnnotatedFileHasAllSettingsAndNoOther() throws Exception {
    YamlTree tree = new YamlTree(Files.readString(ANNOTATED));
    Set<String> inFile = new HashSet<>();
    leaves("", tree.root().orElseThrow(), inFile);

    assertThat(inFile).isEqualTo(inRecords());
    assertThat(SettingsLoader.load(Optional.of(ANNOTATED), Map.of()))
        .isEqualTo(SettingsLoader.load(Optional.empty(), Map.of()));
  }

  private static void leaves(
      String path, com.fasterxml.jackson.databind.JsonNode node, Set<String> found) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(
              e ->
                  leaves(
                      path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), found));
    } else {
      found.add(path);
    }
  }

  /** The names of all components, but for secrets, of which the file names only the place. */
  private static Set<String> inRecords() {
    List<String> names = new ArrayList<>();
    components("", Settings.class, names);
    names.replaceAll(
        name ->
            name.matches(".*\\.(key|bot-token|app-token|signing-secret|token)")
                ? name + "-file"
                : name);
    return Set.copyOf(names);
  }

  private static void components(String path, Class<?> type, List<String> found) {
    for (RecordComponent each : type.getRecordComponents()) {
      String name = path + each.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      if (each.getType().isRecord() && each.getType() != SecretValue.class) {
        components(name + ".", each.getType(), found);
      } else {
        found.add(name);
      }
    }
  }

  private Path file(Row row, String value) throws Exception {
    StringBuilder yaml = new StringBuilder();
    String[] parts = row.yamlName().split("\\.", -1);
    for (int i = 0; i < parts.length; i++) {
      yaml.append("  ".repeat(i)).append(parts[i]).append(":");
      yaml.append(i == parts.length - 1 ? " " : "\n");
    }
    return Files.writeString(temp.resolve("restore-bot.yaml"), yaml + value + "\n");
  }
}
