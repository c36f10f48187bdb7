package dev.restorebot.engine.sandbox;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The limits of disk use at which a sandbox is stopped.
 *
 * @param keepFree bytes that must stay free on the disk under it; 0 for no such limit
 * @param most bytes that its data may take; empty for no limit of its own
 * @param every how often is looked where there is little room
 */
public record DiskLimits(long keepFree, OptionalLong most, Duration every) {
  /** Two seconds: a fast disk takes a gigabyte in that time. */
  public static final Duration USUAL = Duration.ofSeconds(2);

  /** Keeps 1 GiB free. */
  public static final DiskLimits DEFAULT = new DiskLimits(1L << 30, OptionalLong.empty(), USUAL);

  /** The speed at which room is taken to be used up: above that of most disks. */
  private static final long BYTES_A_MILLISECOND = (2L << 30) / 1000;

  /** Looking costs a program in the container. */
  private static final int RARELY = 5;

  /**
   * Returns how long to wait before the next look: up to five times as long where room is ample.
   */
  Duration next(DiskUse use) {
    long room = Math.min(use.free() - keepFree, most.orElse(Long.MAX_VALUE) - use.used());
    long least = every.toMillis();
    return Duration.ofMillis(Math.max(least, Math.min(RARELY * least, room / BYTES_A_MILLISECOND)));
  }

  /** The same without a limit of the sandbox's own. */
  public DiskLimits keepFreeOnly() {
    return new DiskLimits(keepFree, OptionalLong.empty(), every);
  }
}
