package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.backup.NameFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackupAgeTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant AHEAD = NOON.plus(Duration.ofMinutes(330));

  @Test
  void oldestTimeCountsAndTheDisagreementIsSaid() {
    assertThat(BackupAge.of(NOON, Optional.of(AHEAD)).takenAt()).isEqualTo(NOON);
    assertThat(BackupAge.of(AHEAD, Optional.of(NOON)).takenAt()).isEqualTo(NOON);
    assertThat(BackupAge.of(NOON, Optional.of(AHEAD)).disagreement().orElseThrow())
        .contains("disagree by 5 h 30 min", "2026-11-24 12:00 UTC", "2026-11-24 17:30 UTC");
  }

  @Test
  void timesWithinADumpAgree() {
    Instant later = NOON.plusSeconds(600);
    assertThat(BackupAge.of(later, Optional.of(NOON)))
        .isEqualTo(new BackupAge(NOON, Optional.empty()));
    assertThat(BackupAge.of(NOON, Optional.empty()))
        .isEqualTo(new BackupAge(NOON, Optional.empty()));
  }

  @Test
  void ofTheTimesInTheNameAndOfTheFileTheOlderCounts() {
    NameFacts ahead = new NameFacts(Optional.empty(), Optional.empty(), Optional.of(AHEAD));
    assertThat(ahead.takenAt(NOON)).isEqualTo(NOON);
    assertThat(ahead.takenAt(AHEAD.plusSeconds(9))).isEqualTo(AHEAD);
    assertThat(ahead.takenAt(Instant.EPOCH)).isEqualTo(AHEAD);
    assertThat(NameFacts.NONE.takenAt(NOON)).isEqualTo(NOON);
  }
}
