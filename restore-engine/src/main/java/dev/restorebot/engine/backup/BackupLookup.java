package dev.restorebot.engine.backup;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.NameSuggestions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the one backup that a name means. Pure. */
final class BackupLookup {
  private static final int SHOWN = 5;

  /** The shortest part of a name that means a backup: less is rather a mistake. */
  private static final int PART = 4;

  private BackupLookup() {}

  /**
   * The backups that a name fits.
   *
   * @param exact whether it is a whole name, as it is or as it is shown
   */
  record Fitting(boolean exact, List<Backup> backups) {}

  private static Optional<Backup> exact(List<Backup> all, String name) {
    // Only what is shown with an escape is shown otherwise than it is.
    return named(all, name, Backup::name)
        .or(() -> name.contains("\\") ? named(all, name, Backup::displayName) : Optional.empty());
  }

  private static Optional<Backup> named(
      List<Backup> all, String name, Function<Backup, String> called) {
    return all.stream()
        .filter(backup -> called.apply(backup).equals(name))
        .findFirst()
        .or(
            () ->
                all.stream()
                    .flatMap(backup -> backup.copies().stream())
                    .filter(copy -> called.apply(copy).equals(name))
                    .findFirst());
  }

  static Backup find(List<Backup> all, String name) throws ProblemException {
    List<Backup> fitting = fitting(all, name).backups();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw fitting.isEmpty() ? missing(all, name) : ambiguous(fitting, name);
  }

  /**
   * Those that a name fits best: exactly, as a file's name, as the start, or as a part of a name.
   */
  static Fitting fitting(List<Backup> all, String name) {
    Optional<Backup> exact = exact(all, name);
    if (exact.isPresent()) {
      return new Fitting(true, List.of(exact.get()));
    }
    if (name.isBlank()) {
      return new Fitting(false, List.of());
    }
    List<Predicate<Backup>> rules =
        List.of(
            backup -> backup.fileName().equals(name),
            backup -> backup.name().startsWith(name) || backup.fileName().startsWith(name),
            backup -> isPart(name) && backup.name().contains(name));
    return new Fitting(
        false,
        rules.stream()
            .map(rule -> all.stream().filter(rule).toList())
            .filter(fitting -> !fitting.isEmpty())
            .findFirst()
            .orElse(List.of()));
  }

  private static ProblemException ambiguous(List<Backup> fitting, String name) {
    return new Problem(
            ProblemCode.BACKUP_MISSING,
            VisibleText.quoted(name)
                + " matches "
                + fitting.size()
                + " backups, so none was chosen.",
            "Give the whole name of one: " + names(fitting) + ".")
        .exception();
  }

  private static ProblemException missing(List<Backup> all, String name) {
    return new Problem(
            ProblemCode.BACKUP_MISSING,
            "There is no backup called "
                + VisibleText.quoted(name)
                + "."
                + (isPath(name)
                    ? " Backups are chosen by their listed name, never by a path."
                    : ""),
            "Did you mean " + names(NameSuggestions.of(all, Backup::fileName, name, SHOWN)) + "?")
        .exception();
  }

  /** A part tells something: a day or a word, not a few letters and never a path. */
  private static boolean isPart(String name) {
    return name.length() >= PART && !isPath(name);
  }

  private static boolean isPath(String name) {
    return name.startsWith("/")
        || name.startsWith("~")
        || name.startsWith("./")
        || name.contains("..")
        || name.contains("\\")
        || name.matches("[A-Za-z]:.*");
  }

  private static String names(List<Backup> backups) {
    String shown =
        backups.stream().limit(SHOWN).map(Backup::displayName).collect(Collectors.joining(", "));
    return backups.size() > SHOWN ? shown + ", …" : shown;
  }
}
