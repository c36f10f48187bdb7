package dev.restorebot.engine.backup;

import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the archive of uploads that belongs to a backup: of the same application, the one that was
 * taken at the nearest time. Of several of one time, one beside the backup comes first, then the
 * sources in their order. Thread-safe.
 */
public final class UploadsCatalog {
  private final List<UploadsSource> sources;
  private final BackupNames names;
  private final Duration within;

  /**
   * A catalog of these places.
   *
   * @param names how the names of backups (not of archives) are made
   * @param within how far apart a backup and its uploads may be
   */
  public UploadsCatalog(List<UploadsSource> sources, BackupNames names, Duration within) {
    this.sources = List.copyOf(sources);
    this.names = names;
    this.within = within;
  }

  /** Returns the longest time between a backup and its uploads. */
  public Duration within() {
    return within;
  }

  /**
   * Finds the archive that belongs to a backup. When it was taken is told by its name, otherwise by
   * itself, otherwise by when it was written.
   *
   * @param createdAt when it says that it was made
   * @param database the database that it says to be of, for a name that names no application
   * @throws ProblemException when none was found and a place could not be looked into: there may be
   *     one
   */
  public Optional<UploadsArchive> of(
      Path backup, Optional<Instant> createdAt, Optional<String> database) throws ProblemException {
    NameFacts facts = names.read(String.valueOf(backup.getFileName()));
    Optional<Instant> taken = facts.takenAt().or(() -> createdAt).or(() -> written(backup));
    return taken.isEmpty()
        ? Optional.empty()
        : nearest(facts.app().or(() -> database), taken.get(), backup);
  }

  private Optional<UploadsArchive> nearest(Optional<String> app, Instant taken, Path backup)
      throws ProblemException {
    List<UploadsArchive> all = new ArrayList<>();
    Optional<ProblemException> trouble = Optional.empty();
    for (UploadsSource source : sources) {
      try {
        all.addAll(source.list());
      } catch (ProblemException e) {
        trouble = trouble.or(() -> Optional.of(e));
      }
    }
    Optional<UploadsArchive> found =
        all.stream()
            .filter(each -> each.app().isEmpty() || each.app().equals(app))
            .filter(each -> apart(each, taken).compareTo(within) <= 0)
            .min(
                Comparator.comparing((UploadsArchive each) -> apart(each, taken))
                    .thenComparing(each -> isBeside(each.file(), backup) ? 0 : 1));
    if (found.isEmpty() && trouble.isPresent()) {
      throw trouble.get();
    }
    return found;
  }

  private static Duration apart(UploadsArchive archive, Instant taken) {
    return Duration.between(archive.takenAt(), taken).abs();
  }

  private static boolean isBeside(Path archive, Path backup) {
    return Objects.equals(archive.getParent(), backup.getParent());
  }

  private static Optional<Instant> written(Path backup) {
    try {
      return Optional.of(Files.getLastModifiedTime(backup).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
