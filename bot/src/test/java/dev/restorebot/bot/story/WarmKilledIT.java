package dev.restorebot.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.story.RunningBot.Headline;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.testing.SlowBackup;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresDocker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bot that keeps a server ready, and dies before and after a test takes it. */
@RequiresDocker
@Tag("slow")
class WarmKilledIT {
  private static final String GOOD = "sampleapp_db_2026-11-01_02-30-00.dump";

  /** A log that says which server is ready, whatever the log of the tests says. */
  private static final String LOG =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%-5level %msg%n</pattern></encoder>
        </appender>
        <root level="WARN"><appender-ref ref="out"/></root>
        <logger name="dev.restorebot" level="INFO"/>
      </configuration>
      """;

  @TempDir Path state;
  private final OwnSandboxes own = new OwnSandboxes("docker", 1);

  @AfterEach
  void clear() throws Exception {
    own.clear();
  }

  private List<String> existing() {
    try {
      return own.existing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> warm() {
    return existing().stream().filter(name -> name.contains("-restore-test-warm")).toList();
  }

  private RunningBot start() throws IOException {
    Path log = Files.writeString(state.resolve("log.xml"), LOG);
    return new RunningBot(
        state, own, Map.of("JAVA_TOOL_OPTIONS", "-Dlogback.configurationFile=" + log));
  }

  /** Waits for a server that the bot has ready for a test. */
  private String ready(RunningBot bot) {
    return Eventually.get(
            "a warm server that is ready",
            () ->
                warm().stream()
                    .filter(name -> bot.process().out().contains(name.substring(1) + " is ready"))
                    .toList(),
            all -> !all.isEmpty(),
            Eventually.RESTORE)
        .get(0);
  }

  @Test
  void theNextStartRemovesWhatWasReadyAndWhatWasTaken() throws Exception {
    SampleBackups.unpack(RunningBot.backups(state));
    List<String> kept;
    try (RunningBot bot = start()) {
      bot.type("test " + GOOD);
      String container = "/" + own.container(bot.headline(GOOD, "PASSED").job());
      String ready = ready(bot);
      kept =
          existing().stream()
              .filter(name -> name.equals(container) || !name.startsWith("/"))
              .toList();
      assertThat(bot.process().kill().exitCode()).isEqualTo(137);
      assertThat(warm()).containsExactly(ready);
    }

    try (RunningBot bot = start()) {
      assertThat(warm()).isEmpty();
      assertThat(existing()).isSubsetOf(kept).hasSize(2);
      kept = existing();
      bot.type("test " + GOOD);
      String ready = ready(bot);
      SlowBackup.write(RunningBot.backups(state), 120);
      bot.type("test " + SlowBackup.NAME);
      Headline slow =
          Eventually.get(
              "a restore in the middle",
              () -> bot.headline(SlowBackup.NAME, "Test restore of"),
              headline -> headline.title().endsWith(": restoring"));
      assertThat(existing()).contains("/" + own.container(slow.job())).doesNotContain(ready);
      assertThat(bot.process().kill().exitCode()).isEqualTo(137);
    }

    try (RunningBot bot = start()) {
      Headline after = bot.headline(SlowBackup.NAME, "COULD NOT VERIFY");
      assertThat(bot.reply(after, "Could not verify"))
          .contains("Removed: " + own.container(after.job()));
      assertThat(existing()).containsAll(kept).hasSize(4); // of the two tests that passed
      bot.type("test " + GOOD);
      assertThat(ready(bot)).isNotEmpty();
      assertThat(bot.process().terminate().exitCode()).isEqualTo(143);
      assertThat(bot.process().err()).doesNotContain("ERROR", "\tat ");
    }
    assertThat(warm()).isEmpty();
    assertThat(existing()).hasSize(6);
  }
}
