package dev.restorebot.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.bot.testing.ChatDriver.Outage;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.testing.SlowBackup;
import dev.restorebot.bot.testing.ThreadPage;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresDocker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole bot, as people in a chat meet it: the real SDK, a real restore into Docker. */
@RequiresDocker
public abstract class ChatStoryContract {
  private static final String GOOD = "sampleapp_db_2026-11-01_02-30-00.dump";
  private static final int BURST = 200;

  @TempDir Path folder;
  private final OwnSandboxes own = new OwnSandboxes("docker");
  private ChatDriver chat;
  private App app;
  private JobStore jobs;

  /** A chat that serves already. */
  protected abstract ChatDriver chat() throws Exception;

  /** Settings with which a bot joins it, as variables of the environment. */
  protected abstract Map<String, String> environment();

  /** Whether the bot is connected, so that the chat hands on what people do. */
  protected abstract boolean joined();

  @BeforeEach
  void start() throws Exception {
    chat = chat();
    Path backups = folder.resolve("backups");
    SampleBackups.unpack(backups);
    SlowBackup.write(backups, 4);
    Map<String, String> environment = new HashMap<>(own.environment());
    environment.put("RESTORE_BOT_CONSOLE_ENABLED", "false");
    environment.putAll(environment());
    Path state = folder.resolve("state");
    app = new App(SampleBackups.inChats(environment, state, backups), List.of());
    Eventually.get("the bot in the chat", this::joined, connected -> connected);
    jobs = JdbcJobStore.open(state.resolve("state.db"));
  }

  @AfterEach
  void stop() throws Exception {
    jobs.close();
    app.close();
    own.clear();
    chat.close();
  }

  @Test
  void fromTheCommandToTheCleanUp() throws Exception {
    chat.type(chat.person(0), "test " + GOOD);
    ThreadRef headline = headline("PASSED: " + GOOD);

    String thread = thread(headline, "Inspect the restored database");
    assertThat(thread)
        .contains("The whole backup can be read", "Sandbox started", "Verification: PASSED")
        .contains("public.users", "25", "public.assignment_documents", "900")
        .contains("0007_add_notifications");
    assertThat(chat.channelShows()).hasSize(1);
    assertThat(chat.channelShows().get(0).text()).contains(chat.person(0).name());
    assertThat(thread(headline, "Audit log up to")).contains("Evidence written");
    String where = chat.person(0).id().split(":", 2)[0];
    ThreadPage.write(
        chat,
        where + "-test",
        "A test restore",
        last(),
        chat.threadShows(headline),
        List.of(chat.person(0), chat.person(1)));

    new LoginStory(chat, headline, folder.resolve("state"))
        .tell(jobs.recent(1).toList().get(0).id());

    chat.press(chat.person(0), headline, "Keep 24 h longer");
    assertThat(thread(headline, "extended the sandbox"))
        .contains(chat.person(0).name() + " extended the sandbox");
    chat.press(chat.person(1), headline, "Clean up");
    assertThat(thread(headline, "Cleaned up")).contains("By " + chat.person(1).name());
    Eventually.get(
        "an end that only offers another test",
        () -> last().buttons(),
        List.of("Test again")::equals);
    assertThat(own.existing()).isEmpty();
  }

  @Test
  void withoutANameOneIsChosen() throws Exception {
    chat.type(chat.person(1), "test");
    chat.choose(chat.person(1), "sampleapp_db_2026-11-15_02-30-00.no-users.dump");

    ThreadRef headline = headline("FAILED: do not rely on sampleapp_db_2026-11-15");
    assertThat(thread(headline, "Verification: FAILED")).contains("What to do: ");
    assertThat(last().text()).contains(chat.person(1).name());
  }

  @Test
  void aChatThatIsAwayHoldsUpNoRestoreAndMissesNothing() throws Exception {
    chat.type(chat.person(0), "test latest database:sampleapp"); // it is the newest
    awaitChannel("restoring");
    try (Outage away = chat.outage()) {
      Eventually.get(
          "the restore to end without the chat",
          () -> jobs.recent(1).toList().get(0),
          job -> job.state() == JobState.READY);
    }
    ThreadRef headline = headline("PASSED: " + SlowBackup.NAME);
    String thread = thread(headline, "Inspect the restored database");
    assertThat(thread.indexOf("Sandbox started"))
        .isBetween(0, thread.indexOf("Restored with no significant errors"));
    assertThat(thread.indexOf("Restored with no significant errors"))
        .isLessThan(thread.indexOf("Verification: PASSED"));
    assertThat(thread.indexOf("Verification: PASSED"))
        .isLessThan(thread.indexOf("Inspect the restored database"));
  }

