package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.testrestore.FailedTest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoubtsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final BackupFacts FAILED =
      backup(Optional.of(new FailedTest(NOW.minusSeconds(7200), "3 rows are lost.")), "zenops");
  private static final BackupFacts OF_ANOTHER = backup(Optional.empty(), "shop");

  private static BackupFacts backup(Optional<FailedTest> failed, String database) {
    return new BackupFacts(
        Path.of("/b/a.dump"),
        7,
        "ab".repeat(32),
        NOW,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        failed,
        Optional.of(database),
        Optional.empty());
  }

  @Test
  void nothingSpeaksAgainstABackupThatWasNeverTested() {
    assertThat(Doubts.of(backup(Optional.empty(), "Zenops"), "zenops", NOW)).isEmpty();
  }

  @Test
  void refusesABackupWhoseLastTestFailedAndSaysWhatItSaid() {
    assertThatThrownBy(() -> Doubts.require(FAILED, "zenops", NOW, "the volume is damaged"))
        .hasMessageContainingAll("a.dump", "2 h ago", "FAILED", "3 rows are lost.");
  }

  @Test
  void aReasonOverridesAFailedTestOnlyIfItSaysInSpiteOfWhat() {
    assertThatCode(
            () ->
                Doubts.require(FAILED, "zenops", NOW, " In spite of the test: it is the only one"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Doubts.require(FAILED, "zenops", NOW, "in spite of "))
        .hasMessageContaining("FAILED");
  }

  @Test
  void refusesABackupOfAnotherDatabaseUnlessTheReasonNamesIt() {
    assertThatThrownBy(() -> Doubts.require(OF_ANOTHER, "zenops", NOW, "in spite of everything"))
        .hasMessageContaining("It is a backup of the database shop, not of zenops.");
    assertThatCode(
            () -> Doubts.require(OF_ANOTHER, "zenops", NOW, "in spite of shop: it was renamed"))
        .doesNotThrowAnyException();
  }
}
