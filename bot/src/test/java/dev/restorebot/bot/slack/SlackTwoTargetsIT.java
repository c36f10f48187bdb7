package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disaster restores of two real Compose projects at once, in Slack. */
@RequiresDocker
@RequiresCompose
@Tag("slow")
class SlackTwoTargetsIT {
  private static final String OF_SHOP = "shop_db_2026-02-09_14-30-00.dump";
  private static final String OF_BILLING = "billing_db_2026-02-09_14-30-00.dump";
  private static final int ASHA = 0;
  private static final int BEN = 1;
  private static final int CHEN = 2;

  @TempDir Path folder;

  private final SlackChatDriver chat = new SlackChatDriver(SlackOptions.Mode.SOCKET);
  private ComposeUnderTest shop;
  private ComposeUnderTest billing;
  private App app;

  @BeforeEach
  void start() throws Exception {
    Path backups = Files.createDirectories(folder.resolve("backups"));
    shop = filled("shop", backups.resolve(OF_SHOP));
    billing = filled("billing", backups.resolve(OF_BILLING));
    Map<String, String> environment = new HashMap<>(chat.environment());
    environment.put("RESTORE_BOT_STATE_DIR", folder.resolve("state").toString());
    environment.put("RESTORE_BOT_CONSOLE_ENABLED", "false");
    environment.put("RESTORE_BOT_SANDBOX_DOCKER_PULL", "false");
    environment.put("RESTORE_BOT_BACKUPS_FOLDERS", backups.toString());
    environment.put("RESTORE_BOT_SLACK_LEADS", id(BEN) + "," + id(CHEN));
    environment.put("RESTORE_BOT_SLACK_TESTERS", id(ASHA));
    Path settings =
        Files.writeString(
            folder.resolve("restore-bot.yaml"),
            """
            targets:
              - {name: shop, project: %s, database: zenops, stop: [api]}
              - {name: billing, project: %s, database: zenops, stop: [api]}
            """
                .formatted(shop.name(), billing.name()));
    app = new App(SettingsLoader.load(Optional.of(settings), environment), List.of());
    Eventually.get("the bot in the chat", chat::joined, connected -> connected);
  }

  private ComposeUnderTest filled(String name, Path dump) throws Exception {
    ComposeUnderTest project = new ComposeUnderTest(folder.resolve(name)).up("db", "api");
    project.fill(name);
    Path unused = project.dump(dump);
    return project;
  }

  @AfterEach
  void stop() throws Exception {
    try (ComposeUnderTest one = shop;
        ComposeUnderTest other = billing) {
      if (app != null) {
        app.close();
      }
      chat.close();
      assertThat(one).isNotSameAs(other);
    }
  }

  @Test
  void asksForTheTargetAndKeepsOneRequestOfEachAtATime() throws Exception {
    chat.type(chat.person(ASHA), "disaster");
    chat.choose(chat.person(ASHA), "billing");
    chat.choose(chat.person(ASHA), OF_BILLING);
    describe();
    last("APPROVAL NEEDED: disaster restore of " + OF_BILLING);
    request("shop", OF_SHOP);
    last("APPROVAL NEEDED: disaster restore of " + OF_SHOP);
    Shown ofShop = shown();

    request("shop", OF_SHOP);
    last("NOT REQUESTED");
    assertThat(shown().text())
        .contains("Another disaster restore of " + shop.name() + "/db is in progress");

    chat.type(chat.person(ASHA), "status");
    String board =
        Eventually.get(
            "the status",
            () -> chat.onlyShownTo(chat.person(ASHA)).toString() + chat.channelShows(),
            all -> all.contains("to approve the restore: " + billing.name() + "/zenops"));
    assertThat(board).contains("to approve the restore: " + shop.name() + "/zenops");
    assertThat(ofShop.buttons()).contains("Approve", "Deny");
  }

  private void request(String target, String backup) throws Exception {
    chat.type(chat.person(ASHA), "disaster " + target + " " + backup);
    describe();
  }

  private void describe() throws Exception {
    chat.fill(
        chat.person(ASHA),
        Map.of("Name of the database to replace", "zenops", "Why is it needed?", "the disk"));
  }

  private String id(int who) {
    return chat.idOf(chat.person(who));
  }

  private Shown shown() {
    List<Shown> all = chat.channelShowsOfWork();
    return all.get(all.size() - 1);
  }

  /** With time to read a backup and to ask Compose. */
  private void last(String text) {
    List<Shown> unused =
        Eventually.get(
            "the channel says " + text,
            chat::channelShows,
            all -> !all.isEmpty() && shown().text().contains(text),
            Eventually.RESTORE);
  }
}
