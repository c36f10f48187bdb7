package dev.restorebot.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cards.Alerts;
import dev.restorebot.bot.cards.DisasterThreads;
import dev.restorebot.bot.cards.DrillThreads;
import dev.restorebot.bot.cards.EvidenceThreads;
import dev.restorebot.bot.cards.RehearsalThreads;
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
import dev.restorebot.engine.disaster.jdbc.JdbcRehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.RunningProcess;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.verify.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
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
                new RehearsalThreads(delivery, alerts),
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
    desk =
        new DeskUnderTest(
            backups,
            ChatAccess.EVERYBODY,
            engine.disasters(),
            Optional.of(engine.rehearsals()),
            Optional.of(engine.drills()));
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

  @Test
  void rehearsesTheTargetAndTheBackupThatWereChosen() {
    Card targets = desk.answer(ASHA, "rehearse");
    assertThat(targets.title()).isEqualTo("Which target do you want to rehearse?");

    Card backups = desk.press(ASHA, Action.REHEARSE, targets.buttons().get(1).value()).first();
    assertThat(backups.title()).isEqualTo("Which backup of billing do you want to rehearse?");
    assertThat(desk.answer(ASHA, "rehearse billing").buttons()).isEqualTo(backups.buttons());

    var unused = desk.press(ASHA, Action.REHEARSE, backups.buttons().get(0).value());

    Rehearsal ended = ended();
    assertThat(ended.target()).isEqualTo("billing");
    assertThat(ended.backup()).isEqualTo(OF_BILLING);
    assertThat(ended.asked().by()).isEqualTo(ASHA);
    assertThat(ended.outcome()).contains(Outcome.FAILED); // that file is no backup
    assertThat(desk.answer(ASHA, "status " + ended.id()).title())
        .isEqualTo("FAILED: do not rely on " + OF_BILLING);
    assertThat(desk.answer(ASHA, "cancel " + ended.id()).title())
        .isEqualTo("Rehearsal " + ended.id() + " is no longer running");
  }

  @Test
  void rehearsesTheTargetOfTheBackupThatWasTyped() {
    var unused = desk.type(ASHA, "rehearse " + OF_SHOP);

    assertThat(ended().target()).isEqualTo("shop");
  }

  @Test
  void saysWhereARehearsalOfTheCommandLineIsStopped() {
    long process = ProcessHandle.current().parent().orElseThrow().pid();
    new JdbcRehearsalStore(state.database())
        .put(rehearsal("abc234", "shop", process, Optional.empty()));

    assertThat(desk.answer(ASHA, "cancel abc234").title())
        .isEqualTo("Rehearsal abc234 runs from the command line (process " + process + ")");
    Card status = desk.answer(ASHA, "status abc234");
    assertThat(status.buttons()).isEmpty();
    assertThat(status.lines()).contains("To stop it, press Ctrl-C there.");
  }

  @Test
  void theHistoryOfADatabaseHasTheRehearsalsOfItsTargetsOnly() {
    RehearsalStore store = new JdbcRehearsalStore(state.database());
    store.put(rehearsal("abc234", "shop", 1, Optional.of(Outcome.PASSED)));
    store.put(rehearsal("abc235", "billing", 1, Optional.of(Outcome.PASSED)));

    var unused = desk.type(ASHA, "history invoices");

    Card rehearsals =
        Eventually.get(
                "the last rehearsals",
                () ->
                    desk.chat.allReplies().stream()
                        .filter(card -> card.title().equals("The last rehearsals"))
                        .toList(),
                all -> !all.isEmpty())
            .get(0);
    assertThat(rehearsals.table().orElseThrow().rows())
        .extracting(row -> row.get(1))
        .containsExactly("billing");
  }

  private static Rehearsal rehearsal(
      String id, String target, long process, Optional<Outcome> outcome) {
    return new Rehearsal(
        id,
        target,
        OF_SHOP,
        "",
        "",
        List.of(),
        new RunningProcess(process, Optional.empty()),
        Instant.parse("2026-11-01T12:00:00Z"),
        outcome.map(any -> Instant.parse("2026-11-01T12:07:00Z")),
        outcome,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Rehearsal.Request.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Rehearsal ended() {
    Rehearsal ended =
        Eventually.get(
                "a rehearsal that ended",
                () -> engine.rehearsals().recent(Optional.empty(), 1),
                all -> !all.isEmpty() && all.get(0).endedAt().isPresent())
            .get(0);
    // Its end is stored before it is taken off the list of those that run.
    Eventually.get("its end", () -> engine.rehearsals().isRunning(ended.id()), running -> !running);
    return ended;
  }
}
