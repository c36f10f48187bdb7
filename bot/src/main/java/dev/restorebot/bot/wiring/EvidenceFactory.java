package dev.restorebot.bot.wiring;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.evidence.Evidence;
import dev.restorebot.engine.evidence.SigningKey;
import dev.restorebot.engine.evidence.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's parts for evidence, made from settings. */
public final class EvidenceFactory {
  private static final Logger log = LoggerFactory.getLogger(EvidenceFactory.class);
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

  /**
   * Writes reports there, signed when there is a key.
   *
   * @throws IOException when there is a key that cannot be used, with a message for people
   */
  static Evidence evidence(Settings settings, AuditLog audit, InstantSource clock)
      throws IOException {
    Path file = keyFile(settings);
    Optional<SigningKey> key =
        Files.exists(file) ? Optional.of(SigningKey.read(file)) : Optional.empty();
    if (key.isEmpty()) {
      log.warn(
          "there is no signing key in {}: reports are written unsigned. `restore-bot evidence"
              + " keygen` makes one",
          file);
    }
    return new Evidence(folder(settings), key, audit, clock);
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
