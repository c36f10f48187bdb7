package dev.restorebot.engine.load;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * A part of a dump that several sessions load at once.
 *
 * @param <T> something that failed
 */
interface Phase<T> extends AutoCloseable {
  /** Returns whether a session is lost, so that nothing more is loaded. */
  boolean isStopped();

  /** Waits until everything is loaded, and returns what failed. Called once. */
  List<T> finish() throws IOException, SQLException;

  /** Stops loading, and waits for a while until the threads have ended. */
  @Override
  void close();
}
