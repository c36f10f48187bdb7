package dev.restorebot.bot.doctor;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of what must not be forgotten can be written. */
public record StateDiagnostic(Settings settings) implements DiagnosticCheck {
  @Override
  public String name() {
    return "state";
  }

  @Override
  public Finding examine() {
    Path folder = settings.stateDir();
    try {
      Files.createDirectories(folder);
      StateFolder.requireWritable(folder);
      return Finding.ok(name(), folder + " can be written.");
    } catch (IOException | StateException e) {
      return Finding.broken(
          name(),
          "The state folder " + folder + " cannot be written.",
          "Let the bot's user write there, check that the disk is not full, or set"
              + " state-dir.");
    }
  }
}
