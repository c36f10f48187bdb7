package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InvocationTest {
  private static final List<String> COMMANDS = List.of("disaster", "totp", "test");
  private static final String NEXT = "To approve, run: restore-bot disaster approve k3 --as NAME";

  private static String written(Map<String, String> environment, String config, String classPath) {
    return Invocation.of(environment, Optional.ofNullable(config).map(Path::of), classPath)
        .in(NEXT, COMMANDS);
  }

  @Test
  void repeatsTheSettingsTheStateAndTheLauncherOfTheUser() {
    assertThat(
            written(
                Map.of(
                    "RESTORE_BOT_LAUNCHER", "./restore-bot", "RESTORE_BOT_STATE_DIR", "/srv/state"),
                "my file.yaml",
                "a.jar"))
        .isEqualTo(
            "To approve, run: RESTORE_BOT_STATE_DIR=/srv/state ./restore-bot --config 'my"
                + " file.yaml' disaster approve k3 --as NAME");
  }

  @Test
  void writesTheJarWhereItWasStartedWithoutALauncher() {
    assertThat(written(Map.of(), null, "bot/target/restore-bot.jar"))
        .contains("run: java -jar bot/target/restore-bot.jar disaster approve");
    assertThat(written(Map.of(), null, "/home/a/restore-bot.jar:/other/restore-bot.jar"))
        .isEqualTo(NEXT);
  }

  @Test
  void namesTheSettingsOfTheEnvironmentUnlessEverybodyThereUsesThem() {
    assertThat(written(Map.of("RESTORE_BOT_CONFIG", "/home/a/b.yaml"), null, ""))
        .contains("restore-bot --config /home/a/b.yaml disaster");
    assertThat(
            written(
                Map.of(
                    "RESTORE_BOT_CONFIG", "/etc/restore-bot/restore-bot.yaml",
                    "RESTORE_BOT_STATE_DIR", "/var/lib/restore-bot"),
                null,
                ""))
        .isEqualTo(NEXT);
  }

  @Test
  void leavesOtherTextsAboutTheBotAsTheyAre() {
    Invocation other = Invocation.of(Map.of(), Optional.of(Path.of("a")), "");
    assertThat(other.in("restore-bot tests it; see /opt/restore-bot test", COMMANDS))
        .isEqualTo("restore-bot tests it; see /opt/restore-bot test");
    assertThat(other.in("`restore-bot test` and restore-bot totp", COMMANDS))
        .isEqualTo("`restore-bot --config a test` and restore-bot --config a totp");
  }
}
