package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.archive.RoleDefinitions;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the roles of a backup in a file beside it that {@code pg_dumpall --globals-only} wrote: in
 * the same folder, named {@code APP_globals_STAMP.sql} with the backup's APP, with any compression
 * or encryption. The one whose time is nearest to the backup's is taken.
 */
public final class GlobalsFiles {
  private static final Logger log = LoggerFactory.getLogger(GlobalsFiles.class);
  private static final Pattern NAME =
      Pattern.compile("(?<app>.+)_globals_(?<stamp>[^.]+)\\.sql(\\..*)?", Pattern.DOTALL);
  private static final List<String> TEMPLATES =
      List.of(
          "{app}_globals_{yyyy-MM-dd_HH-mm-ss}",
          "{app}_globals_{yyyyMMdd_HHmmss}",
          "{app}_globals_{yyyyMMddHHmmss}",
          "{app}_globals_{yyyy-MM-dd}",
          "{app}_globals_{yyyyMMdd}");

  private final ArchiveReader reader;

  /** Reads such files with that reader. */
  GlobalsFiles(ArchiveReader reader) {
    this.reader = reader;
  }

  /**
   * Returns the roles that a backup names, those that are defined in the file beside it with their
   * definitions and the roles that they are members of. A file that cannot be read is logged and
   * left out: it says nothing about the backup.
   */
  List<NamedRole> define(BackupArchive archive, BackupNames names) {
    if (archive.roles().isEmpty() || archive.section().isPresent()) {
      return archive.roles();
    }
    Optional<Path> found = beside(archive.file(), names);
    if (found.isEmpty()) {
      return archive.roles();
    }
    try {
      RoleDefinitions roles = reader.roles(found.get());
      return roles.with(archive.roles(), found.get().getFileName().toString());
    } catch (ProblemException e) {
      log.warn("the roles in {} were not used: it cannot be read", found.get(), e);
      return archive.roles();
    }
  }

  /** The file beside that backup, if there is one. */
  public static Optional<Path> beside(Path backup, BackupNames names) {
    Path file = backup.toAbsolutePath();
    String name = file.getFileName().toString();
    Optional<String> app = DatabaseIdentity.app(name, names);
    if (app.isEmpty()) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(file.getParent())) {
      List<Path> globals = all.filter(each -> isOf(app.get(), each)).toList();
      Instant taken = names.read(name).takenAt().orElse(null);
      Instant at = taken != null ? taken : modified(file);
      return globals.stream()
          .min(
              Comparator.comparing((Path each) -> !name.contains("_" + stamp(each) + "."))
                  .thenComparing(each -> Duration.between(at, time(each, names.zone())).abs())
                  .thenComparing(each -> each.getFileName().toString()));
    } catch (IOException | UnsupportedOperationException e) {
      log.warn("cannot look for a file of roles beside {}", backup, e);
      return Optional.empty();
    }
  }

  private static boolean isOf(String app, Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() && BackupsOfDatabase.same(app, name.group("app"));
  }

  private static String stamp(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() ? name.group("stamp") : "";
  }

  private static Instant time(Path file, ZoneId zone) {
    return new BackupNames(TEMPLATES, zone)
        .read(file.getFileName().toString())
        .takenAt()
        .orElseGet(() -> modified(file));
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }
}
