package dev.restorebot.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.testing.FakeSandboxes;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testrestore.TestRestores;
import dev.restorebot.engine.verify.check.AllChecks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup appears in a folder, and is tested. */
class NewBackupTestsTest {
  @TempDir Path temp;

  @Test
  void aBackupThatAppearsIsTestedOnce() throws Exception {
    Path backups = Files.createDirectory(temp.resolve("backups"));
    SampleBackups.unpack(backups);
    var settings =
        SettingsLoader.load(
            Optional.empty(),
            Map.of(
                "RESTORE_BOT_STATE_DIR", temp.resolve("state").toString(),
                "RESTORE_BOT_BACKUPS_FOLDERS", backups.toString(),
                "RESTORE_BOT_BACKUPS_TIME_ZONE", "UTC",
                "RESTORE_BOT_BACKUPS_VERIFY_NEW_CHANNEL", "slack:C0123ABCD",
                "RESTORE_BOT_BACKUPS_ADVICE_TESTED_WITHIN", "1h"));
    Instant now = Instant.now();
    String name =
        DateTimeFormatter.ofPattern("'sampleapp_db_'uuuu-MM-dd_HH-mm-ss'.dump'")
            .withZone(ZoneOffset.UTC)
            .format(now.minusSeconds(5));
    BackupCatalog catalog = EngineFactory.catalog(settings);
    try (JobStore store = JdbcJobStore.inMemory();
        FakeSandboxes sandboxes = new FakeSandboxes();
        TestRestores engine =
            new TestRestores(
                store,
                sandboxes,
                () -> EngineFactory.reader(settings),
                AllChecks::verifier,
                () -> EngineFactory.runSettings(settings, store.owner(), true),
                java.time.Clock.systemUTC());
        NewBackupTests keeper =
            new NewBackupTests(
                settings, engine, catalog, java.time.Clock.systemUTC(), Duration.ofMillis(50))) {
      engine.start();
      keeper.start();
      try (Stream<Path> samples = Files.list(backups)) {
        Path sample = samples.filter(file -> file.toString().endsWith(".dump")).findAny().get();
        Files.copy(sample, backups.resolve(name));
      }

      List<Job> jobs =
          Eventually.get(
              "a test that ended",
              () -> engine.recentJobs(10).toList(),
              all -> !all.isEmpty() && all.get(0).outcome().isPresent());

      assertThat(jobs).hasSize(1);
      assertThat(jobs.get(0).backup()).isEqualTo(name);
      assertThat(jobs.get(0).requestedBy()).isEqualTo(Actor.BOT);
      assertThat(jobs.get(0).origin()).startsWith("slack\nC0123ABCD\n");
    }
  }

  @Test
  void isToldInTheFirstChannelOfAChatWhenNoneIsNamed() throws Exception {
    Map<String, String> slack =
        Map.of(
            "RESTORE_BOT_SLACK_ENABLED", "true",
            "RESTORE_BOT_SLACK_BOT_TOKEN", "xoxb-1",
            "RESTORE_BOT_SLACK_APP_TOKEN", "xapp-1",
            "RESTORE_BOT_SLACK_CHANNELS", "C0123ABCD,C0456EFGH");

    assertThat(NewBackupTests.channel(SettingsLoader.load(Optional.empty(), slack)))
        .isEqualTo("slack:C0123ABCD");
    assertThat(NewBackupTests.channel(SettingsLoader.load(Optional.empty(), Map.of())))
        .isEqualTo("console:ops-restore");
  }
}
