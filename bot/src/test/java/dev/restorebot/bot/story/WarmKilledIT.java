package dev.restorebot.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.story.RunningBot.Headline;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.testing.Shell;
import dev.restorebot.bot.testing.SlowBackup;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresDocker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bot that keeps a server ready, and dies before and after a test takes it. */
@RequiresDocker
@Tag("slow")
class WarmKilledIT {
  private static final String GOOD = "sampleapp_db_2026-11-01_02-30-00.dump";

  /** Much more than what the bot does in a server before it is ready. */
  private static final long AFTER_ITS_START_MILLIS = 3_000;

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

  /** Waits for a server and its start: only the bot knows when it is ready for a test. */
  private String ready() throws Exception {
    List<String> warm = Eventually.get("a warm server", this::warm, all -> !all.isEmpty());
    String unused =
        Shell.run(
            "for i in $(seq 200); do docker exec "
                + warm.get(0).substring(1)
                + " pg_isready -q -h 127.0.0.1 && break; sleep 0.2; done");
    Thread.sleep(AFTER_ITS_START_MILLIS);
    return warm.get(0);
  }

  @Test
  void theNextStartRemovesWhatWasReadyAndWhatWasTaken() throws Exception {
    SampleBackups.unpack(RunningBot.backups(state));
    List<String> kept;
    try (RunningBot bot = new RunningBot(state, own)) {
      bot.type("test " + GOOD);
      String container = "/" + own.container(bot.headline(GOOD, "PASSED").job());
      String ready = ready();
      kept =
          existing().stream()
              .filter(name -> name.equals(container) || !name.startsWith("/"))
              .toList();
      assertThat(bot.process().kill().exitCode()).isEqualTo(137);
      assertThat(warm()).containsExactly(ready);
    }

    try (RunningBot bot = new RunningBot(state, own)) {
      assertThat(warm()).isEmpty();
      assertThat(existing()).isSubsetOf(kept).hasSize(2);
      kept = existing();
      bot.type("test " + GOOD);
      String ready = ready();
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

    try (RunningBot bot = new RunningBot(state, own)) {
      Headline after = bot.headline(SlowBackup.NAME, "COULD NOT VERIFY");
      assertThat(bot.reply(after, "Could not verify"))
          .contains("Removed: " + own.container(after.job()));
      assertThat(existing()).containsAll(kept).hasSize(4); // of the two tests that passed
      bot.type("test " + GOOD);
      assertThat(ready()).isNotEmpty();
      assertThat(bot.process().terminate().exitCode()).isEqualTo(143);
      assertThat(bot.process().err()).doesNotContain("ERROR", "\tat ");
    }
    assertThat(warm()).isEmpty();
    assertThat(existing()).hasSize(6);
  }
}
