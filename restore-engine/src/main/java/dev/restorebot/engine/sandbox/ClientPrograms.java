package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.io.InputStream;
import java.util.Map;

/**
 * The client programs of PostgreSQL ({@code pg_restore} and {@code psql}) for a server that runs
 * whether they do or not. The owner closes them, which removes the files that they were given.
 */
public interface ClientPrograms extends AutoCloseable {
  /** Returns their version, such as {@code 15.18}. */
  String version();

  /** Returns whether psql can read plain SQL without running what is hidden in it. */
  boolean psqlIsFit();

  /**
   * Runs one.
   *
   * @param environment variables of libpq, such as PGHOST
   * @return its exit code
   * @throws ProblemException when it could not be run
   */
  int run(ToolCall call, Map<String, String> environment, Cancellation cancellation)
      throws ProblemException;

  /** Streams a file to where the programs can read it, and returns its path there. */
  String put(String name, InputStream content, Cancellation cancellation) throws ProblemException;

  /** Removes a file or folder that {@link #put} made. Missing is fine. */
  void delete(String path) throws ProblemException;

  @Override
  void close() throws ProblemException;
}
