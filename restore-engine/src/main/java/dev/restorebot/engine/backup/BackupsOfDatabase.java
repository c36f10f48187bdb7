package dev.restorebot.engine.backup;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Selects the backups of one database: by the {@code {app}} of their names, and where a name has
 * none, by the database that the backup's content names.
 *
 * <p>A backup of which neither says anything is taken only where no backup's name says anything: a
 * folder with nothing but {@code nightly.sql.gz} is a folder of one database. Content is read only
 * as far as a choice needs it, and of at most {@value #MOST_READ} backups.
 */
public final class BackupsOfDatabase {
  private static final int MOST_READ = 200;
  private static final int SHOWN = 5;

  private final String database;
  private final Function<Backup, Optional<String>> inside;

  /**
   * Selects the backups of that database.
   *
   * @param inside the database that a backup's content names; empty when it names none or cannot be
   *     read
   */
  public BackupsOfDatabase(String database, Function<Backup, Optional<String>> inside) {
    this.database = database;
    this.inside = inside;
  }

  /**
   * Returns whether two names mean the same database. Letter case does not matter, nor whether
   * words are joined by a hyphen or an underscore: file names are often made from a database's name
   * so.
   */
  public static boolean same(String one, String other) {
    return plain(one).equals(plain(other));
  }

  /** A name in the form in which the same databases have the same names. */
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Those of the database, in the order given. Reads content only as far as the stream is read. */
  public Stream<Backup> in(List<Backup> all) {
    boolean named = all.stream().anyMatch(backup -> backup.app().isPresent());
    AtomicInteger read = new AtomicInteger();
    return all.stream()
        .filter(
            backup -> {
              if (backup.app().isPresent()) {
                return same(database, backup.app().get());
              }
              Optional<String> found =
                  read.getAndIncrement() < MOST_READ ? inside.apply(backup) : Optional.empty();
              return found.map(name -> same(database, name)).orElse(!named);
            });
  }

  /**
   * The first one.
   *
   * @throws ProblemException {@code BACKUP_MISSING}, with what is there instead, when there is none
   */
  public Backup first(List<Backup> all) throws ProblemException {
    Optional<Backup> first = in(all).findFirst();
    if (first.isEmpty()) {
      throw none(all);
    }
    return first.get();
  }

  /** Says that there is none, and what there is instead. */
  public ProblemException none(List<Backup> all) {
    Map<String, Integer> others = new LinkedHashMap<>();
    all.forEach(
        backup ->
            others.merge(
                backup.app().map(VisibleText::of).orElseGet(backup::displayName), 1, Integer::sum));
    String shown =
        others.entrySet().stream()
            .limit(SHOWN)
            .map(
                each ->
                    each.getValue() == 1
                        ? each.getKey()
                        : each.getKey() + " (" + each.getValue() + ")")
            .collect(Collectors.joining(", "));
    return new Problem(
            ProblemCode.BACKUP_MISSING,
            "There is no backup of the database "
                + VisibleText.of(database)
                + ". "
                + (all.isEmpty()
                    ? "There is no backup at all."
                    : "There are backups of: "
                        + shown
                        + (others.size() > SHOWN
                            ? ", and " + (others.size() - SHOWN) + " more."
                            : ".")),
            "Check that its backups are written. If their names do not begin with the database's"
                + " name, set `backups.names`, or `names` of the drill.")
        .exception();
  }
}
