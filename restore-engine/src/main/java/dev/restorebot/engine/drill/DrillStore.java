package dev.restorebot.engine.drill;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps drills across restarts. Thread-safe; what a method stored is on the disk when it returns. A
 * failure of the storage itself is an unchecked exception.
 */
public interface DrillStore extends AutoCloseable {
  /**
   * Stores a new one.
   *
   * @return false, and nothing is stored, when its database has a scheduled one of that kind and
   *     time
   */
  boolean insert(Drill drill);

  /**
   * Stores a newer state, if nobody else did meanwhile.
   *
   * @return it with its new version, or empty when nothing was stored
   */
  Optional<Drill> update(Drill drill);

  /** The one of that id. */
  Optional<Drill> find(String id);

  /** Those that wait or run, oldest first. */
  List<Drill> open();

  /** The newest of a database, or of all, newest first; those that were missed too. */
  List<Drill> recent(Optional<String> database, int limit);

  /** The time of the newest scheduled one of a database and kind. */
  Optional<Instant> lastDue(String database, DrillKind kind);

  /**
   * Returns when this store heard of the database's schedule first, which is now when it never did.
   */
  Instant since(String database, DrillKind kind, Instant now);

  @Override
  void close();
}
