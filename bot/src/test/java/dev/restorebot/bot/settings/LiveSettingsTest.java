package dev.restorebot.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A settings file that changes under a running bot. */
class LiveSettingsTest {
  @TempDir Path temp;
  private Path file;
  private Path key;
  private LiveSettings live;

  @BeforeEach
  void start() throws Exception {
    key = Files.writeString(temp.resolve("key"), "hunter1");
    file = temp.resolve("restore-bot.yaml");
    write("console: {port: 1}");
    live = LiveSettings.of(SettingsLoader.load(Optional.of(file), Map.of()), file, Map.of());
  }

  @Test
  void aChangeIsTakenOverOnceItStood() throws Exception {
    assertThat(live.look()).isEmpty();
    write("sandbox: {lifetime: 48h}\nconsole: {port: 1}");
    assertThat(live.look()).as("it may be half written").isEmpty();
    assertThat(live.get().sandbox().lifetime()).isEqualTo(Duration.ofHours(24));

    ReloadResult reload = live.look().orElseThrow();
    assertThat(reload.taken()).extracting(SettingChange::path).containsExactly("sandbox.lifetime");
    assertThat(reload.waiting()).isEmpty();
    assertThat(live.get().sandbox().lifetime()).isEqualTo(Duration.ofDays(2));
    assertThat(live.look()).as("told once").isEmpty();
  }

  @Test
  void whatNeedsARestartStaysAndIsSaid() throws Exception {
    write("console: {port: 2}\nverify: {level: deep}");
    assertThat(live.look()).isEmpty();
    ReloadResult reload = live.look().orElseThrow();

    assertThat(reload.taken()).extracting(SettingChange::path).containsExactly("verify.level");
    assertThat(reload.waiting())
        .extracting(SettingChange::toString)
        .containsExactly("console.port: 1 → 2");
    assertThat(live.get().console().port()).isEqualTo(1);
  }

  @Test
  void mistakesChangeNothingAndAreAllSaid() throws Exception {
    write("sandbox: {lifetime: 48h, runtme: docker}\nverify: {level: deeper}");
    assertThat(live.look()).isEmpty();
    ReloadResult reload = live.look().orElseThrow();

    assertThat(reload.faults().orElseThrow())
        .contains("2 errors", "sandbox.runtme: is unknown", "verify.level: \"deeper\"");
    assertThat(reload.taken()).isEmpty();
    assertThat(live.get().sandbox().lifetime()).isEqualTo(Duration.ofHours(24));
    assertThat(live.look()).as("told once").isEmpty();

    write("console: {port: 1}");
    assertThat(live.look()).isEmpty();
    assertThat(live.look()).contains(new ReloadResult(List.of(), List.of(), Optional.empty()));
  }

  @Test
  void aFileThatIsAwayForAMomentChangesNothing() throws Exception {
    Files.delete(file);
    assertThat(live.look()).isEmpty();
    write("console: {port: 1}");
    assertThat(live.look()).isEmpty();
    assertThat(live.look()).isEmpty();
  }

  @Test
  void aSecretsFileIsFollowedTooAndNotShown() throws Exception {
    Files.writeString(key, "hunter2");
    assertThat(live.look()).isEmpty();

    ReloadResult reload = live.look().orElseThrow();
    assertThat(reload.taken())
        .extracting(SettingChange::toString)
        .containsExactly("backups.key-file: changed");
    assertThat(live.get().backups().key()).isEqualTo(new SecretValue("hunter2"));
    assertThat(reload.toString()).doesNotContain("hunter");
  }

  @Test
  void settingsWithoutAFileStay() {
    LiveSettings fixed = LiveSettings.fixed(live.get());
    assertThat(fixed.follows()).isFalse();
    assertThat(fixed.look()).isEmpty();
  }

  private void write(String yaml) throws Exception {
    Files.writeString(file, "backups: {key-file: " + key + "}\n" + yaml + "\n");
  }
}
