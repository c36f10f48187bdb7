package dev.restorebot.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.story.RunningBot.Headline;
import dev.restorebot.bot.testing.BotProcess;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.testing.SlowBackup;
import dev.restorebot.engine.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bot that dies, or is told to end, in the middle of a restore; and a second one beside it. */
abstract class KilledContract {
  private static final String GOOD = "sampleapp_db_2026-11-01_02-30-00.dump";

  @TempDir Path state;
  private final OwnSandboxes own = new OwnSandboxes(runtime());

  /** Where the sandboxes run. */
  abstract String runtime();

  @BeforeEach
  void unpack() throws Exception {
    SampleBackups.unpack(RunningBot.backups(state));
  }

  @AfterEach
  void clear() throws Exception {
    own.clear();
  }

  @Test
  void killedInTheMiddleAndThenToldToEndInTheMiddle() throws Exception {
    List<String> standing;
    Headline slow;
    try (RunningBot bot = new RunningBot(state, own)) {
      bot.type("test " + GOOD);
      bot.headline(GOOD, "PASSED");
      standing = own.existing();
      slow = restoring(bot);
      assertThat(own.existing()).hasSizeGreaterThan(standing.size());
      assertThat(bot.process().kill().exitCode()).isEqualTo(137);
    }

    try (RunningBot bot = new RunningBot(state, own)) {
      Headline after = bot.headline(SlowBackup.NAME, "COULD NOT VERIFY");
      assertThat(after.id()).isEqualTo(slow.id());
      assertThat(after.job()).isEqualTo(slow.job());
      assertThat(after.text())
          .contains("restore-bot was stopped during the test", "says nothing about the backup");
      assertThat(bot.reply(after, "Could not verify"))
          .contains("stopped during the test", "Removed: ")
          .doesNotContain("could not be removed");
      assertThat(own.existing()).containsExactlyInAnyOrderElementsOf(standing);

      Headline good = bot.headline(GOOD, "PASSED");
      bot.press(good.id(), "cleanup", good.job());
      assertThat(bot.reply(good, "Cleaned up")).contains("By " + System.getProperty("user.name"));
      assertThat(own.existing()).isEmpty();

      slow = restoring(bot);
      assertThat(bot.process().terminate().exitCode()).isEqualTo(143);
      assertThat(bot.process().err()).doesNotContain("ERROR", "\tat ");
    }
    assertThat(own.existing()).isEmpty();

    try (RunningBot bot = new RunningBot(state, own)) {
      Headline after = bot.headline(SlowBackup.NAME, "CANCELLED");
      assertThat(after.id()).isEqualTo(slow.id());
      assertThat(bot.reply(after, "Cancelled")).contains("Nothing is left running.");

      int before = bot.headlines().size();
      try (BotProcess second = RunningBot.launch(state, own)) {
        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.out()).isEmpty();
        assertThat(second.err())
            .containsIgnoringCase("another restore-bot (process " + bot.process().pid() + ")")
            .contains(state.resolve("restore-bot").toString())
            .doesNotContain("\tat ");
      }
      bot.type("status");
      assertThat(bot.headlines()).hasSize(before);
    }
  }

  /** A job in the middle of its restore. */
  private Headline restoring(RunningBot bot) throws IOException {
    SlowBackup.write(RunningBot.backups(state), 120);
    bot.type("test " + SlowBackup.NAME);
    Headline slow =
        Eventually.get(
            "a restore in the middle",
            () -> bot.headline(SlowBackup.NAME, "Test restore of"),
            headline -> headline.title().endsWith(": restoring"));
    Eventually.get("its sandbox", this::existing, found -> !found.isEmpty());
    return slow;
  }

  private List<String> existing() {
    try {
      return own.existing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
