package dev.restorebot.engine.load;

import dev.restorebot.engine.sandbox.server.ServerError;
import java.io.IOException;

/** Takes the statements and rows of a plain dump, in the dump's order. Not thread-safe. */
interface PlainTarget {
  /** Returns whether nothing more can be sent. */
  boolean isLost();

  /** The dump was read up to that line. */
  void reached(long line);

  /**
   * Takes a statement that ends in that line.
   *
   * @throws IOException when a session is lost
   */
  void execute(long line, String statement) throws IOException;

  /**
   * Starts a COPY.
   *
   * @throws IOException when a session is lost
   */
  Rows copy(String statement) throws IOException;

  /**
   * Waits until everything that was sent is done.
   *
   * @throws IOException when a session is lost
   */
  void finish() throws IOException;

  /** The rows of one COPY. They are accepted and dropped once the server has refused it. */
  interface Rows {
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Ends the COPY, whose last row is in that line of the dump. */
    void end(long line) throws IOException;
  }

  /** Hears how far the dump is, and of what the server refuses. */
  interface Heard {
    /** The dump was loaded up to that line. */
    void reached(long line);

    /** Work on the object in that line begins, beside others. */
    default void started(long line) {}

    /** The object in that line is done. */
    default void finished(long line) {}

    /** The server refused a statement that ends in that line. */
    void refused(long line, ServerError error, String statement);
  }
}
