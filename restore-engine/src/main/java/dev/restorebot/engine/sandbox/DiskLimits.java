package dev.restorebot.engine.sandbox;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The limits of disk use at which a sandbox is stopped.
 *
 * @param keepFree bytes that must stay free on the disk under it; 0 for no such limit
 * @param most bytes that its data may take; empty for no limit of its own
 * @param every how often is looked
 */
public record DiskLimits(long keepFree, OptionalLong most, Duration every) {
  /** Looked at every two seconds: a fast disk takes a gigabyte in that time. */
  public static final Duration USUAL = Duration.ofSeconds(2);

  /** Keeps 1 GiB free. */
  public static final DiskLimits DEFAULT = new DiskLimits(1L << 30, OptionalLong.empty(), USUAL);

  /** The same without a limit of the sandbox's own. */
  public DiskLimits keepFreeOnly() {
    return new DiskLimits(keepFree, OptionalLong.empty(), every);
  }
}
