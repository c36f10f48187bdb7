package dev.restorebot.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cards.Alerts;
import dev.restorebot.bot.cards.DisasterThreads;
import dev.restorebot.bot.cards.DrillThreads;
import dev.restorebot.bot.cards.EvidenceThreads;
import dev.restorebot.bot.cards.SamePeople;
import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.delivery.Outbox;
import dev.restorebot.bot.delivery.jdbc.JdbcOutbox;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.testing.FakeChat;
import dev.restorebot.bot.testing.FakeSandboxes;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.EngineEvents;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /restore disaster} with the engine of settings that have two targets. */
class TwoTargetsTest {
  private static final Actor ASHA = new Actor("fake:asha", "Asha");
  private static final String OF_SHOP = "shop_db_2026-02-09_14-30-00.dump";
  private static final String OF_BILLING = "billing_db_2026-02-09_14-30-00.dump";

  @TempDir Path folder;

  private final Outbox outbox = JdbcOutbox.inMemory();
  private final Delivery delivery =
      new Delivery(List.of(new FakeChat()), outbox, Clock.systemUTC());
  private final FakeSandboxes sandboxes = new FakeSandboxes();
  private StateFolder state;
  private RestoreEngine engine;
  private DeskUnderTest desk;

  @BeforeEach
  void start() throws Exception {
    Path backups = Files.createDirectory(folder.resolve("backups"));
    Files.writeString(backups.resolve(OF_SHOP), "1");
    Files.writeString(backups.resolve(OF_BILLING), "2");
    Path file =
        Files.writeString(
            folder.resolve("restore-bot.yaml"),
            "state-dir: "
                + folder.resolve("state")
                + """

                targets:
                  - {name: shop, project: shop_prod, database: app}
                  - {name: billing, project: billing, database: invoices}
                """);
    Settings settings = SettingsLoader.load(Optional.of(file), Map.of());
    Alerts alerts = new Alerts(delivery, false);
    state = StateFolder.open(folder.resolve("state"));
    engine =
        new RestoreEngine(
            state,
            () -> EngineFactory.settings(settings),
            sandboxes,
            new EngineEvents(
                new DisasterThreads(delivery, alerts, SamePeople.NONE),
                new DrillThreads(
                    delivery,
                    alerts,
                    database -> Optional.empty(),
                    drill -> Optional.empty(),
                    chat -> List.of(),
                    database -> List.of(),
                    Clock.systemUTC()),
                new EvidenceThreads(delivery, folder.resolve("state")),
                actor -> true),
            Clock.systemUTC());
    desk = new DeskUnderTest(backups, ChatAccess.EVERYBODY, engine.disasters());
  }

  @AfterEach
  void stop() throws Exception {
    desk.close();
    engine.close();
    state.close();
    delivery.close();
    outbox.close();
  }

  @Test
  void asksForTheTargetAndThenForOneOfItsBackups() {
    Card targets = desk.answer(ASHA, "disaster");
    assertThat(targets.title()).isEqualTo("Which target should be restored?");
    assertThat(targets.buttons()).extracting(Button::label).containsExactly("shop", "billing");

    Card backups = desk.press(ASHA, Action.DISASTER, targets.buttons().get(1).value()).first();
    assertThat(backups.title())
        .isEqualTo("Which backup should replace production's database of billing?");
    assertThat(backups.buttons())
        .extracting(Button::label)
        .singleElement()
        .asString()
        .startsWith("Latest: …ing_db_");

    Card form = desk.press(ASHA, Action.DISASTER, backups.buttons().get(0).value()).first();
    assertThat(form.code())
        .containsExactly("/restore disaster billing " + OF_BILLING + " DATABASE the reason why");
  }

  @Test
  void offersTheBackupsOfTheTargetThatWasTyped() {
    assertThat(desk.answer(ASHA, "disaster shop").buttons())
        .extracting(Button::label)
        .containsExactly("Latest: " + OF_SHOP);
  }

  @Test
  void takesTheTargetThatTheBackupBelongsTo() {
    assertThat(desk.answer(ASHA, "disaster " + OF_BILLING).code())
        .containsExactly("/restore disaster billing " + OF_BILLING + " DATABASE the reason why");
  }

  @Test
  void refusesABackupOfAnotherTargetAndNamesIt() {
    assertThat(desk.answer(ASHA, "disaster shop " + OF_BILLING + " app the disk").title())
        .isEqualTo(
            "The backup "
                + OF_BILLING
                + " is of the target billing and not of shop, so nothing was requested.");
  }

  @Test
  void wantsTheNameOfTheTargetsDatabase() {
    Card refused = desk.answer(ASHA, "disaster shop " + OF_SHOP + " invoices the disk");

    assertThat(refused.title()).contains("not the name of the database that would be replaced");
    assertThat(refused.lines().toString()).contains("app");
  }

  @Test
  void saysWhichTargetsThereAreWhenNeitherTargetNorBackupIsMeant() {
    assertThat(desk.answer(ASHA, "disaster shpo").lines().toString())
        .contains("Or name a target first: shop, billing.");
  }
}
