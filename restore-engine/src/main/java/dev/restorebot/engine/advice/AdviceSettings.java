package dev.restorebot.engine.advice;

import java.time.Duration;
import java.util.List;

/**
 * Settings of the best practices for backups.
 *
 * @param generations which generations there should be
 * @param newestWithin how old the newest backup of an application may be
 * @param testedWithin how long after it was taken a backup should have been tested
 * @param sizeChange by how many per cent the newest backup's size may differ from those before it
 */
public record AdviceSettings(
    List<Generation> generations, Duration newestWithin, Duration testedWithin, int sizeChange) {
  /** Settings. */
  public AdviceSettings {
    generations = List.copyOf(generations);
  }

  /** A generation of backups. */
  public enum Generation {
    DAILY,
    WEEKLY,
    MONTHLY
  }
}
