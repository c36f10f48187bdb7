package dev.restorebot.bot.demo;

import dev.restorebot.bot.console.ConsolePerson;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.engine.drill.BackupRule;
import dev.restorebot.engine.drill.CronSchedule;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.DrillSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the demo: the defaults with its own backups, people and database. Of the user's
 * own settings it takes only where sandboxes run, so that it reaches none of their chats, backups
 * or databases.
 */
final class DemoSettings {
  /** The people who can be chosen in the console. */
  static final List<ConsolePerson> PEOPLE =
      List.of(
          new ConsolePerson("asha", "Asha", "on-call"),
          new ConsolePerson("ben", "Ben", "on-call lead"),
          new ConsolePerson("chen", "Chen", "on-call lead"),
          new ConsolePerson("dana", "Dana", "DBA"));

  private static final List<String> LEADS = List.of("ben", "chen");
  private static final Duration QUICK = Duration.ofSeconds(20);
  private static final Duration DAY = Duration.ofDays(1);

  private DemoSettings() {}

  /** Returns the settings before there is a production database. */
  static Settings of(
      Settings user,
      DemoFolder folder,
      Optional<Integer> port,
      Optional<Settings.SandboxRuntime> runtime)
      throws SettingsException {
    Settings defaults = SettingsLoader.load(Optional.empty(), Map.of());
    return Samples.settings(
            defaults.with(user.section("sandbox")),
            folder.state(),
            folder.backups(),
            Optional.of(port.orElse(user.console().port())),
            runtime)
        .with(
            Map.of(
                "console.testers",
                PEOPLE.stream().map(ConsolePerson::id).filter(id -> !LEADS.contains(id)).toList(),
                "console.leads",
                LEADS,
                "drills",
                List.of(drill(defaults.console().channel()))));
  }

  private static DrillSettings drill(String channel) {
    return new DrillSettings(
        Samples.DATABASE,
        DrillKind.TEST,
        Optional.of(CronSchedule.of(anHourAgo(), ZoneOffset.UTC)),
        "console:" + channel,
        Optional.empty(),
        Optional.empty(),
        false,
        BackupRule.NEWEST,
        Optional.empty(),
        Optional.empty(),
        DAY);
  }

  /** Returns each month's moment of an hour ago, as cron writes it: a drill is due. */
  private static String anHourAgo() {
    OffsetDateTime at = OffsetDateTime.now(ZoneOffset.UTC).minusHours(1);
    return at.getMinute() + " " + at.getHour() + " " + at.getDayOfMonth() + " * *";
  }

  /** Returns a time before the drill became due, and after the one before it. */
  static Instant drillKnownSince() {
    return Instant.now().minus(DAY);
  }

  /** Adds the database and its application as the target of disaster restores. */
  static Settings withTarget(
      Settings settings, Production production, URI site, Path password, Path stopped) {
    return settings.with(
        Map.of(
            "disaster.kind",
            Settings.TargetKind.SERVER,
            "disaster.database",
            Optional.of(Samples.DATABASE),
            "disaster.server",
            Optional.of(
                new Settings.TargetServer(
                    production.info().host(),
                    production.info().port(),
                    Production.ROLE,
                    Optional.of(password),
                    Optional.empty(),
                    Settings.SslMode.PREFER,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    "postgres",
                    Optional.empty())),
            "disaster.stop",
            List.of(Samples.DATABASE),
            "disaster.services",
            Settings.Services.COMMANDS,
            "disaster.service-commands",
            List.of(
                new Settings.ServiceCommands(
                    Samples.DATABASE,
                    List.of("touch", stopped.toString()),
                    List.of("rm", "-f", stopped.toString()),
                    List.of("test", "!", "-e", stopped.toString()),
                    QUICK)),
            "disaster.http-checks",
            List.of(
                new Settings.HttpCheck(
                    "the list of assignments", site, 200, Optional.of("A-00400"))),
            "disaster.check-patience",
            QUICK,
            "disaster.hand-checks",
            List.of("The site lists assignments")));
  }
}
