package dev.restorebot.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.jdbc.JdbcDrillStore;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresDocker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drill as people meet it: reminded, run with a real restore, recorded, signed off. */
@RequiresDocker
public abstract class DrillStoryContract {
  private static final int ASHA = 0;
  private static final int BEN = 1;

  @TempDir Path folder;
  private final OwnSandboxes own = new OwnSandboxes("docker");
  private ChatDriver chat;
  private App app;

  /** A chat that serves already. */
  protected abstract ChatDriver chat();

  /** Settings with which a bot joins it, as variables of the environment. */
  protected abstract Map<String, String> environment();

  /** The setting of the on-call leads. */
  protected abstract String leads();

  /** Whether the bot is connected, so that the chat hands on what people do. */
  protected abstract boolean joined();

  @BeforeEach
  void start() throws Exception {
    chat = chat();
    Path backups = folder.resolve("backups");
    SampleBackups.unpack(backups);
    Path state = folder.resolve("state");
    // The schedule has been known for more than a month: one is due.
    try (JdbcDrillStore store = JdbcDrillStore.open(state.resolve(StateFolder.DATABASE_FILE))) {
      Instant known = Instant.now().minus(Duration.ofDays(40));
      assertThat(store.since("sampleapp", DrillKind.TEST, known)).isEqualTo(known);
    }
    Map<String, String> environment = new HashMap<>(own.environment());
    environment.put("RESTORE_BOT_CONSOLE_ENABLED", "false");
    environment.putAll(environment());
    environment.put(leads(), chat.idOf(chat.person(BEN)));
    Settings settings =
        SampleBackups.withDrills(
            environment,
            state,
            backups,
            """
            drills:
              - { database: sampleapp, channel: "%s:%s", time-zone: Europe/Berlin,
                  names: sampleapp_db_2026-11-01 }
            """
                .formatted(chat.person(ASHA).id().split(":")[0], chat.channel()));
    app = new App(settings, List.of());
    Eventually.get("the bot in the chat", this::joined, connected -> connected);
  }

  @AfterEach
  void stop() throws Exception {
    app.close();
    own.clear();
    chat.close();
  }

  @Test
  void fromTheReminderToTheSignature() throws Exception {
    ThreadRef headline = drill("Restore drill of sampleapp is due");
    assertThat(drill(headline).text()).contains("sampleapp_db_2026-11-01", "Last drill", "none");
    assertThat(drill(headline).buttons())
        .containsExactly("Run now", "Pick another backup", "Snooze a day");

    chat.press(chat.person(ASHA), headline, "Run now");
    says(headline, "Restore drill of sampleapp: PASSED");
    assertThat(drill(headline).text()).contains("Tested by", chat.person(ASHA).name(), "not yet");
    chat.press(chat.person(ASHA), headline, "Add an issue");
    chat.fill(chat.person(ASHA), Map.of("What was found?", "the index is slow"));
    says(headline, "the index is slow (" + chat.person(ASHA).name() + ")");
    chat.press(chat.person(BEN), headline, "Add an action");
    chat.fill(chat.person(BEN), Map.of("What has to be done?", "rebuild it"));
    says(headline, "rebuild it (" + chat.person(BEN).name() + ")");

    chat.press(chat.person(ASHA), headline, "Sign off");
    Eventually.get(
        "the refusal",
        () -> chat.onlyShownTo(chat.person(ASHA)),
        all -> all.stream().anyMatch(each -> each.text().contains("person who ran a drill")));
    chat.press(chat.person(BEN), headline, "Sign off");
    says(headline, "PASSED, signed off");
    assertThat(drill(headline).buttons()).isEmpty();
    assertThat(threadOf(headline)).contains("signed it off");
    Eventually.get(
        "the signed-off report",
        () -> reports("revision-2"),
        text -> text.contains("signed the drill off") && text.contains("the index is slow"));

    chat.type(chat.person(ASHA), "test sampleapp_db_2026-11-22_02-30-00.dump.enc");
    Eventually.get(
        "a second test",
        chat::channelShows,
        all ->
            all.stream().anyMatch(each -> each.text().contains("PASSED: sampleapp_db_2026-11-22")),
        Eventually.RESTORE);
    chat.type(chat.person(ASHA), "history sampleapp");
    ThreadRef history = drill("Drills and tests of sampleapp");
    assertThat(drill(history).text()).contains("signed off", "2026-11-22");
    Eventually.get(
        "the picture", () -> chat.threadShows(history), all -> all.toString().contains("PNG"));
    try (JdbcAuditLog audit = JdbcAuditLog.open(folder.resolve("state/state.db"))) {
      assertThat(audit.verify(Optional.empty()).whole()).isTrue();
    }
  }

  /** The pages of that revision, of all jobs; nothing while one is being moved to its place. */
  private String reports(String revision) {
    try (Stream<Path> all = Files.walk(folder.resolve("state/reports"))) {
      StringBuilder text = new StringBuilder();
      for (Path file : all.filter(each -> each.endsWith(revision + "/report.md")).toList()) {
        text.append(Files.readString(file));
      }
      return text.toString();
    } catch (NoSuchFileException e) {
      return "";
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return "";
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ThreadRef drill(String text) {
    List<Shown> all =
        Eventually.get(
            text,
            chat::channelShows,
            shown -> shown.stream().anyMatch(each -> each.text().contains(text)));
    String id =
        all.stream().filter(each -> each.text().contains(text)).findFirst().orElseThrow().id();
    return new ThreadRef(chat.person(ASHA).id().split(":")[0], chat.channel(), id);
  }

  private Shown drill(ThreadRef headline) {
    return chat.channelShows().stream()
        .filter(each -> each.id().equals(headline.message()))
        .findFirst()
        .orElseThrow();
  }

  /** With time for a restore. */
  private void says(ThreadRef headline, String text) {
    Shown unused =
        Eventually.get(
            "the drill says " + text,
            () -> drill(headline),
            shown -> shown.text().contains(text),
            Eventually.RESTORE);
  }

  private String threadOf(ThreadRef headline) {
    return Eventually.get(
        "the thread",
        () -> chat.threadShows(headline).toString(),
        text -> text.contains("signed it off"));
  }
}
