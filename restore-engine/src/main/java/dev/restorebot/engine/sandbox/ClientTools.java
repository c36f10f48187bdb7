package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.io.InputStream;
import java.util.Map;

/**
 * The client programs of PostgreSQL for a server that is somewhere else. They have nothing in their
 * environment but what is given. Files that they need are put into a private folder, which {@link
 * #close} removes.
 */
public interface ClientTools extends AutoCloseable {
  /** Returns where they are, such as {@code this machine} or {@code the image postgres:17}. */
  String source();

  /**
   * Returns whether there are programs to run. Without them a backup is loaded over JDBC, and
   * {@link #put} returns a path of this machine.
   */
  default boolean hasPrograms() {
    return true;
  }

  /** Returns their version, such as {@code 15.18}. */
  String version();

  /** Returns whether psql can read plain SQL without running what is hidden in it. */
  boolean psqlIsFit() throws ProblemException;

  /**
   * Runs one.
   *
   * @param environment variables of libpq, such as PGHOST
   * @return its exit code
   * @throws ProblemException when it could not be run
   */
  int run(ToolCall call, Map<String, String> environment, Cancellation cancellation)
      throws ProblemException;

  /** Streams a file into the private folder, and returns its path. */
  String put(String name, InputStream content, Cancellation cancellation) throws ProblemException;

  /** Removes a file or folder that {@link #put} made. */
  void delete(String path) throws ProblemException;

  @Override
  void close() throws ProblemException;
}
