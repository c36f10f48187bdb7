package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.testing.BotProcess;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bot dies by SIGKILL while it waits for people and while it works, and the next start goes on
 * in the same thread. Every single step is in the engine's {@code DisasterKilledIT}.
 *
 * <p>Both tests share one project and one chat; the first leaves production as it found it, the
 * second does not.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@RequiresDocker
@RequiresCompose
@Tag("docker")
@Tag("compose")
@Tag("slow")
class SlackDisasterKilledIT {
  private static final String BACKUP = "zenops_db_2026-02-09_14-30-00.dump";
  private static final Pattern RESTARTED =
      Pattern.compile("restore-bot was restarted and continues from");
  private static final int ASHA = 0;
  private static final int BEN = 1;
  private static final int CHEN = 2;

  @TempDir static Path folder;
  private static ComposeUnderTest project;
  private static SlackChatDriver slack;
  private static BotProcess bot;
  private static JdbcDisasterStore store;

  @BeforeAll
  static void start() throws Exception {
    project = new ComposeUnderTest(folder.resolve("project")).up();
    project.fill("saved");
    Path backups = Files.createDirectories(folder.resolve("backups"));
    Path unused = project.dump(backups.resolve(BACKUP));
    project.sql("INSERT INTO items (name) VALUES ('lost')");
    slack = new SlackChatDriver(SlackOptions.Mode.SOCKET);
    bot = run();
    store = JdbcDisasterStore.open(folder.resolve("state/state.db"));
  }

  private static BotProcess run() throws Exception {
    Map<String, String> environment = new HashMap<>(slack.environment());
    environment.put("RESTORE_BOT_STATE_DIR", folder.resolve("state").toString());
    environment.put("RESTORE_BOT_CONSOLE_ENABLED", "false");
    environment.put("RESTORE_BOT_BACKUPS_FOLDERS", folder.resolve("backups").toString());
    environment.put("RESTORE_BOT_SLACK_TESTERS", "U0001");
    environment.put("RESTORE_BOT_SLACK_LEADS", "U0002,W0003");
    environment.put("RESTORE_BOT_VERIFY_ALEMBIC_HEAD", "a1b2c3");
    environment.put("RESTORE_BOT_DISASTER_PROJECT", project.name());
    environment.put("RESTORE_BOT_DISASTER_DATABASE", "zenops");
    environment.put("RESTORE_BOT_DISASTER_STOP", "api,email-worker");
    BotProcess started = BotProcess.start(environment, "run");
    Eventually.get("the bot in the chat", slack::joined, connected -> connected);
    return started;
  }

  @AfterAll
  static void stop() throws Exception {
    if (store != null) {
      store.close();
    }
    if (bot != null) {
      bot.close();
    }
    if (slack != null) {
      slack.close();
    }
    project.close();
  }

  @Test
  @Order(2)
  void theNextStartGoesOnWhileItWaitsAndWhileItWorks() throws Exception {
    ThreadRef headline = asked();
    killAndStart(DisasterState.AWAITING_APPROVAL);
    approved(headline);
    killAndStart(DisasterState.RESTORING);
    killAndStart(DisasterState.AWAITING_GO);
    channel("GO OR NO-GO");
    press(BEN, headline, "Swap in");
    killAndStart(DisasterState.SWAPPING);
    channel("DONE:");
    assertThat(project.get("/items")).isEqualTo("200 saved");
    assertThat(newest().state()).isEqualTo(DisasterState.DONE);
    // Once while it restored and once while it swapped; whoever waits for people goes on from
    // nowhere.
    Eventually.get("both restarts", () -> restarts(headline), count -> count == 2);
  }

  @Test
  @Order(1)
  void theNextStartFinishesToUndo() throws Exception {
    ThreadRef headline = asked();
    approved(headline);
    channel("GO OR NO-GO");
    press(CHEN, headline, "Abandon");
    killAndStart(DisasterState.ROLLING_BACK);
    channel("CANCELLED:");
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
  }

  private void killAndStart(DisasterState state) throws Exception {
    // Where it is too quick to be seen, the bot dies at the end.
    DisasterState unused =
        Eventually.get(
            "the state " + state,
            () -> newest().state(),
            now -> now == state || now.ended() || now == DisasterState.DONE,
            Eventually.RESTORE);
    bot.kill();
    assertThat(bot.exitCode()).isNotZero();
    Eventually.get("the old connection to end", slack::joined, connected -> !connected);
    bot = run();
  }

  private Disaster newest() {
    return store.recent(1).get(0);
  }

  private ThreadRef asked() throws Exception {
    slack.type(slack.person(ASHA), "disaster " + BACKUP + " zenops the volume is damaged");
    channel("APPROVAL NEEDED:");
    return new ThreadRef("slack", slack.channel(), shown().id());
  }

  private void approved(ThreadRef headline) throws Exception {
    press(BEN, headline, "Approve");
    channel("1 of 2");
    press(CHEN, headline, "Approve");
  }

  private void press(int who, ThreadRef headline, String label) throws Exception {
    Eventually.get("the button " + label, () -> shown().buttons(), all -> all.contains(label));
    slack.press(slack.person(who), headline, label);
  }

  private Shown shown() {
    List<Shown> all = slack.channelShowsOfWork();
    return all.get(all.size() - 1);
  }

  private static long restarts(ThreadRef headline) {
    return slack.threadShows(headline).stream()
        .map(Shown::text)
        .flatMap(text -> RESTARTED.matcher(text).results())
        .count();
  }

  /** With time for a restore. */
  private void channel(String text) {
    List<Shown> unused =
        Eventually.get(
            "the channel says " + text,
            slack::channelShowsOfWork,
            all -> !all.isEmpty() && all.get(all.size() - 1).text().contains(text),
            Eventually.RESTORE);
  }
}
