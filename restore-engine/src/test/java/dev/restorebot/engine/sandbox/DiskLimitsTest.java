package dev.restorebot.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DiskLimitsTest {
  private static final long GIB = 1L << 30;
  private static final DiskLimits LIMITS = DiskLimits.DEFAULT;

  @Test
  void looksMoreOftenTheLessRoomIsLeft() {
    assertThat(LIMITS.next(new DiskUse(0, 0))).isEqualTo(Duration.ofSeconds(2));
    assertThat(LIMITS.next(new DiskUse(4 * GIB, 0))).isEqualTo(Duration.ofSeconds(2));
    assertThat(LIMITS.next(new DiskUse(13 * GIB, 0)))
        .isBetween(Duration.ofMillis(5_990), Duration.ofMillis(6_010));
    assertThat(LIMITS.next(new DiskUse(1000 * GIB, 0))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void theSandboxsOwnLimitIsRoomToo() {
    DiskLimits own = new DiskLimits(GIB, OptionalLong.of(20 * GIB), DiskLimits.USUAL);
    assertThat(own.next(new DiskUse(1000 * GIB, 19 * GIB))).isEqualTo(Duration.ofSeconds(2));
    assertThat(own.keepFreeOnly().next(new DiskUse(1000 * GIB, 19 * GIB)))
        .isEqualTo(Duration.ofSeconds(10));
  }
}
