package dev.restorebot.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.testing.FakeSandboxes;
import dev.restorebot.engine.EngineEvents;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.rehearsal.RehearsalEvents;
import dev.restorebot.engine.drill.DrillEvents;
import dev.restorebot.engine.evidence.EvidenceEvents;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.testing.PostgresUnderTest;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bot with a target in Compose and one in a server, through the engine of its settings. */
@RequiresDocker
@RequiresCompose
@RequiresLocalPostgres
class MixedTargetsIT {
  private static final ChannelRef PLACE = new ChannelRef("slack", "T1", "C0123ABCD");
  private static final String SHOP = "zenops_db_2026-02-09_14-30-00.dump";
  private static final String LEDGER = "ledger_db_2026-02-09_14-30-00.dump";

  @TempDir Path folder;

  @Test
  void twoTargetsOfDifferentKindsAreRestoredAtTheSameTime() throws Exception {
    Path backups = Files.createDirectory(folder.resolve("backups"));
    try (ComposeUnderTest project = new ComposeUnderTest(folder.resolve("project")).up();
        PostgresUnderTest server = new PostgresUnderTest();
        StateFolder state = StateFolder.open(folder.resolve("state"))) {
      project.fill("saved");
      var unusedShop = project.dump(backups.resolve(SHOP));
      project.sql("INSERT INTO items (name) VALUES ('lost')");
      server.sql(
          "postgres",
          "CREATE ROLE ledger LOGIN CREATEDB PASSWORD '" + PostgresUnderTest.PASSWORD + "'",
          "CREATE DATABASE ledger OWNER ledger");
      server.sql("ledger", "SET ROLE ledger", "CREATE TABLE users AS SELECT 'saved' AS name");
      var unusedLedger = server.dump("ledger", backups.resolve(LEDGER), "-Fc");
      server.sql("ledger", "INSERT INTO users VALUES ('lost')");
      Settings settings = settings(backups, project, server);
      try (RestoreEngine engine =
          new RestoreEngine(
              state,
              () -> EngineFactory.settings(settings),
              new FakeSandboxes(),
              new EngineEvents(
                  mock(DisasterEvents.class),
                  RehearsalEvents.NONE,
                  mock(DrillEvents.class),
                  mock(EvidenceEvents.class),
                  actor -> true),
              Clock.systemUTC())) {
        engine.start();
        DisasterTargets targets = engine.disasters().orElseThrow();
        Disaster shop = requested(engine, "shop", SHOP, "zenops");
        Disaster ledger = requested(engine, "ledger", LEDGER, "ledger");
        approve(targets, shop);
        approve(targets, ledger);
        targets.settle();

        assertThat(List.of(now(targets, shop), now(targets, ledger)))
            .allSatisfy(
                each ->
                    assertThat(each.state())
                        .as("%s", each.problem())
                        .isEqualTo(DisasterState.DONE));
        assertThat(project.get("/items")).isEqualTo("200 saved");
        assertThat(server.column("ledger", "ledger", "SELECT name FROM users"))
            .containsExactly("saved");
        List<String> order =
            engine.audit().entries(0, 500).stream()
                .map(AuditEntry::event)
                .filter(event -> event.what().equals("disaster.state"))
                .map(event -> event.subject())
                .toList();
        assertThat(order.indexOf(shop.id())).isLessThan(order.lastIndexOf(ledger.id()));
        assertThat(order.indexOf(ledger.id())).isLessThan(order.lastIndexOf(shop.id()));
      }
    }
  }

  private Settings settings(Path backups, ComposeUnderTest project, PostgresUnderTest server)
      throws Exception {
    Path password = Files.writeString(folder.resolve("password"), PostgresUnderTest.PASSWORD);
    Path file =
        Files.writeString(
            folder.resolve("restore-bot.yaml"),
            """
            backups: {folders: ["%s"]}
            verify: {key-tables: [users]}
            disaster: {swap: automatic}
            targets:
              - {name: shop, project: %s, database: zenops, stop: [api, email-worker]}
              - name: ledger
                kind: server
                database: ledger
                stop: []
                server: {host: 127.0.0.1, port: %d, user: ledger, password-file: "%s"}
            """
                .formatted(backups, project.name(), server.port(), password));
    return SettingsLoader.load(
        Optional.of(file), Map.of("RESTORE_BOT_STATE_DIR", folder.resolve("state").toString()));
  }

  private static Disaster requested(
      RestoreEngine engine, String target, String backup, String database) throws Exception {
    return engine
        .disasters()
        .orElseThrow()
        .of(target)
        .orElseThrow()
        .request(
            engine.backups().find(backup),
            database,
            "a bad migration",
            new Actor("slack:U0123ABCF", "Asha"),
            PLACE,
            "-",
            Optional.empty());
  }

  private static void approve(DisasterTargets targets, Disaster disaster) {
    IntStream.of('D', 'E')
        .forEach(
            last ->
                assertThat(
                        targets
                            .approve(
                                disaster.id(),
                                new Vote(
                                    new Actor("slack:U0123ABC" + (char) last, "Lead " + last),
                                    PLACE,
                                    targets.request(disaster).orElseThrow().seal(),
                                    Optional.empty()))
                            .accepted())
                    .isTrue());
  }

  private static Disaster now(DisasterTargets targets, Disaster disaster) {
    return targets.find(disaster.id()).orElseThrow();
  }
}
