package dev.restorebot.bot.cli;

import dev.restorebot.bot.demo.Samples;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The demo's backups, for tests of other packages. */
public final class SampleBackups {
  private SampleBackups() {}

  /** Opens those that are encrypted. */
  public static final String KEY = Samples.KEY;

  /** Writes them into a folder. */
  public static void unpack(Path folder) throws IOException {
    Samples.unpack(folder);
  }

  /** The demo's settings, with a state and a port of its own. */
  public static Settings settings(Map<String, String> environment, Path state, Path backups)
      throws SettingsException {
    Settings base = SettingsLoader.load(Optional.empty(), environment);
    return Samples.settings(base, state, backups, Optional.of(0), Optional.empty());
  }

  /** The same in the chats that the environment enables. */
  public static Settings inChats(Map<String, String> environment, Path state, Path backups)
      throws SettingsException {
    Settings chats = SettingsLoader.load(Optional.empty(), environment);
    Settings demo = settings(environment, state, backups);
    return demo.with(
        Map.of(
            "console.enabled", chats.console().enabled(),
            "console.port", chats.console().port(),
            "slack.enabled", chats.slack().enabled(),
            "discord.enabled", chats.discord().enabled()));
  }

  /** The same with drills, as they stand in a file. */
  public static Settings withDrills(
      Map<String, String> environment, Path state, Path backups, String drills) throws Exception {
    Path file = Files.writeString(Files.createTempFile("drills", ".yaml"), drills);
    try {
      return inChats(environment, state, backups)
          .with(Map.of("drills", SettingsLoader.load(Optional.of(file), environment).drills()));
    } finally {
      Files.delete(file);
    }
  }
}
