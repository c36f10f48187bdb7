package dev.restorebot.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An enabled chat needs its tokens, and the message names those that are missing. */
class ChatSettingsTest {
  private static final Map<String, String> SLACK =
      Map.of(
          "RESTORE_BOT_SLACK_ENABLED", "true",
          "RESTORE_BOT_SLACK_BOT_TOKEN", "xoxb-1-hidden",
          "RESTORE_BOT_SLACK_APP_TOKEN", "xapp-1-hidden");

  @TempDir Path temp;

  @Test
  void slackWithItsTokens() throws Exception {
    Settings settings = SettingsLoader.load(Optional.empty(), SLACK);
    assertThat(settings.slack().botToken().value()).isEqualTo("xoxb-1-hidden");
    assertThat(settings.describe()).contains("slack.bot-token: ***").doesNotContain("hidden");
    assertThat(settings.toString()).doesNotContain("hidden");
  }

  @Test
  void slackWithoutATokenSaysWhere() {
    assertThat(problems(Map.of("RESTORE_BOT_SLACK_ENABLED", "true")))
        .contains("slack.bot-token-file: is needed")
        .contains("slack.app-token-file: is needed")
        .contains("RESTORE_BOT_SLACK_BOT_TOKEN", "RESTORE_BOT_SLACK_APP_TOKEN");
  }

  @Test
  void theApprovalChannelTakesCommands() throws Exception {
    Map<String, String> approval = new HashMap<>(SLACK);
    approval.put("RESTORE_BOT_APPROVAL_CHANNEL", "slack:C0123ABCD");
    assertThat(problems(approval))
        .contains("approval.channel: is not in slack.channels or discord.channels");
    approval.put("RESTORE_BOT_SLACK_CHANNELS", "C0123ABCD");
    assertThat(SettingsLoader.load(Optional.empty(), approval).approval().channel())
        .contains("slack:C0123ABCD");
    approval.put("RESTORE_BOT_APPROVAL_CHANNEL", "console:restores");
    assertThat(problems(approval)).contains("\"console:restores\" is not a channel");
  }

  @Test
  void swappedTokensAreNoticedAndNotShown() {
    Map<String, String> swapped = new HashMap<>(SLACK);
    swapped.put("RESTORE_BOT_SLACK_BOT_TOKEN", "xapp-1-hidden");
    assertThat(problems(swapped))
        .contains("slack.bot-token-file: does not hold the Bot User OAuth Token")
        .doesNotContain("hidden");
  }

  @Test
  void httpModeNeedsTheSigningSecretOnly() throws Exception {
    Map<String, String> http = new HashMap<>(SLACK);
    http.remove("RESTORE_BOT_SLACK_APP_TOKEN");
    http.put("RESTORE_BOT_SLACK_MODE", "http");
    assertThat(problems(http)).contains("RESTORE_BOT_SLACK_SIGNING_SECRET");
    http.put("RESTORE_BOT_SLACK_SIGNING_SECRET", "hidden");
    assertThat(SettingsLoader.load(Optional.empty(), http).slack().signingSecret().isSet())
        .isTrue();
  }

  @Test
  void namesInPlaceOfIdsAreNoticed() {
    Map<String, String> names = new HashMap<>(SLACK);
    names.put("RESTORE_BOT_SLACK_CHANNELS", "#ops");
    names.put("RESTORE_BOT_SLACK_LEADS", "asha@example.com");
    names.put("RESTORE_BOT_DISCORD_CHANNELS", "ops");
    assertThat(problems(names))
        .contains("a channel id such as C0123ABCD, not a name")
        .contains("the id of a person (U0123ABCD) or a user group (S0123ABCD)")
        .contains("an id of 15 to 20 digits");
  }

  @Test
  void discordNeedsItsTokenAndServer() {
    assertThat(problems(Map.of("RESTORE_BOT_DISCORD_ENABLED", "true")))
        .contains("discord.token-file: is needed")
        .contains("RESTORE_BOT_DISCORD_TOKEN")
        .contains("discord.server: is needed");
  }

