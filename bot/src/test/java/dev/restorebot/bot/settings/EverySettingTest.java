package dev.restorebot.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each setting's names, default, other values and reload, against the annotated file and the table
 * in docs/settings.md.
 */
final class EverySettingTest {
  private static final Path PAGE = Path.of("..", "docs", "settings.md");

  @TempDir Path temp;

  static List<SettingCase> settings() throws SettingsException {
    return SettingCase.all();
  }

  @Test
  void theDeclarationsAreTheComponentsOfTheRecords() throws Exception {
    assertThat(SettingKeys.all().stream().filter(key -> key.type().isPresent()))
        .extracting(SettingKey::path)
        .containsExactlyInAnyOrderElementsOf(settings().stream().map(SettingCase::path).toList())
        .hasSizeGreaterThan(90);
    assertThat(SettingKeys.all())
        .extracting(SettingKey::path)
        .containsExactlyInAnyOrderElementsOf(
            SettingCase.values(SettingsLoader.load(Optional.empty(), Map.of())).keySet());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theAnnotatedFileHasItsDefaultAndAnExplanation(SettingCase setting) throws Exception {
    YamlTree tree = new YamlTree(Files.readString(SettingCase.ANNOTATED));
    Settings annotated = SettingsLoader.load(Optional.of(SettingCase.ANNOTATED), Map.of());

    assertThat(SettingCase.values(annotated)).containsEntry(setting.path(), setting.defaultValue());
    int line = tree.line(setting.path()).orElseThrow();
    assertThat(Files.readAllLines(SettingCase.ANNOTATED).get(line - 2).strip())
        .matches("# .*[.>:]");
  }

  @ParameterizedTest
  @MethodSource("settings")
  void takesAnotherValueFromTheFile(SettingCase setting) throws Exception {
    Settings settings = load(setting.yaml(setting.other().yaml()), setting.with());

    assertThat(setting.other().value()).isNotEqualTo(setting.defaultValue());
    assertThat(SettingCase.values(settings)).containsEntry(setting.path(), setting.other().value());
    assertThat(SettingCase.different(settings, load("", setting.with())))
        .containsExactly(setting.path());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void itsVariableWinsOverTheFile(SettingCase setting) throws Exception {
    Settings settings =
        load(
            setting.yaml("${a value that is never read}"),
            setting.environment(setting.other().text()));

    assertThat(SettingCase.values(settings)).containsEntry(setting.path(), setting.other().value());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void rejectsAWrongValueAndNamesItsPlace(SettingCase setting) {
    assertThat(mistake(setting.yaml("{a: 1}"), Map.of()))
        .contains("\n  " + setting.path() + ": ")
        .contains("(line ");
    if (setting.wrong().isPresent()) {
      String wrong = setting.wrong().get();
      assertThat(mistake(setting.yaml("'" + wrong + "'"), Map.of()))
          .contains("\n  " + setting.path() + ": ");
      String named =
          setting.defaultValue() instanceof SecretValue ? setting.path() : setting.variable();
      assertThat(mistake("", Map.of(setting.variable(), wrong))).contains("\n  " + named + ": ");
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void isReloadedAsDocumented(SettingCase setting) throws Exception {
    Settings before = load("", setting.with());
    Settings loaded = load(setting.yaml(setting.other().yaml()), setting.with());
    Settings now = SettingsTree.merged(before, loaded);

    boolean live = documentedAsLive(setting.path());
    Object expected = live ? setting.other().value() : setting.defaultValue();
    assertThat(SettingCase.values(now)).containsEntry(setting.path(), expected);
    List<String> changed = List.of(setting.path());
    assertThat(names(SettingsTree.difference(before, now))).isEqualTo(live ? changed : List.of());
    assertThat(names(SettingsTree.difference(now, loaded))).isEqualTo(live ? List.of() : changed);
  }

  @Test
  void theAnnotatedFileHasAllSettingsAndNoOther() throws Exception {
    YamlTree tree = new YamlTree(Files.readString(SettingCase.ANNOTATED));
    Set<String> inFile = new HashSet<>();
    leaves("", tree.root().orElseThrow(), inFile);
    Settings defaults = SettingsLoader.load(Optional.empty(), Map.of());

    assertThat(inFile).isEqualTo(SettingCase.values(defaults).keySet());
    assertThat(SettingsLoader.load(Optional.of(SettingCase.ANNOTATED), Map.of()))
        .isEqualTo(defaults);
  }

  private static void leaves(String path, JsonNode node, Set<String> found) {
    if (node.isObject() && !node.isEmpty()) {
      String in = path.isEmpty() ? "" : path + ".";
      node.properties().forEach(e -> leaves(in + e.getKey(), e.getValue(), found));
    } else {
      found.add(path);
    }
  }

  private static boolean documentedAsLive(String path) throws Exception {
    String row =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `" + path + "` |"))
            .collect(Collectors.joining());
    assertThat(row).as("the row of " + path + " in " + PAGE).matches(".*\\| (at once|restart) \\|");
    return row.endsWith("| at once |");
  }

  private static List<String> names(List<SettingChange> changes) {
    return changes.stream().map(SettingChange::path).toList();
  }

  private String mistake(String yaml, Map<String, String> environment) {
    SettingsException exception =
        catchThrowableOfType(SettingsException.class, () -> load(yaml, environment));
    assertThat(exception).as(yaml).isNotNull();
    return exception.getMessage();
  }

  private Settings load(String yaml, Map<String, String> environment) throws Exception {
    Path file = Files.writeString(temp.resolve("restore-bot.yaml"), yaml);
    return SettingsLoader.load(Optional.of(file), environment);
  }
}
