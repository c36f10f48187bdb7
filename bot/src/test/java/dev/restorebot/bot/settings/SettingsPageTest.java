package dev.restorebot.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables in docs/settings.md are made from the annotated file. */
class SettingsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "settings.md");
  private static final Path MADE = Path.of("target", "settings.md");
  private static final String START = "<!-- made from config/restore-bot.yaml -->\n";
  private static final String END = "<!-- end -->\n";

  private final AnnotatedFile annotated = AnnotatedFile.read();

  @Test
  void thePageHasEverySetting() throws Exception {
    String page = Files.readString(PAGE);
    String whole =
        page.substring(0, page.indexOf(START) + START.length())
            + tables()
            + page.substring(page.indexOf(END));
    Files.writeString(MADE, whole);

    assertThat(page).as("copy bot/" + MADE + " to docs/settings.md").isEqualTo(whole);
  }

  private String tables() throws Exception {
    YamlTree tree = new YamlTree(AnnotatedFile.text());
    List<String> paths = new ArrayList<>();
    SettingKeys.all().forEach(key -> paths.add(key.path()));
    paths.sort(Comparator.comparingInt(path -> tree.line(path).orElseThrow()));

    StringBuilder text = new StringBuilder();
    String section = "?";
    for (String path : paths) {
      String of = path.contains(".") ? path.substring(0, path.indexOf('.')) : "";
      if (!of.equals(section)) {
        section = of;
        text.append(of.isEmpty() ? "" : "\n### " + of + "\n");
        text.append("\n| Setting | Default | Meaning | Changed |\n|---|---|---|---|\n");
      }
      text.append(row(path));
    }
    return text.append('\n').toString();
  }

  private String row(String path) {
    String meaning = annotated.explanation(path).orElseThrow().replace("|", "\\|");
    String takes = SettingKeys.at(path).live() ? "at once" : "restart";
    return "| `%s` | %s | %s | %s |\n".formatted(path, value(path), meaning, takes);
  }

  private String value(String path) {
    String value = annotated.value(path).toString();
    return value.equals("\"\"") ? "" : "`" + value.replaceAll("^\"(.*)\"$", "$1") + "`";
  }
}
