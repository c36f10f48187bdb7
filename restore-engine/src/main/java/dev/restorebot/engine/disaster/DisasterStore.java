package dev.restorebot.engine.disaster;

import java.util.List;
import java.util.Optional;

/**
 * Keeps disaster restores across restarts. Thread-safe; what a method stored is on the disk when it
 * returns. A failure of the storage itself is an unchecked exception.
 */
public interface DisasterStore extends AutoCloseable {
  /**
   * Stores a new one.
   *
   * @return false, and nothing is stored, when another one holds its target
   */
  boolean insert(Disaster disaster);

  /**
   * Stores a newer state, if nobody else did meanwhile and, for a state that holds the target, no
   * other one does.
   *
   * @return it with its new version, or empty when nothing was stored
   */
  Optional<Disaster> update(Disaster disaster);

  /** The one of that id. */
  Optional<Disaster> find(String id);

  /** The one whose newest request has that id. */
  Optional<Disaster> ofRequest(String request);

  /** Those that have not ended, DONE ones left out, oldest first. */
  List<Disaster> open();

  /**
   * Those that say how production is now, newest first: the ones that {@link #open} returns, those
   * whose services are stopped, and the newest of each target that swapped.
   */
  List<Disaster> current();

  /**
   * Those that may keep storage, newest first: the ones that swapped, unless what they left was
   * deleted with the bot. {@link LeftStorage#of} says what each keeps.
   */
  List<Disaster> keeping();

  /** The newest, ended or not, newest first. */
  List<Disaster> recent(int limit);

  @Override
  void close();
}
