package dev.restorebot.engine.drill;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Computes when something is due: a cron expression of five fields (minute, hour, day of the month,
 * month, day of the week) in a time zone. In a night whose clocks change it is due once.
 */
public final class CronSchedule {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private final String expression;
  private final ZoneId zone;
  private final ExecutionTime times;

  private CronSchedule(String expression, ZoneId zone, Cron cron) {
    this.expression = expression;
    this.zone = zone;
    this.times = ExecutionTime.forCron(cron);
  }

  /**
   * Reads an expression such as {@code 0 10 1 * *}: at ten on the first of each month.
   *
   * @throws IllegalArgumentException what is wrong with it, for people
   */
  public static CronSchedule of(String expression, ZoneId zone) {
    return new CronSchedule(expression, zone, PARSER.parse(expression).validate());
  }

  /**
   * The first time after that one.
   *
   * @throws IllegalStateException when there is none, such as for the 30th of February
   */
  public Instant next(Instant after) {
    // On the clock on the wall, which knows no gap: a time that a change of the clocks leaves out
    // would never be due otherwise. One that comes twice is due the first time.
    LocalDateTime wall = LocalDateTime.ofInstant(after, zone);
    while (true) {
      wall = nextOnTheWall(wall);
      Instant next = wall.atZone(zone).toInstant();
      if (next.isAfter(after)) {
        return next;
      }
    }
  }

  private LocalDateTime nextOnTheWall(LocalDateTime after) {
    return times
        .nextExecution(after.atZone(ZoneOffset.UTC))
        .orElseThrow(() -> new IllegalStateException("the schedule " + this + " is never due"))
        .toLocalDateTime();
  }

  @Override
  public String toString() {
    return expression + " (" + zone + ")";
  }
}
