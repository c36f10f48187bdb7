package dev.restorebot.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.settings.LiveSettings;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.slack.SlackChatDriver;
import dev.restorebot.bot.slack.SlackOptions;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the settings file alone is good for: a bot that lost its state, and one that runs. Both are
 * shown on one project; the first test leaves production as it found it, the second does not.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@RequiresDocker
@RequiresCompose
@Tag("docker")
@Tag("compose")
@Tag("slow")
class SettingsStoryIT {
  private static final String BACKUP = "zenops_db_2026-02-09_14-30-00.dump";

  /** Samples that are broken on purpose: cut off, and with an empty table. */
  private static final Set<String> BROKEN =
      Set.of(
          "sampleapp_db_2026-11-08_02-30-00.cut-off.dump",
          "sampleapp_db_2026-11-15_02-30-00.no-users.dump");

  private static final int ATTEMPTS = 6;

  @TempDir static Path shared;
  private static ComposeUnderTest project;
  private static Path dump;

  @TempDir Path folder;
  private final OwnSandboxes own = new OwnSandboxes("docker");
  private final SlackChatDriver chat = new SlackChatDriver(SlackOptions.Mode.SOCKET);
  private Path settings;
  private App app;

  @BeforeAll
  static void startProject() throws Exception {
    project = new ComposeUnderTest(shared.resolve("project")).up();
    project.fill("saved");
    dump = project.dump(shared.resolve(BACKUP));
    project.sql("INSERT INTO items (name) VALUES ('lost')");
  }

  @AfterAll
  static void stopProject() throws Exception {
    project.close();
  }

  @BeforeEach
  void start() throws Exception {
    Path backups = folder.resolve("backups");
    SampleBackups.unpack(backups);
    Path unused = Files.copy(dump, backups.resolve(BACKUP));
    settings = folder.resolve("restore-bot.yaml");
    write(200, "20s", "hand-checks: []");
    app = app();
  }

  private void write(int readyz, String patience, String more) throws Exception {
    Files.writeString(
        settings,
        """
        slack: {testers: [%s], leads: [%s, %s]}
        backups: {folders: [%s], key-file: %s}
        databases: {sampleapp: {level: quick, key-tables: [users, assignments, assignment_documents]}}
        disaster:
          project: %s
          database: zenops
          stop: [api, email-worker]
          check-patience: %s
          %s
          http-checks: [{ name: readiness, url: "%s", status: %d }]
        """
            .formatted(
                chat.idOf(chat.person(0)),
                chat.idOf(chat.person(1)),
                chat.idOf(chat.person(2)),
                folder.resolve("backups"),
                Files.writeString(folder.resolve("backup.key"), SampleBackups.KEY),
                project.name(),
                patience,
                more,
                project.url("/readyz"),
                readyz));
  }

  private App app() throws Exception {
    Map<String, String> environment = new HashMap<>(own.environment());
    environment.putAll(chat.environment());
    environment.put("RESTORE_BOT_STATE_DIR", folder.resolve("state").toString());
    environment.put("RESTORE_BOT_CONSOLE_ENABLED", "false");
    LiveSettings live =
        LiveSettings.of(
            SettingsLoader.load(Optional.of(settings), environment), settings, environment);
    App started = new App(live, List.of());
    Eventually.get("the bot in the chat", chat::joined, connected -> connected);
    return started;
  }

  @AfterEach
  void stop() throws Exception {
    app.close();
    own.clear();
    chat.close();
  }

  @Test
  @Order(2)
  void aBotThatLostItsStateListsTestsAndRestoresEveryBackup() throws Exception {
    chat.type(chat.person(0), "test " + BACKUP);
    says("PASSED: " + BACKUP);
    app.close();
    Path state = folder.resolve("state");
    try (Stream<Path> all = Files.walk(state)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(each -> assertThat(each.toFile().delete()).isTrue());
    }
    app = app();

    chat.type(chat.person(0), "backups");
    List<Shown> list =
        Eventually.get("the list", () -> chat.onlyShownTo(chat.person(0)), all -> !all.isEmpty());
    String listed = list.get(list.size() - 1).text();
    List<String> names;
    try (Stream<Path> files = Files.list(folder.resolve("backups"))) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    assertThat(names).hasSizeGreaterThan(4);
    for (String name : names) {
      assertThat(listed).contains(name);
      chat.type(chat.person(0), "test " + name);
      String verdict = BROKEN.contains(name) ? "FAILED: " : "PASSED: ";
      awaitThat(
          verdict + name, () -> shown().text().contains(verdict) && shown().text().contains(name));
    }

    approved();
    press(1, "Swap in");
    says("DONE:");
    assertThat(project.get("/items")).isEqualTo("200 saved");
  }

  @Test
  @Order(1)
  void aCheckThatChangesWhileARestoreIsUnderWayIsTheOneThatCounts() throws Exception {
    approved();
    write(204, "2s", "contacts: [Dana +49 30 1234567]");
    awaitThat("the change is in force", this::changed);
    press(1, "Swap in");
    says("ROLLED BACK:");
    assertThat(shown().text()).contains("answers 200 instead of 204", "Dana");
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
  }

  private void approved() throws Exception {
    chat.type(chat.person(0), "disaster " + BACKUP + " zenops the volume is damaged");
    says("APPROVAL NEEDED:");
    press(1, "Approve");
    says("1 of 2");
    press(2, "Approve");
    says("GO OR NO-GO");
  }

  private boolean changed() {
    try (JdbcAuditLog audit =
        JdbcAuditLog.open(folder.resolve("state").resolve(StateFolder.DATABASE_FILE))) {
      return audit.entries(0, 1_000).stream()
          .anyMatch(entry -> entry.event().what().equals("settings.changed"));
    }
  }

  private void press(int who, String label) throws Exception {
    awaitThat("the button " + label, () -> shown().buttons().contains(label));
    chat.press(chat.person(who), new ThreadRef("slack", chat.channel(), shown().id()), label);
  }

  private Shown shown() {
    List<Shown> all = chat.channelShowsOfWork();
    return all.isEmpty() ? new Shown("", "", List.of()) : all.get(all.size() - 1);
  }

  private void says(String text) {
    awaitThat("the channel says " + text, () -> shown().text().contains(text));
  }

  /** With time for a restore on a slow machine. */
  private void awaitThat(String what, BooleanSupplier so) {
    for (int attempt = 1; ; attempt++) {
      try {
        boolean unused = Eventually.get(what, so::getAsBoolean, is -> is);
        return;
      } catch (AssertionError e) {
        if (attempt == ATTEMPTS) {
          throw new AssertionError(what + "; instead " + shown(), e);
        }
      }
    }
  }
}
