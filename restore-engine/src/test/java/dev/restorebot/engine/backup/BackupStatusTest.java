package dev.restorebot.engine.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BackupStatusTest {
  private static BackupStatus read(String json) {
    return BackupStatus.read(json.getBytes(UTF_8), ZoneId.of("Europe/Berlin"));
  }

  @Test
  void readsWhatTheBackupScriptWrites() {
    BackupStatus status =
        read(
            """
            {"state": "success", "started_at": "2026-02-09T14:30:00Z",
             "finished_at": "2026-02-09T14:31:05+00:00", "message": "2 files"}
            """);

    assertThat(status.state()).isEqualTo("success");
    assertThat(status.startedAt()).contains(Instant.parse("2026-02-09T14:30:00Z"));
    assertThat(status.finishedAt()).contains(Instant.parse("2026-02-09T14:31:05Z"));
    assertThat(status.message()).isEqualTo("2 files");
    assertThat(status.failed()).isFalse();
    assertThat(status.unreadable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-09T14:30:00, 2026-02-09T13:30:00Z",
    "2026-02-09 14:30:00, 2026-02-09T13:30:00Z",
    "2026-02-09T14:30:00+05:30, 2026-02-09T09:00:00Z"
  })
  void readsTimesWithAndWithoutAZone(String text, Instant time) {
    assertThat(read("{\"state\": \"running\", \"started_at\": \"" + text + "\"}").startedAt())
        .contains(time);
  }

  @Test
  void aTimeThatIsNoneSaysNothing() {
    BackupStatus status =
        read("{\"state\": \"running\", \"started_at\": 17, \"finished_at\": null}");

    assertThat(status.startedAt()).isEmpty();
    assertThat(status.finishedAt()).isEmpty();
    assertThat(status.unreadable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "ERROR", "aborted", "backup_failed"})
  void knowsTheWordsForAFailure(String state) {
    assertThat(read("{\"state\": \"" + state + "\"}").failed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "null", "{\"state\": 3}", "{\"message\": \"done\"}", "\u0000"})
  void saysWhenItIsNone(String json) {
    BackupStatus status = read(json);

    assertThat(status.unreadable()).isTrue();
    assertThat(status.failed()).isFalse();
    assertThat(status.message()).isNotBlank();
  }

  @Test
  void isHarmlessToShow() {
    BackupStatus status =
        read("{\"state\": \"ok\\u202e\", \"message\": \"" + "x".repeat(900) + "\\n\"}");

    assertThat(status.state()).isEqualTo("ok\\u202e");
    assertThat(status.message()).hasSize(201).endsWith("x…");
  }
}