  @Test
  void aTokenInTheFileIsRefusedAndNotShown() throws Exception {
    Path file = temp.resolve("restore-bot.yaml");
    Files.writeString(file, "slack:\n  bot-token: xoxb-hidden\ndiscord: {token: hidden}\n");
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class, () -> SettingsLoader.load(Optional.of(file), Map.of()));
    assertThat(refused)
        .hasMessageContaining("slack.bot-token: a secret does not belong in this file")
        .hasMessageContaining("RESTORE_BOT_SLACK_BOT_TOKEN or slack.bot-token-file")
        .hasMessageContaining("discord.token: a secret does not belong");
    assertThat(refused.getMessage()).doesNotContain("hidden");
  }

  @Test
  void aConsoleWithoutSignInListensOnLoopbackOnly() {
    assertThat(problems(Map.of("RESTORE_BOT_CONSOLE_ADDRESS", "0.0.0.0")))
        .contains("console.address: can be reached from other machines")
        .contains("set console.sign-in, or use 127.0.0.1");
    assertThat(problems(Map.of("RESTORE_BOT_CONSOLE_PUBLIC_URL", "https://restore.example.com")))
        .contains("console.public-url: is for a console that others reach, which needs sign-in");
    assertThat(problems(Map.of("RESTORE_BOT_CONSOLE_LEADS", "group:dba")))
        .contains("console.leads: needs console.sign-in");
    assertThat(
            problems(
                Map.of(
                    "RESTORE_BOT_DISASTER_PROJECT", "shop",
                    "RESTORE_BOT_DISASTER_LEADS", "console:group:dba")))
        .contains("console.sign-in.issuer: is needed, because a target has leads in the console");
  }

  @Test
  void signInNeedsAClientAndTls() throws Exception {
    Map<String, String> signIn = new HashMap<>();
    signIn.put("RESTORE_BOT_CONSOLE_SIGN_IN_ISSUER", "http://id.example.com/realms/ops");
    signIn.put("RESTORE_BOT_CONSOLE_ADDRESS", "0.0.0.0");
    assertThat(problems(signIn))
        .contains("console.sign-in.issuer: must begin with https://")
        .contains("console.sign-in.client-id: is needed")
        .contains("console.public-url: is needed: the address under which browsers open");
    signIn.put("RESTORE_BOT_CONSOLE_PUBLIC_URL", "http://restore.example.com");
    assertThat(problems(signIn)).contains("console.public-url: must begin with https://");
    signIn.put("RESTORE_BOT_CONSOLE_PUBLIC_URL", "https://restore.example.com");
    signIn.put("RESTORE_BOT_CONSOLE_SIGN_IN_ISSUER", "https://id.example.com/realms/ops/");
    signIn.put("RESTORE_BOT_CONSOLE_SIGN_IN_CLIENT_ID", "restore-bot");
    signIn.put("RESTORE_BOT_CONSOLE_SIGN_IN_CLIENT_SECRET", "hidden");
    Settings settings = SettingsLoader.load(Optional.empty(), signIn);
    assertThat(settings.console().signIn().issuer().orElseThrow())
        .as("exactly as it is written: tokens have that")
        .hasToString("https://id.example.com/realms/ops/");
    assertThat(settings.describe()).doesNotContain("hidden");
  }

  @Test
  void aPersonOfTheConsoleIsNamedWithTheirIssuer() {
    assertThat(problems(Map.of("RESTORE_BOT_CONSOLE_LEADS", "asha")))
        .contains("a person such as 248289761001@id.example.com, as the console shows it");
  }

  private static String problems(Map<String, String> environment) {
    return catchThrowableOfType(
            SettingsException.class, () -> SettingsLoader.load(Optional.empty(), environment))
        .getMessage();
  }
}
