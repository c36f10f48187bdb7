package dev.restorebot.bot.cli;

import java.io.IOException;
import java.nio.file.Path;

/** The demo's backups, for tests of other packages. */
public final class SampleBackups {
  private SampleBackups() {}

  /** Writes them into a folder. */
  public static void unpack(Path folder) throws IOException {
    Samples.unpack(folder);
  }
}