  @Test
  void aMistakeIsAnsweredToOnePersonAndStartsNothing() throws Exception {
    chat.type(chat.person(1), "test none_db_2026-01-01_00-00-00.dump");
    Eventually.get(
        "the answer",
        () -> chat.onlyShownTo(chat.person(1)),
        all -> all.stream().anyMatch(shown -> shown.text().contains("none_db_2026-01-01")));
    assertThat(chat.channelShows()).isEmpty();
    assertThat(jobs.recent(1).toList()).isEmpty();
  }

  @Test
  void theValuesOfARefusedRowReachNobody() throws Exception {
    String secret = "alice.secret@example.org";
    String name = "leaky_db_2026-11-24_02-30-00.sql";
    Files.writeString(folder.resolve("backups/" + name), ChangedDumps.refusedRows(secret));
    chat.type(chat.person(0), "test " + name);

    ThreadRef headline = headline("FAILED: do not rely on leaky_db_2026-11-24");
    String thread = thread(headline, "Verification: FAILED");
    assertThat(thread)
        .contains("TABLE DATA public.users: invalid input syntax for type integer: \"…\"")
        .contains("(COPY users, line 2, column id)")
        .contains("(key (assignment_code) is duplicated)");
    assertThat(thread(headline, "Inspect") + chat.channelShows() + chat.onlyShownTo(chat.person(0)))
        .doesNotContain("alice");
    // Said when the report is in its place: no file moves any more.
    assertThat(thread(headline, "Audit log up to")).doesNotContain("alice");
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("alice");
      }
    }
  }

  /**
   * Prints how long they waited, the first time and then with the code warm; what is asserted is
   * that none is lost.
   */
  @Test
  void twoHundredCommandsAtOnce() throws Exception {
    // Each is answered with the status board and the newest jobs.
    burst("first");
    Eventually.get("both answers for each", this::answers, all -> all.size() == 2 * BURST);
    burst("second");
    Eventually.get("both answers for each", this::answers, all -> all.size() == 4 * BURST);
  }

  private List<Shown> answers() {
    return chat.onlyShownTo(chat.person(0));
  }

  private void burst(String which) throws Exception {
    CyclicBarrier together = new CyclicBarrier(BURST);
    ExecutorService people = Executors.newFixedThreadPool(BURST);
    List<Duration> waited = new ArrayList<>();
    try {
      List<Future<Duration>> typed = new ArrayList<>();
      for (int i = 0; i < BURST; i++) {
        typed.add(
            people.submit(
                () -> {
                  together.await();
                  return chat.type(chat.person(0), "status");
                }));
      }
      for (Future<Duration> each : typed) {
        waited.add(each.get());
      }
    } finally {
      people.shutdownNow();
    }
    waited.sort(null);
    System.out.printf(
        "%s: %s %d commands at once, acknowledged after %d ms (median), %d ms (p99)%n",
        getClass().getSimpleName(),
        which,
        BURST,
        waited.get(BURST / 2).toMillis(),
        waited.get(BURST * 99 / 100 - 1).toMillis());
  }

  private ThreadRef headline(String text) {
    awaitChannel(text);
    Shown shown = last();
    return new ThreadRef("", chat.channel(), shown.id());
  }

  private void awaitChannel(String text) {
    awaitRestore(
        "the channel says " + text,
        all -> !all.isEmpty() && all.get(all.size() - 1).text().contains(text));
  }

  /** As {@link Eventually}, with time for a restore. */
  private void awaitRestore(String what, Predicate<List<Shown>> wanted) {
    List<Shown> unused = Eventually.get(what, chat::channelShows, wanted, Eventually.RESTORE);
  }

  private Shown last() {
    List<Shown> all = chat.channelShows();
    return all.get(all.size() - 1);
  }

  private String thread(ThreadRef headline, String until) {
    return Eventually.get(
        "the thread says " + until,
        () ->
            chat.threadShows(headline).stream()
                .map(Shown::text)
                .reduce("", (one, other) -> one + other),
        text -> text.contains(until));
  }
}
