package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.drill.DrillTests;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.state.Actor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Submits a test restore of each new backup: one that was taken lately, is not being written any
 * more, and that nobody has tested since it was taken. What stood in the way of a test (Docker,
 * disk, network) may have gone: then it is tried again after an hour, three times in all.
 *
 * <p>It remembers nothing but sizes; what was tested is in the jobs, so a restart loses nothing.
 */
public final class NewBackups {
  /** Whoever writes a backup may rest, as on a lock, but hardly for longer than this. */
  public static final Duration SETTLED = Duration.ofMinutes(5);

  static final Duration AGAIN_AFTER = Duration.ofHours(1);
  static final int TRIES = 3;

  private final BackupCatalog backups;
  private final DrillTests tests;
  private final Supplier<String> origin;
  private final Duration lately;
  private final Duration settled;
  private final InstantSource clock;
  private Map<Path, Seen> seen = Map.of();

  private record Seen(long bytes, Instant since) {}

  /**
   * Looks at those backups.
   *
   * @param origin where the answer to the next test goes
   * @param lately how long after it was taken a backup is new
   * @param settled how long its size has not changed when it counts as written, such as {@link
   *     #SETTLED}
   */
  public NewBackups(
      BackupCatalog backups,
      DrillTests tests,
      Supplier<String> origin,
      Duration lately,
      Duration settled,
      InstantSource clock) {
    this.backups = backups;
    this.tests = tests;
    this.origin = origin;
    this.lately = lately;
    this.settled = settled;
    this.clock = clock;
  }

  /**
   * Looks once, and asks for the tests that are due. A place that cannot be listed holds up no
   * other. Not thread-safe.
   *
   * @return the jobs, oldest backup first
   */
  public List<Job> look() {
    backups.refresh();
    Instant now = clock.instant();
    List<Backup> fresh =
        backups.listable().stream()
            .filter(backup -> backup.takenAt().plus(lately).isAfter(now))
            .toList();
    Map<Path, Seen> before = seen;
    seen = new HashMap<>();
    fresh.forEach(backup -> seen.put(backup.file(), stamp(backup, before, now)));
    List<Job> jobs = tests.recent();
    return fresh.stream()
        .filter(backup -> !seen.get(backup.file()).since().plus(settled).isAfter(now))
        .filter(backup -> due(backup, jobs, now))
        .sorted(Comparator.comparing(Backup::takenAt))
        .map(
            backup ->
                tests.submit(backup, Optional.empty(), Actor.BOT, origin.get(), Optional.empty()))
        .toList();
  }

  private static Seen stamp(Backup backup, Map<Path, Seen> before, Instant now) {
    Seen last = before.get(backup.file());
    return last != null && last.bytes() == backup.sizeBytes()
        ? last
        : new Seen(backup.sizeBytes(), now);
  }

  private static boolean due(Backup backup, List<Job> jobs, Instant now) {
    Set<String> files =
        backup.everywhere().map(each -> each.file().toString()).collect(Collectors.toSet());
    List<Job> mine =
        jobs.stream()
            .filter(job -> files.contains(job.file()))
            .filter(job -> !job.createdAt().isBefore(backup.takenAt()))
            .toList();
    return mine.stream().allMatch(job -> job.state() == JobState.COULD_NOT_VERIFY)
        && mine.stream().filter(job -> job.database().isEmpty()).count() < TRIES
        && mine.stream().noneMatch(job -> job.createdAt().plus(AGAIN_AFTER).isAfter(now));
  }
}
