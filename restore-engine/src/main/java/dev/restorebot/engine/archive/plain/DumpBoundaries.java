package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.diagnose.Problem;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Follows where the dumps in a plain SQL file begin and end, and finds the one that is cut off:
 * pg_dump and pg_dumpall write a line at the start and one at the end.
 */
final class DumpBoundaries {
  static final String HEADER = "-- PostgreSQL database dump";
  static final String COMPLETE = HEADER + " complete";
  static final String CLUSTER = "-- PostgreSQL database cluster dump";
  static final String CLUSTER_COMPLETE = CLUSTER + " complete";

  private final ArchiveMessages messages;
  private final PlainEnd end = new PlainEnd();

  /** The line of the newest header. */
  private long begun;

  private boolean byPgDump;
  private boolean open;
  private boolean clusterOpen;
  private Optional<String> restricted = Optional.empty();
  private OptionalLong quotedHeader = OptionalLong.empty();
  private Optional<Problem> cutOff = Optional.empty();

  DumpBoundaries(ArchiveMessages messages) {
    this.messages = messages;
  }

  /** Returns whether a header of pg_dump was read. */
  boolean isByPgDump() {
    return byPgDump;
  }

  /** Returns whether a dump of one database has begun and not ended. */
  boolean isOpen() {
    return open;
  }

  void accept(byte[] buffer, int off, int len) {
    end.accept(buffer, off, len);
  }

  /** A dump of one database begins. */
  void begin(long line) {
    if (open || restricted.isPresent()) {
      cutOff("", line);
    }
    byPgDump = true;
    open = true;
    start(line);
  }

  /** A dump of one database ends. */
  void complete() {
    open = false;
    quotedHeader = OptionalLong.empty();
  }

  /** A dump of a server begins. */
  void beginCluster(long line) {
    if (open || clusterOpen || restricted.isPresent()) {
      cutOff("", line);
    }
    clusterOpen = true;
    start(line);
  }

  /** A dump of a server ends. */
  void completeCluster() {
    clusterOpen = false;
  }

  /** A command of psql, from its backslash on. */
  void command(String command, long line) {
    if (command.startsWith("\\restrict ")) {
      String token = command.substring("\\restrict ".length()).strip();
      if (restricted.filter(before -> !before.equals(token)).isPresent()) {
        cutOff("", line);
      }
      restricted = Optional.of(token);
    } else if (command.startsWith("\\unrestrict ")) {
      String token = command.substring("\\unrestrict ".length()).strip();
      restricted = restricted.filter(before -> !before.equals(token));
    }
  }

  /** A header was read as a part of a quoted text or a comment. */
  void headerInQuote(long line) {
    if (open && quotedHeader.isEmpty()) {
      quotedHeader = OptionalLong.of(line);
    }
  }

  /** The beginning of a dump was read as rows of that table. */
  void headerInRows(long line, String table) {
    if (open) {
      cutOff(" in the middle of the rows of " + table, line);
    }
  }

  /** Returns the dump that is cut off before another one, as far as the file was read. */
  Optional<Problem> cutOff() {
    return cutOff;
  }

  /**
   * Returns the dump that is cut off at the end of the file.
   *
   * @param line the last one
   * @param quoted whether a quoted text or a comment has not ended
   */
  Optional<Problem> cutOffAtEnd(long line, boolean quoted) {
    if (open && quotedHeader.isPresent()) {
      cutOff(" in the middle of a quoted text or a comment", quotedHeader.getAsLong());
      return cutOff;
    }
    boolean closed = !open && restricted.isEmpty();
    if (byPgDump && !closed && !end.isComplete(restricted)) {
      return Optional.of(withoutLastLine(line));
    }
    if (!byPgDump && quoted) {
      return Optional.of(messages.truncated("in the middle of a quoted text or a comment"));
    }
    if (clusterOpen) {
      return Optional.of(
          messages.truncated(
              "at line "
                  + line
                  + " without pg_dumpall's last line, \"PostgreSQL database cluster dump"
                  + " complete\""));
    }
    return restricted.filter(token -> !byPgDump).map(token -> withoutLastLine(line));
  }

  private Problem withoutLastLine(long line) {
    return messages.truncated(
        "at line "
            + line
            + " without pg_dump's last line, "
            + (open ? "\"PostgreSQL database dump complete\"" : "\\unrestrict with its key"));
  }

  private void start(long line) {
    begun = line;
    restricted = Optional.empty();
    quotedHeader = OptionalLong.empty();
  }

  private void cutOff(String where, long next) {
    cutOff = cutOff.or(() -> Optional.of(messages.cutOffBefore(begun, where, next)));
  }
}
