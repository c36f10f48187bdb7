package dev.restorebot.bot.doctor;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The images that the newest backups need, in general and for each database, are on the engine. */
public record ImageDiagnostic(
    Settings settings, BackupCatalog backups, ArchiveReader reader, Supplier<Engine> docker)
    implements DiagnosticCheck {
  /** Looks for images. Closing ends the connection. */
  public interface Engine extends AutoCloseable {
    /** Returns the reason why no image can be looked for; empty when one can. */
    Optional<Problem> unavailable();

    /**
     * Returns the reason why no server can be started from an image, as far as that shows without
     * fetching it; empty when there is none.
     *
     * @param image empty for that of all sandboxes
     * @param major the server that the backup comes from; empty when it is not known
     */
    Optional<Problem> unsuitable(Optional<String> image, OptionalInt major) throws ProblemException;

    @Override
    void close();
  }

  /** An image of its own, and the newest backup that is restored into it. */
  private record Wanted(String database, Optional<String> image, Optional<Backup> newest) {}

  @Override
  public String name() {
    return "image";
  }

  @Override
  public Finding examine() throws ProblemException {
    try (Engine engine = docker.get()) {
      Optional<Problem> away = engine.unavailable();
      if (away.isPresent()) {
        return Finding.warning(
            name(), "Not checked, because Docker does not answer.", away.get().hint());
      }
      List<Problem> missing = new ArrayList<>();
      List<String> there = new ArrayList<>();
      for (Wanted wanted : wanted()) {
        OptionalInt major = major(wanted.newest());
        Optional<Problem> problem = engine.unsuitable(wanted.image(), major);
        problem.ifPresent(missing::add);
        if (problem.isEmpty()) {
          there.add(described(wanted, major));
        }
      }
      if (missing.isEmpty()) {
        return Finding.ok(name(), String.join(" ", there));
      }
      boolean later =
          settings.sandbox().docker().pull()
              && missing.stream().allMatch(each -> each.code() == ProblemCode.IMAGE_MISSING);
      String what = String.join(" ", missing.stream().map(Problem::message).toList());
      String cure = String.join("; ", missing.stream().map(Problem::hint).distinct().toList());
      return later ? Finding.warning(name(), what, cure) : Finding.broken(name(), what, cure);
    }
  }

  private String described(Wanted wanted, OptionalInt major) {
    return wanted
        .image()
        .map(image -> "The image of " + wanted.database() + " (" + image + ") is there.")
        .orElseGet(
            () ->
                "The image for PostgreSQL "
                    + major.orElse(settings.sandbox().docker().defaultMajor())
                    + " is there.");
  }

  /** That of all sandboxes, and that of each database that has another. */
  private List<Wanted> wanted() {
    String usual = settings.sandbox().docker().image();
    List<String> own =
        settings.databases().keySet().stream()
            .filter(database -> !image(database).equals(usual))
            .sorted()
            .toList();
    List<Backup> all = backups.listable();
    Optional<Backup> others =
        all.stream()
            .filter(
                backup ->
                    own.stream()
                        .noneMatch(
                            database ->
                                backup
                                    .app()
                                    .filter(app -> BackupsOfDatabase.same(app, database))
                                    .isPresent()))
            .findFirst();
    return Stream.concat(
            Stream.of(new Wanted("", Optional.empty(), others)),
            own.stream()
                .map(
                    database ->
                        new Wanted(
                            database,
                            Optional.of(image(database)),
                            new BackupsOfDatabase(database, backup -> Optional.empty())
                                .in(all)
                                .findFirst())))
        .toList();
  }

  private String image(String database) {
    return settings.forDatabase(database).sandbox().docker().image();
  }

  /** The server that a backup comes from, when it can be read. */
  private OptionalInt major(Optional<Backup> backup) {
    try {
      return backup.isEmpty()
          ? OptionalInt.empty()
          : reader
              .inspect(backup.get().file())
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
