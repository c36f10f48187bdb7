package dev.restorebot.bot.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.delivery.EventChat;
import dev.restorebot.bot.delivery.jdbc.JdbcOutbox;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.testing.FakeChat;
import dev.restorebot.engine.approval.SamePersonRules;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.drill.BackupRule;
import dev.restorebot.engine.drill.CronSchedule;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.DrillSettings;
import dev.restorebot.engine.drill.DrillState;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.drill.PlayedTests;
import dev.restorebot.engine.drill.jdbc.JdbcDrillStore;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year of drills through restarts, changes of the clocks, and a chat that is away for months. */
class DrillYearTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Actor ASHA = new Actor("fake:asha", "Asha");
  private static final Instant AWAY = Instant.parse("2026-05-20T00:00:00Z");
  private static final Instant BACK = Instant.parse("2026-06-10T00:00:00Z");
  private static final DrillSettings MONTHLY =
      new DrillSettings(
          "zenops",
          DrillKind.TEST,
          Optional.of(CronSchedule.of("30 2 1 * *", BERLIN)),
          "fake:ops",
          Optional.of("U1"),
          Optional.of(URI.create("http://127.0.0.1:1/heartbeat")),
          false,
          BackupRule.NEWEST,
          Optional.empty(),
          Optional.empty(),
          Duration.ofDays(30));

  @TempDir Path folder;
  private final FakeChat chat = new FakeChat();
  private Instant now = Instant.parse("2026-01-02T12:00:00Z");
  private final PlayedTests tests = new PlayedTests(() -> now);
  private final List<String> heartbeats = new CopyOnWriteArrayList<>();
  private final EventChat heartbeat =
      new EventChat() {
        @Override
        public String name() {
          return Alerts.HEARTBEAT;
        }

        @Override
        public ThreadRef reply(ThreadRef database, Card card) {
          heartbeats.add(database.channel());
          return database;
        }
      };

  /** A new process every third day. */
  @Test
  void eachMonthHasOneReminderAndOneRecord() throws Exception {
    while (now.isBefore(Instant.parse("2027-01-12T12:00:00Z"))) {
      if (now.isAfter(AWAY) && now.isBefore(BACK)) {
        chat.refuse("post", true);
      } else {
        chat.takeAgain();
      }
      process();
      now = now.plus(Duration.ofDays(3));
    }
    try (JdbcDrillStore store = store()) {
      List<Drill> all = store.recent(Optional.empty(), 100);
      assertThat(all)
          .hasSize(12)
          .allSatisfy(d -> assertThat(d.state()).isEqualTo(DrillState.RECORDED));
      assertThat(all)
          .extracting(drill -> drill.dueAt().atZone(BERLIN).getMonthValue())
          .containsExactly(1, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2);
    }
    assertThat(chat.posts()).hasSize(12);
    assertThat(chat.posts())
        .as("the people of the drill are called when it is due")
        .allSatisfy(sent -> assertThat(sent.card().mentions()).containsExactly("U1"));
    assertThat(heartbeats).as("one for each that passed").hasSize(12).containsOnly("zenops");
    assertThat(chat.posts())
        .allSatisfy(
            sent ->
                assertThat(chat.shown(sent.headline()).title())
                    .isEqualTo("Restore drill of zenops: PASSED"));
  }

  private void process() throws Exception {
    Path state = folder.resolve("state.db");
    try (JdbcOutbox outbox = JdbcOutbox.open(state);
        Delivery delivery = new Delivery(List.of(chat, heartbeat), outbox, () -> now);
        JdbcDrillStore store = store();
        JdbcAuditLog audit = JdbcAuditLog.open(state)) {
      Backup backup =
          new Backup(
              "zenops.dump",
              Path.of("/b/zenops.dump"),
              9,
              now,
              Optional.empty(),
              Optional.empty(),
              false);
      Drills drills =
          new Drills(
              List.of(MONTHLY),
              store,
              new BackupCatalog(
                  List.of(new PlayedTests.Folder(List.of(backup))), Duration.ofSeconds(3)),
              kind -> tests,
              audit,
              actor -> true,
              SamePersonRules.DISTINCT,
              new DrillThreads(
                  delivery,
                  new Alerts(delivery, false),
                  database -> Optional.of(MONTHLY),
                  drill -> Drills.before(store, drill),
                  chat -> List.of(),
                  database -> List.of(),
                  () -> now),
              () -> now,
              new Random(1));
      delivery.start();
      drills.stand();
      drills.look();
      for (Drill due : store.open()) {
        boolean seen = chat.posts().size() == store.recent(Optional.empty(), 100).size();
        if (due.state() == DrillState.DUE && seen) {
          Drill running = drills.run(due.id(), ASHA, Optional.empty());
          tests.end(running, JobState.READY, Optional.of(Outcome.PASSED));
        }
      }
    }
  }

  private JdbcDrillStore store() {
    return JdbcDrillStore.open(folder.resolve("state.db"));
  }
}
