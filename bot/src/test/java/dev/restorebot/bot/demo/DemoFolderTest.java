package dev.restorebot.bot.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  @TempDir Path temp;

  @Test
  void removesWhatTheDemoMadeAndKeepsBackupsThatSomebodyAdded() throws Exception {
    try (DemoFolder folder = new DemoFolder(temp.resolve("demo"))) {
      folder.fill();
      Files.writeString(folder.state().resolve("state.db"), "x");
      Files.writeString(folder.password(), "x");
      Files.writeString(folder.stopped(), "x");
      Files.writeString(folder.backups().resolve("shop_db_2026-11-01_02-30-00.dump"), "mine");
      folder.clear();
    }
    try (Stream<Path> left = Files.walk(temp)) {
      assertThat(left.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("restore-bot.lock", "shop_db_2026-11-01_02-30-00.dump");
    }
  }

  @Test
  void isUsedByOneDemoAtATime() throws Exception {
    try (DemoFolder first = new DemoFolder(temp)) {
      assertThatThrownBy(() -> new DemoFolder(temp))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another restore-bot");
      assertThat(first.earlierOwner()).isEmpty();
    }
  }

  @Test
  void takesOnlyTheSandboxesOfTheUsersSettings() throws Exception {
    Settings user =
        SettingsLoader.load(
            Optional.empty(),
            Map.of(
                "RESTORE_BOT_SANDBOX_PREFIX", "mine",
                "RESTORE_BOT_CONSOLE_PORT", "9000",
                "RESTORE_BOT_NOTIFICATIONS_WEBHOOK_URL", "https://pager.example/",
                "RESTORE_BOT_BACKUPS_FOLDERS", "/srv/backups",
                "RESTORE_BOT_METRICS_ENABLED", "true"));
    try (DemoFolder folder = new DemoFolder(temp)) {
      Settings demo = DemoSettings.of(user, folder, Optional.empty(), Optional.empty());
      assertThat(demo.sandbox().prefix()).isEqualTo("mine");
      assertThat(demo.console().port()).isEqualTo(9000);
      assertThat(demo.console().leads()).containsExactly("ben", "chen");
      assertThat(demo.notifications().webhook().url()).isEmpty();
      assertThat(demo.backups().folders()).containsExactly(folder.backups());
      assertThat(demo.metrics().enabled()).isFalse();
      assertThat(demo.disasters()).isEmpty();
    }
  }
}
