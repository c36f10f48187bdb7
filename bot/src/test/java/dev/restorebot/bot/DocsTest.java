package dev.restorebot.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.settings.SettingsLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation tells people to write can be used. */
class DocsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(((?!https?:|#)[^)#]+)");

  /** As the environment of somebody who followed the page; the files do not exist here. */
  private static final Map<String, String> SECRETS =
      Map.of(
          "RESTORE_BOT_SLACK_BOT_TOKEN", "xoxb-1",
          "RESTORE_BOT_SLACK_APP_TOKEN", "xapp-1",
          "RESTORE_BOT_SLACK_SIGNING_SECRET", "s",
          "RESTORE_BOT_DISCORD_TOKEN", "t");

  @TempDir Path temp;

  static Stream<String> settings() throws Exception {
    return Stream.of("slack.md", "discord.md", "metrics.md", "migrating.md")
        .flatMap(page -> YAML.matcher(read(page)).results().map(found -> found.group(1)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void settingsInTheDocsAreTaken(String yaml) throws Exception {
    Path file = Files.writeString(temp.resolve("restore-bot.yaml"), yaml);
    assertThat(SettingsLoader.load(Optional.of(file), SECRETS)).isNotNull();
  }

  static Stream<Path> pages() throws Exception {
    try (Stream<Path> docs = Files.list(DOCS)) {
      return Stream.concat(
          Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md").map(Path.of("..")::resolve),
          docs.filter(page -> page.toString().endsWith(".md")).sorted().toList().stream());
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) throws Exception {
    Matcher links = LINK.matcher(Files.readString(page));
    List<Path> targets = links.results().map(link -> page.resolveSibling(link.group(1))).toList();
    assertThat(targets).allSatisfy(target -> assertThat(target).exists());
  }

  private static String read(String page) {
    try {
      return Files.readString(DOCS.resolve(page));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
