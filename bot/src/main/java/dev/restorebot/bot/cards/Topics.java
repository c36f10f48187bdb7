package dev.restorebot.bot.cards;

import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.job.Job;
import java.util.regex.Pattern;

/** Names what a thread is about: {@code Test restore zenops_db_2026-02-09 · ggsgfx}. */
public final class Topics {
  private static final Pattern FOLDERS = Pattern.compile("^.*/(?=[^/])");
  private static final Pattern EXTENSIONS =
      Pattern.compile(
          "(\\.(dump|sql|custom|pgdump|backup|bak|tar|tgz|gz|bz2|xz|zst|lz4|zip|enc))+$",
          Pattern.CASE_INSENSITIVE);

  private Topics() {}

  /** The topic of a test restore's thread. */
  public static String of(Job job) {
    return of(job.id(), job.backup());
  }

  static String of(String job, String backup) {
    return "Test restore " + shortened(backup) + " · " + job;
  }

  static String of(Disaster disaster) {
    return "Disaster restore " + shortened(disaster.plan().backup().name()) + " · " + disaster.id();
  }

  static String of(Rehearsal rehearsal) {
    return "Rehearsal " + rehearsal.target() + " · " + rehearsal.id();
  }

  static String of(Drill drill) {
    return "Restore drill " + drill.subject() + " · " + drill.id();
  }

  /** Without folders and extensions: a thread's name has little room. */
  private static String shortened(String backup) {
    String file = FOLDERS.matcher(backup).replaceFirst("");
    String name = EXTENSIONS.matcher(file).replaceFirst("");
    return name.isEmpty() ? file : name;
  }
}
