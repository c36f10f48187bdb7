package dev.restorebot.engine.drill;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.verify.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The drills of one database.
 *
 * @param database its name, as people know it
 * @param kind what they are made of
 * @param schedule when they are due; empty for only when somebody asks
 * @param channel where they are told about, as the front ends' side knows it
 * @param mention who is called when it is due, by an id of the channel's chat
 * @param heartbeat called after each drill that passed, so that a monitoring system can notice when
 *     none does
 * @param auto whether they run without a click
 * @param pick which backup they take
 * @param names what the file names of its backups look like, from the start; empty for those whose
 *     name, or content where a name says nothing, is of the database
 * @param level how thoroughly they verify; empty for what the settings say of the database;
 *     rehearsals always verify as those say
 * @param overdueAfter after which time without a run the channel is told, then after twice the
 *     leads and after three times the contacts
 */
public record DrillSettings(
    String database,
    DrillKind kind,
    Optional<CronSchedule> schedule,
    String channel,
    Optional<String> mention,
    Optional<URI> heartbeat,
    boolean auto,
    BackupRule pick,
    Optional<Pattern> names,
    Optional<Level> level,
    Duration overdueAfter) {

  /** Returns what they are about, as {@link Drill#subject}. */
  public String subject() {
    return kind.subject(database);
  }

  /** Returns whether that is a drill of these settings. */
  public boolean isOf(Drill drill) {
    return database.equals(drill.database()) && kind == drill.kind();
  }

  /** Returns whether a backup is called as {@code names} says. */
  public boolean takes(Backup backup) {
    return names.map(pattern -> pattern.matcher(backup.fileName()).lookingAt()).orElse(true);
  }
}
