package dev.restorebot.bot.wiring;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.evidence.Subject;
import java.nio.file.Path;
import java.util.List;

/** The engine's parts for evidence, made from settings. */
public final class EvidenceFactory {
  private static final String KEY_FILE = "evidence.key";

  private EvidenceFactory() {}

  /** Where reports lie, a folder for each job. */
  public static Path folder(Settings settings) {
    return settings.stateDir().resolve("reports");
  }

  /** The file of the key that signs them. */
  public static Path keyFile(Settings settings) {
    return settings.evidence().keyFile().orElseGet(() -> settings.stateDir().resolve(KEY_FILE));
  }

  /** Versions of what runs here. */
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
