package dev.restorebot.bot.wiring;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.evidence.Subject;
import java.nio.file.Path;
import java.util.List;

/** Translates the settings of reports. */
public final class EvidenceFactory {
  private static final String KEY_FILE = "evidence.key";

  private EvidenceFactory() {}

  /** Returns the folder of the reports, with a folder for each job. */
  public static Path folder(Settings settings) {
    return settings.stateDir().resolve("reports");
  }

  /** Returns the file of the key that signs reports. */
  public static Path keyFile(Settings settings) {
    return settings.evidence().keyFile().orElseGet(() -> settings.stateDir().resolve(KEY_FILE));
  }

  /** Returns the versions of the programs that run here. */
  static List<Subject.Fact> tools() {
    String version = App.class.getPackage().getImplementationVersion();
    return List.of(
        new Subject.Fact("restore-bot", version == null ? "(built from source)" : version),
        new Subject.Fact("Java", Runtime.version().toString()),
        new Subject.Fact(
            "operating system",
            System.getProperty("os.name") + " " + System.getProperty("os.version")));
  }
}
