package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscordCommandTest {
  private static final String TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.abc.never-shown";

  @Test
  void theLinkForAnApplication() {
    assertThat(
            CliRun.of("discord", "invite", "--application-id", "123456789012345678").ends(0).out())
        .isEqualToIgnoringNewLines(
            "https://discord.com/oauth2/authorize?client_id=123456789012345678"
                + "&scope=bot%20applications.commands&permissions=309237746688");
  }

  @Test
  void theIdIsInTheToken() {
    CliRun run = CliRun.of(Map.of("RESTORE_BOT_DISCORD_TOKEN", TOKEN), "discord", "invite");

    assertThat(run.ends(0).out()).contains("client_id=123456789012345678&").doesNotContain("never");
  }

  @Test
  void theTokenMayBeInTheFileOfTheSettings(@TempDir Path folder) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    Path settings =
        Files.writeString(
            folder.resolve("restore-bot.yaml"), "discord: {token-file: " + token + "}\n");

    CliRun run = CliRun.of("discord", "invite", "--config", settings.toString());
    assertThat(run.ends(0).out()).contains("client_id=123456789012345678&").doesNotContain("never");
  }

  @Test
  void withoutAnIdItSaysWhatToGive() {
    assertThat(CliRun.of("discord", "invite").ends(2).err())
        .contains("--application-id", "RESTORE_BOT_DISCORD_TOKEN", "discord.token-file");
    assertThat(
            CliRun.of(Map.of("RESTORE_BOT_DISCORD_TOKEN", "no.token"), "discord", "invite")
                .ends(2)
                .err())
        .doesNotContain("no.token");
  }

  @Test
  void whatIsNoIdIsRefused() {
    assertThat(CliRun.of("discord", "invite", "--application-id", "my-app").ends(2).err())
        .contains("15 to 20 digits");
  }
}
