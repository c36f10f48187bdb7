package dev.restorebot.bot.settings;

import dev.restorebot.engine.drill.BackupRule;
import dev.restorebot.engine.drill.CronSchedule;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.DrillSettings;
import dev.restorebot.engine.verify.Level;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Declares the parts of {@code drills}. */
record DrillDeclaration(
    @Part("Name of the database.") String database,
    @Part(
            value =
                "What it runs: test (a test restore) or rehearsal (of the target with this"
                    + " database, see rehearsal.md).",
            otherwise = "test")
        DrillKind kind,
    @Part(
            value = "Channel for announcements and reminders, such as slack:C0123ABCD.",
            format = Format.CHANNEL)
        String channel,
    @Part(
            value = "Person or group to mention when it is due: an id of the channel's chat.",
            otherwise = "",
            format = Format.MENTION)
        Optional<String> mention,
    @Part(
            value =
                "URL to call after each drill that passed, such as a check of healthchecks.io; it"
                    + " alarms when no call comes.",
            otherwise = "",
            format = Format.HTTP_URL)
        Optional<URI> heartbeat,
    @Part(
            value = "When: minute, hour, day of the month, month, day of the week.",
            otherwise = "0 10 1 * *")
        String schedule,
    @Part(value = "Time zone of the schedule; system for this machine's.", otherwise = "system")
        ZoneId timeZone,
    @Part(value = "Run without a click.", otherwise = "false") boolean auto,
    @Part(value = "Which backup to test.", otherwise = "newest") BackupRule pick,
    @Part(
            value =
                "Regular expression for the start of its backups' file names; empty: backups whose"
                    + " name or content is of the drill's database.",
            otherwise = "")
        Optional<Pattern> names,
    @Part(value = "How thoroughly to verify; empty for verify.level.", otherwise = "")
        Optional<Level> level,
    @Part(
            value =
                "Time without a run after which the channel is reminded; after twice that the"
                    + " leads, after three times the contacts.",
            otherwise = "3d")
        Duration overdueAfter)
    implements Supplier<DrillSettings> {
  @Override
  public DrillSettings get() {
    return new DrillSettings(
        database,
        kind,
        Optional.of(CronSchedule.of(schedule, timeZone)),
        channel,
        mention,
        heartbeat,
        auto,
        pick,
        names,
        level,
        overdueAfter);
  }
}
