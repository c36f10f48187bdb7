package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.testing.BotProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporaryFilesOfTheBotTest {
  @TempDir Path temp;

  @Test
  void aBotThatIsKilledAndStartedAgainLeavesNothing() throws Exception {
    Path system = Files.createDirectory(temp.resolve("system"));
    Path own = temp.resolve("state").resolve("tmp");
    List<Path> left;
    try (BotProcess bot = start(system)) {
      left = libraries(own);
      assertThat(left).isNotEmpty();
      bot.kill().exitCode();
    }
    assertThat(libraries(own)).isEqualTo(left);

    try (BotProcess bot = start(system)) {
      assertThat(left).allSatisfy(library -> assertThat(library.getParent()).doesNotExist());
      assertThat(libraries(own)).isNotEmpty();
      assertThat(bot.terminate().exitCode()).isEqualTo(143);
    }
    assertThat(libraries(own)).isEmpty();
    assertThat(children(system)).isEmpty();
  }

  private BotProcess start(Path system) throws Exception {
    BotProcess bot =
        BotProcess.start(
            Map.of(
                "RESTORE_BOT_STATE_DIR",
                temp.resolve("state").toString(),
                "RESTORE_BOT_BACKUPS_FOLDERS",
                temp.toString(),
                "RESTORE_BOT_CONSOLE_ENABLED",
                "true",
                "RESTORE_BOT_CONSOLE_PORT",
                "0",
                "RESTORE_BOT_SANDBOX_RUNTIME",
                "local",
                "JAVA_TOOL_OPTIONS",
                "-Djava.io.tmpdir=" + system),
            "run");
    String unused = bot.await("the bot", BotProcess::out, out -> out.contains("Console: "));
    return bot;
  }

  private static List<Path> libraries(Path folder) throws Exception {
    return children(folder).stream().filter(file -> file.toString().endsWith(".so")).toList();
  }

  private static List<Path> children(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
