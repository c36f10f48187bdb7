package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code config/slack-manifest.yaml} asks for what the code needs, and nothing more. */
class ManifestTest {
  private final JsonNode manifest = Manifest.read();

  @Test
  void theScopesAreThoseOfTheMethodsThatAreCalled() {
    Set<String> needed =
        Arrays.stream(SlackMethod.values())
            .map(SlackMethod::scope)
            .flatMap(Optional::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    needed.add("commands"); // for the slash command, whatever is called

    assertThat(Manifest.scopes()).isEqualTo(needed);
    assertThat(manifest.path("oauth_config").path("scopes").has("user")).isFalse();
  }

  @Test
  void theCommandIsDescribed() {
    JsonNode commands = manifest.path("features").path("slash_commands");

    assertThat(commands).hasSize(1);
    JsonNode restore = commands.path(0);
    assertThat(restore.path("command").asText()).isEqualTo("/restore");
    assertThat(restore.path("usage_hint").asText())
        .contains("test", "backups", "inspect", "status", "cancel", "cleanup", "extend", "help")
        .hasSizeLessThan(1_000);
    assertThat(restore.path("description").asText()).isNotEmpty().hasSizeLessThan(2_000);
    assertThat(restore.path("should_escape").asBoolean(true)).isFalse();
    assertThat(restore.has("url")).as("an url without Socket Mode only").isFalse();
  }

  @Test
  void socketModeInteractivityAndTheHomeAreOn() {
    JsonNode settings = manifest.path("settings");

    assertThat(settings.path("socket_mode_enabled").asBoolean()).isTrue();
    assertThat(settings.path("interactivity").path("is_enabled").asBoolean()).isTrue();
    assertThat(settings.path("event_subscriptions").path("bot_events"))
        .extracting(JsonNode::asText)
        .containsExactly("app_home_opened");
    assertThat(settings.path("org_deploy_enabled").asBoolean(true)).isFalse();
    assertThat(settings.path("token_rotation_enabled").asBoolean(true)).isFalse();
    assertThat(manifest.path("features").path("app_home").path("home_tab_enabled").asBoolean())
        .isTrue();
    assertThat(manifest.path("features").path("bot_user").path("display_name").asText())
        .isEqualTo("restore-bot");
  }

  @Test
  void nothingStandsThereThatSlackDoesNotKnow() {
    assertThat(manifest.fieldNames())
        .toIterable()
        .containsOnly("_metadata", "display_information", "features", "oauth_config", "settings");
    assertThat(manifest.path("display_information").path("name").asText().length())
        .isLessThanOrEqualTo(35);
    assertThat(manifest.path("display_information").path("description").asText().length())
        .isLessThanOrEqualTo(140);
  }
}
