package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The databases that a plain SQL file fills: {@code \connect} goes from one to the next. */
final class DatabasesInFile {
  private static final int MOST = 1_000;
  private static final int SHOWN = 10;

  /** Databases that every server has; left out where nothing was put into them. */
  private static final Set<String> USUAL = Set.of("postgres", "template0", "template1");

  private static final String SPLIT =
      "cut this one into one file for each database: awk '/^-- PostgreSQL database dump\\r?$/{n++}"
          + " {print > (\"part-\" n+0 \".sql\")}' FILE";

  private final ArchiveMessages messages;
  private final Set<String> filled = new LinkedHashSet<>();
  private final Set<String> named = new LinkedHashSet<>();
  private boolean cluster;
  private String current = "";

  DatabasesInFile(ArchiveMessages messages) {
    this.messages = messages;
  }

  /** It is a dump of a whole server, by pg_dumpall. */
  void cluster() {
    cluster = true;
  }

  boolean isCluster() {
    return cluster;
  }

  void connect(String database) {
    current = database;
    if (named.size() < MOST) {
      named.add(database);
    }
  }

  /** A table, a row or another object goes into the database that the script is connected to. */
  void fill() {
    if (filled.size() < MOST) {
      filled.add(current);
    }
  }

  /** Returns whether nothing of a database was read yet: what comes is about the server. */
  boolean isBeforeTheFirst() {
    return named.isEmpty() && filled.isEmpty();
  }

  /** Returns whether the file is known to hold more than one database, as far as it was read. */
  boolean areSeveral() {
    return cluster || filled.size() > 1;
  }

  /**
   * Returns those that can be restored by their names: all but the databases of every server that
   * are empty.
   */
  List<String> restorable() {
    Set<String> all = new LinkedHashSet<>(named);
    all.addAll(filled);
    all.removeIf(name -> name.isEmpty() || (USUAL.contains(name) && !filled.contains(name)));
    return List.copyOf(all);
  }

  /** Returns why it is not a backup of one database, if it is not; the file was read to its end. */
  Optional<Problem> problem() {
    if (!areSeveral()) {
      return Optional.empty();
    }
    if (isBeforeTheFirst()) {
      return Optional.of(globalsOnly());
    }
    if (restorable().isEmpty()) {
      return Optional.of(messages.empty("is a dump of a server without any database of its own"));
    }
    return Optional.of(filled.contains("") ? unnamed() : several());
  }

  /** The same, when the rest of the file was not read. */
  Optional<Problem> problemSoFar() {
    return cluster
        ? Optional.of(
            several(" is a dump of a whole server, made by pg_dumpall, not of one database."))
        : problem();
  }

  /** The database that was asked for is not in it. */
  Problem without(String wanted) {
    return new Problem(
        ProblemCode.WRONG_DATABASE,
        messages.name()
            + " does not contain the database "
            + ArchiveMessages.clean(wanted)
            + ", so nothing was restored. It contains "
            + names(restorable())
            + ".",
        "Choose one of these databases, or a backup of "
            + ArchiveMessages.clean(wanted)
            + ". If it should be in this file, check what the backup script dumps.");
  }

  private Problem globalsOnly() {
    return messages.notReadHere(
        "contains the roles and tablespaces of a server (pg_dumpall --globals-only) and no data, so"
            + " there is nothing to test",
        "Keep it beside the backups: the real restore needs the roles. Choose a backup of a"
            + " database to test, made by pg_dump.");
  }

  private Problem several() {
    List<String> all = restorable();
    Set<String> empty = new LinkedHashSet<>(named);
    empty.removeAll(all);
    return several(
        (cluster ? " is a dump of a whole server with " : " contains ")
            + (all.size() == 1 ? "one database: " : all.size() + " databases: ")
            + names(all)
            + "."
            + (empty.isEmpty()
                ? ""
                : " Left out, because nothing was created in them: "
                    + names(List.copyOf(empty))
                    + "."));
  }

  private Problem several(String what) {
    return new Problem(
        ProblemCode.SEVERAL_DATABASES,
        messages.name() + what,
        "Run `restore-bot test "
            + messages.name()
            + "` to test one database after another, or add `--database NAME` for one of them. A"
            + " disaster restore takes a file of one database only: "
            + SPLIT);
  }

  private Problem unnamed() {
    return messages.notReadHere(
        "contains "
            + filled.size()
            + " databases, one after the other, and does not name the first: "
            + names(List.copyOf(filled)),
        "Back up each database into a file of its own with pg_dump -Fc. To test this file now, "
            + SPLIT);
  }

  private static String names(List<String> databases) {
    String shown =
        String.join(
            ", ",
            databases.stream()
                .limit(SHOWN)
                .map(name -> name.isEmpty() ? "the one before the first \\connect" : name)
                .map(ArchiveMessages::clean)
                .toList());
    return databases.size() > SHOWN
        ? shown + " and " + (databases.size() - SHOWN) + " more"
        : shown;
  }
}
