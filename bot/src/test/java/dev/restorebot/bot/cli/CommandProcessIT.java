package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.bot.testing.BotProcess;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.testing.SlowBackup;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a script or a cron job runs it. */
@RequiresLocalPostgres
@Tag("postgres")
class CommandProcessIT {
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  private final OwnSandboxes own = new OwnSandboxes("local");

  @BeforeEach
  void unpack() throws Exception {
    SampleBackups.unpack(folder);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    List<String> left = own.existing();
    own.clear();
    assertThat(left).isEmpty();
  }

  @Test
  void aGoodBackup() throws Exception {
    try (BotProcess bot = test(TestCommandContract.GOOD)) {
      assertThat(bot.exitCode()).as(bot.toString()).isZero();
      assertThat(JsonReport.of(bot.out()).get("outcome").asText()).isEqualTo("PASSED");
      assertThat(bot.err()).startsWith("Reading the backup …").doesNotContain("WARN", "\tat ");
    }
  }

  @Test
  void dockerThatDoesNotAnswer() throws Exception {
    try (BotProcess bot =
        BotProcess.start(
            Map.of("DOCKER_HOST", "tcp://127.0.0.1:1"),
            "test",
            folder.resolve(TestCommandContract.GOOD).toString(),
            "--runtime",
            "docker")) {
      assertThat(bot.exitCode()).as(bot.toString()).isEqualTo(4);
      assertThat(bot.out())
          .startsWith("COULD NOT VERIFY")
          .contains("tcp://127.0.0.1:1 (from DOCKER_HOST)");
    }
  }

  @Test
  void stoppedInTheMiddleItSaysSoAndLeavesNothing() throws Exception {
    Path slow = SlowBackup.write(folder, 120);
    try (BotProcess bot = test(slow.getFileName().toString())) {
      bot.await("a restore", BotProcess::err, err -> err.contains("Restoring"));
      assertThat(own.existing()).isNotEmpty();

      assertThat(bot.terminate().exitCode()).isEqualTo(TERMINATED);
      JsonNode report = JsonReport.of(bot.out());
      assertThat(report.get("outcome").asText()).isEqualTo("COULD_NOT_VERIFY");
      assertThat(JsonReport.problem(report)).isEqualTo("interrupted");
      assertThat(report.at("/problems/0/message").asText()).contains("Nothing is left running");
    }
  }

  private BotProcess test(String name) throws Exception {
    return BotProcess.start(
        own.environment(), "test", folder.resolve(name).toString(), "--runtime", "local", "--json");
  }
}
