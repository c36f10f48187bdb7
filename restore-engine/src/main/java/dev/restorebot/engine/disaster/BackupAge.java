package dev.restorebot.engine.disaster;

import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares what is said of when a backup was taken. The oldest counts: a clock or a time zone may
 * be wrong, and nobody is to lose more data than the plan says.
 *
 * @param takenAt when it was taken
 * @param disagreement a warning when the times differ by more than a dump takes
 */
record BackupAge(Instant takenAt, Optional<String> disagreement) {
  /** The time in a name, the start of the dump and its end are not the same moment. */
  private static final Duration ALIKE = Duration.ofMinutes(30);

  /**
   * Compares the times.
   *
   * @param listed the older of the time in its name and when its file was written
   * @param header when the archive says that the dump began
   */
  static BackupAge of(Instant listed, Optional<Instant> header) {
    Instant other = header.orElse(listed);
    Instant oldest = Stream.of(listed, other).min(Instant::compareTo).orElseThrow();
    if (Duration.between(listed, other).abs().compareTo(ALIKE) <= 0) {
      return new BackupAge(oldest, Optional.empty());
    }
    return new BackupAge(
        oldest,
        Optional.of(
            "The times of the backup disagree by "
                + Durations.minutes(Duration.between(listed, other).abs())
                + ": its name and its file say "
                + UtcTime.text(listed)
                + ", its content says "
                + UtcTime.text(other)
                + ", read in this machine's time zone. The plan counts from the older one; check"
                + " the clock and the time zone where the backup is made."));
  }

  /** Returns the notes with the disagreement, if there is one, first. */
  List<String> before(Stream<String> notes) {
    return Stream.concat(disagreement.stream(), notes).toList();
  }
}
