package dev.restorebot.bot.wiring;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.settings.LiveSettings;
import dev.restorebot.bot.settings.ReloadResult;
import dev.restorebot.bot.settings.SettingChange;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.RepeatedTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes changed settings over while the bot runs. It reads them again every few seconds: a
 * notification of the file system does not come through bind mounts, network file systems and
 * Kubernetes' config maps, and a signal has to be sent by somebody who is on the host.
 */
final class SettingsWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SettingsWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(3);

  private final LiveSettings live;
  private final Consumer<Settings> taken;
  private final Consumer<Card> tell;
  private final AuditLog audit;
  private final InstantSource clock;
  private final RepeatedTask watch = new RepeatedTask("settings", this::look);

  /**
   * Checks nothing before {@link #start}.
   *
   * @param taken hears of the settings that are in force from now on
   * @param tell brings a card to the channels
   */
  SettingsWatch(
      LiveSettings live,
      Consumer<Settings> taken,
      Consumer<Card> tell,
      AuditLog audit,
      InstantSource clock) {
    this.live = live;
    this.taken = taken;
    this.tell = tell;
    this.audit = audit;
    this.clock = clock;
  }

  void start() {
    if (live.follows()) {
      watch.start(EVERY, EVERY);
    }
  }

  void look() {
    live.look().ifPresent(this::told);
  }

  private void told(ReloadResult reload) {
    if (reload.faults().isPresent()) {
      String faults = reload.faults().get();
      log.warn("the settings changed and cannot be used; nothing was taken over. {}", faults);
      Card.Builder card =
          Card.of(Tone.WARN, "The settings changed and cannot be used, so nothing was taken over");
      faults.lines().skip(1).map(String::strip).forEach(card::line);
      tell.accept(card.line("`restore-bot config check` looks at them at once.").build());
      return;
    }
    if (!reload.taken().isEmpty()) {
      taken.accept(live.get());
      reload.taken().forEach(each -> log.info("settings: {}", each));
      note(reload.taken());
    }
    reload
        .waiting()
        .forEach(each -> log.warn("settings: {}: this needs a restart of the bot", each));
    if (reload.taken().isEmpty() && reload.waiting().isEmpty()) {
      log.info("settings: as they are in force");
    }
  }

  private void note(List<SettingChange> changes) {
    Map<String, String> detail = new TreeMap<>();
    changes.forEach(each -> detail.put(each.path(), each.words()));
    audit.append(
        new AuditEvent(clock.instant(), Actor.BOT, "settings", "settings.changed", "", detail));
  }

  @Override
  public void close() {
    watch.close();
  }
}
