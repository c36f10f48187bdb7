package dev.restorebot.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackupTest {
  @ParameterizedTest
  @CsvSource({"tiers/zenops db.dump, tiers/zenops db.dump", "größe-数据-🐘.dump, größe-数据-🐘.dump"})
  void showsPlainNamesAsTheyAre(String name, String shown) {
    assertThat(named(name).displayName()).isEqualTo(shown);
  }

  @Test
  void showsHiddenAndMisleadingCharactersEscaped() {
    assertThat(named("a\u202epmud.exe").displayName()).isEqualTo("a\\u202epmud.exe");
    assertThat(named("a\u001b[31m\nb").displayName()).isEqualTo("a\\u001b[31m\\u000ab");
    assertThat(named("a\u200b\u2066\u00a0\u2028b").displayName())
        .isEqualTo("a\\u200b\\u2066\\u00a0\\u2028b");
    assertThat(named("a\ud800b").displayName()).isEqualTo("a\\ud800b");
    assertThat(named("a\udb40\udc41b").displayName()).isEqualTo("a\\udb40\\udc41b");
  }

  @Test
  void anEscapeIsNotTakenForAName() {
    assertThat(named("a\\u202eb").displayName()).isEqualTo("a\\\\u202eb");
  }

  private static Backup named(String name) {
    return new Backup(
        name, Path.of("x"), 1, Instant.EPOCH, Optional.empty(), Optional.empty(), false);
  }
}
