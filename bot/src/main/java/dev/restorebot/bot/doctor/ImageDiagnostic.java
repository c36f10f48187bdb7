package dev.restorebot.bot.doctor;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The image that the newest backup needs is on the engine. */
public record ImageDiagnostic(
    Settings settings,
    BackupCatalog backups,
    ArchiveReader reader,
    Supplier<DockerSandboxProvider> docker)
    implements DiagnosticCheck {
  @Override
  public String name() {
    return "image";
  }

  @Override
  public Finding examine() throws ProblemException {
    try (DockerSandboxProvider provider = docker.get()) {
      Optional<Problem> away = provider.unavailable();
      if (away.isPresent()) {
        return Finding.warning(
            name(), "Not checked, because Docker does not answer.", away.get().hint());
      }
      OptionalInt major = wanted();
      Optional<Problem> absent = provider.imageAbsent(major);
      if (absent.isEmpty()) {
        return Finding.ok(
            name(),
            "The image for PostgreSQL "
                + major.orElse(settings.sandbox().docker().defaultMajor())
                + " is there.");
      }
      return settings.sandbox().docker().pull()
          ? Finding.warning(name(), absent.get().message(), absent.get().hint())
          : Finding.broken(name(), absent.get());
    }
  }

  /** Of the newest backup, when that can be read. */
  private OptionalInt wanted() {
    try {
      return reader
          .inspect(backups.latest().file())
          .header()
          .serverVersion()
          .map(version -> version.split("\\D", 2)[0])
          .filter(digits -> !digits.isEmpty())
          .map(digits -> OptionalInt.of(Integer.parseInt(digits)))
          .orElse(OptionalInt.empty());
    } catch (ProblemException e) {
      return OptionalInt.empty(); // other examinations tell
    }
  }
}
