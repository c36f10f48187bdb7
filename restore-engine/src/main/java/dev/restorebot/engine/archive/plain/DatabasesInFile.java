package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.diagnose.Problem;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The databases that a plain SQL file fills: {@code \connect} goes from one to the next. */
final class DatabasesInFile {
  private static final int MOST = 1_000;
  private static final int SHOWN = 10;
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

  /** Returns why it is not a backup of one database, if it is not; the file was read to its end. */
  Optional<Problem> problem() {
    if (cluster && named.isEmpty() && filled.isEmpty()) {
      return Optional.of(globalsOnly());
    }
    if (cluster) {
      return Optional.of(wholeServer(" (" + names(named) + ")"));
    }
    return filled.size() > 1 ? Optional.of(several()) : Optional.empty();
  }

  /** The same, when the rest of the file was not read. */
  Optional<Problem> problemSoFar() {
    return cluster ? Optional.of(wholeServer("")) : problem();
  }

  private Problem globalsOnly() {
    return messages.notReadHere(
        "holds only the roles and tablespaces of a server (pg_dumpall --globals-only): there is no"
            + " database in it",
        "Keep it: a real restore needs the roles. Choose a backup of a database, made by pg_dump,"
            + " to test.");
  }

  private Problem wholeServer(String databases) {
    return messages.notReadHere(
        "is a dump of a whole server, made by pg_dumpall, not of one database" + databases,
        "restore-bot restores one database at a time. Back up each database with pg_dump -Fc, and"
            + " the roles with pg_dumpall --globals-only. To test this file now, "
            + SPLIT);
  }

  private Problem several() {
    return messages.notReadHere(
        "holds " + filled.size() + " databases, one after the other: " + names(filled),
        "restore-bot restores one database at a time, and does not mix them. Back up each database"
            + " into a file of its own with pg_dump -Fc. To test this file now, "
            + SPLIT);
  }

  private static String names(Set<String> databases) {
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
