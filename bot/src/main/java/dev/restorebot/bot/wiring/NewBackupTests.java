package dev.restorebot.bot.wiring;

import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.task.RepeatedTask;
import dev.restorebot.engine.testrestore.DrillTestRestores;
import dev.restorebot.engine.testrestore.NewBackups;
import dev.restorebot.engine.testrestore.TestRestores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has each backup tested as it appears; checks for new ones regularly. */
final class NewBackupTests implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NewBackupTests.class);

  private final NewBackups fresh;
  private final Duration every;
  private final RepeatedTask watch = new RepeatedTask("new-backups", this::look);

  /** Checks nothing before {@link #start}. */
  NewBackupTests(
      Settings settings, TestRestores engine, BackupCatalog backups, InstantSource clock) {
    this(settings, engine, backups, clock, NewBackups.SETTLED);
  }

  /** Checks at another pace. */
  NewBackupTests(
      Settings settings,
      TestRestores engine,
      BackupCatalog backups,
      InstantSource clock,
      Duration every) {
    String[] channel = channel(settings).split(":", 2);
    this.fresh =
        new NewBackups(
            backups,
            new DrillTestRestores(engine),
            () -> Origin.fresh(channel[0], channel[1]).write(),
            settings.backups().advice().testedWithin(),
            every,
            clock);
    this.every = every;
  }

  /** Returns the channel that the settings name, or the first of a chat. */
  static String channel(Settings settings) {
    Optional<String> first =
        Chats.firstChannels(settings).stream()
            .findFirst()
            .map(origin -> origin.frontEnd() + ":" + origin.channel());
    return settings
        .backups()
        .verifyNewChannel()
        .or(() -> first)
        .orElse("console:" + settings.console().channel());
  }

  void start() {
    watch.start(every, every);
  }

  private void look() {
    fresh.look().forEach(job -> log.info("{} is new: job {} tests it", job.backup(), job.id()));
  }

  @Override
  public void close() {
    watch.close();
  }
}
