package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.backup.VisibleText;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The database that a backup is of, as its content and its name say.
 *
 * @param backup the backup's name
 * @param inside the database that its content names
 * @param app the application or database that its name names
 */
record DatabaseIdentity(String backup, Optional<String> inside, Optional<String> app) {
  /** The name of a restored database when nothing says its name. */
  static final String UNKNOWN = "restored";

  private static final Pattern DIGITS = Pattern.compile("\\d+");

  /** Any name with {@code _db_} in it, though it fits no template. */
  private static final Pattern USUAL = Pattern.compile("(.+?)_db_.*", Pattern.DOTALL);

  static DatabaseIdentity of(BackupArchive archive, String backup, BackupNames names) {
    if (archive.section().isPresent()) {
      return new DatabaseIdentity(backup, archive.section(), Optional.empty());
    }
    String file = backup.substring(backup.lastIndexOf('/') + 1);
    return new DatabaseIdentity(backup, archive.header().database(), app(file, names));
  }

  /** The application or database that a file's name names. */
  static Optional<String> app(String file, BackupNames names) {
    return names.read(file).app().or(() -> usual(file));
  }

  private static Optional<String> usual(String file) {
    var name = USUAL.matcher(file);
    return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
  }

  /** The name that the restored database goes by. */
  String name() {
    return inside.or(() -> app).orElse(UNKNOWN);
  }

  /** The names that the database's own settings may go by, the one inside the backup first. */
  List<String> names() {
    return Stream.concat(inside.stream(), app.stream()).distinct().toList();
  }

  /** Returns whether anything says which database it is. */
  boolean known() {
    return inside.isPresent() || app.isPresent();
  }

  /** Returns whether another backup's name differs from this one's in digits only. */
  boolean namedAlike(String other) {
    return DIGITS.matcher(other).replaceAll("0").equals(DIGITS.matcher(backup).replaceAll("0"));
  }

  /**
   * Compares what the backup's name and its content say with each other and with what was asked
   * for.
   *
   * @param asked the database that was asked for
   * @return a note when they differ and nothing was asked for, or nothing says which database it is
   * @throws ProblemException {@code WRONG_DATABASE} when it is not what was asked for
   */
  Optional<Problem> compare(Optional<String> asked) throws ProblemException {
    Optional<String> wrong =
        asked.filter(known -> known()).filter(wanted -> !BackupsOfDatabase.same(wanted, name()));
    if (wrong.isPresent()) {
      throw new Problem(
              ProblemCode.WRONG_DATABASE,
              shown(backup)
                  + " is a backup of the database "
                  + shown(name())
                  + ", not of "
                  + shown(wrong.get())
                  + ", so it was not restored. This says nothing about the backup itself.",
              "Choose a backup of "
                  + shown(wrong.get())
                  + ". If this is the right one, run `restore-bot test "
                  + shown(backup)
                  + "` without `--database`.")
          .exception();
    }
    if (asked.isPresent() && !known()) {
      return Optional.of(
          new Problem(
              ProblemCode.DATABASE_NAMES_DIFFER,
              "Neither the name nor the content of "
                  + shown(backup)
                  + " says which database it is of, so that was not compared with "
                  + shown(asked.get())
                  + ".",
              "Write backups with pg_dump's custom format, or with the database's name in the"
                  + " file's name (`backups.names`)."));
    }
    boolean differ =
        inside.isPresent() && app.isPresent() && !BackupsOfDatabase.same(inside.get(), app.get());
    return differ
        ? Optional.of(
            new Problem(
                ProblemCode.DATABASE_NAMES_DIFFER,
                "The name of "
                    + shown(backup)
                    + " says "
                    + shown(app.get())
                    + ", but the database in it is "
                    + shown(inside.get())
                    + ".",
                "If "
                    + shown(app.get())
                    + " keeps its data in the database "
                    + shown(inside.get())
                    + ", this is right. Otherwise the backup script dumps the wrong database: check"
                    + " its database name now."))
        : Optional.empty();
  }

  private static String shown(String name) {
    return VisibleText.of(name);
  }
}
