package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.task.Cancellation;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A running PostgreSQL server of our own, made for one job.
 *
 * <p>It stays until {@link #remove()}; closing the process does not end it. Thread-safe.
 */
public interface Sandbox {
  /** Its facts. */
  SandboxInfo info();

  /**
   * The password of its {@link SandboxInfo#user()}, for programs on this machine that connect to
   * its host and port. It goes into their environment only.
   */
  Secret password();

  /** CPUs that it may use: the number of parallel jobs worth starting. At least 1. */
  int cpus();

  /**
   * Opens a connection to the restored database, as the role that restores. No setting of the
   * database and, of PostgreSQL 17 and newer, no event trigger of it takes part in it. The caller
   * closes it.
   */
  Connection connect() throws SQLException;

  /**
   * Opens a connection to load a backup over, as the role that restores. A plain statement goes to
   * the server as it is, several of them in one text included. The caller closes it.
   */
  default Connection connectToLoad() throws SQLException {
    throw new UnsupportedOperationException(info().runtime() + " loads with the sandbox's tools");
  }

  /**
   * Opens a connection to the restored database as the server's superuser, for what the role that
   * restores may not do. Only for statements of restore-bot's own: what the backup brought must not
   * run in it. The caller closes it.
   */
  Connection connectAsAdmin() throws SQLException;

  /** Opens a connection to the restored database as another role. The caller closes it. */
  Connection connectAs(String role, Secret password) throws SQLException;

  /**
   * Returns whether the server has others' databases too. Then nobody here is a superuser, and no
   * role may be created: {@link #connectAsAdmin} gives the role that restores.
   */
  default boolean sharesServer() {
    return false;
  }

  /**
   * Returns whether {@code pg_restore} and {@code psql} can be run in it. Where they cannot, the
   * sandbox's own storage is a folder of this machine, and {@link #put} returns a path in it.
   */
  default boolean hasClientTools() {
    return true;
  }

  /**
   * Streams a file into the sandbox's own storage.
   *
   * @param name a plain file name, such as {@code backup.dump}; {@code a/b} makes the folder
   * @param content read to its end; an exception of it leaves nothing that looks complete
   * @return the path inside the sandbox, for {@link #run}
   */
  String put(String name, InputStream content, Cancellation cancellation) throws ProblemException;

  /** Removes a file or folder that {@link #put} made. Missing is fine. */
  void delete(String path) throws ProblemException;

  /**
   * Runs a program inside the sandbox with PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE set to
   * it, and with LC_ALL=C. Messages are English.
   *
   * @return the program's exit code
   * @throws ProblemException when the program could not be run or the sandbox went away
   * @throws java.util.concurrent.CancellationException when cancelled; the program has been ended
   */
  int run(ToolCall call, Cancellation cancellation) throws ProblemException;

  /**
   * Runs a program as {@link #run} does, and then removes a file or folder that {@link #put} made.
   * If the program could not be run, it may still be there.
   */
  default int runAndDelete(ToolCall call, String path, Cancellation cancellation)
      throws ProblemException {
    int code = run(call, cancellation);
    delete(path);
    return code;
  }

  /**
   * Returns whether the sandbox ran out of something, asked after a failure: a problem such as disk
   * full, out of memory or gone away; empty when it looks healthy.
   */
  Optional<Problem> trouble();

  /**
   * Returns its present use of the disk. Answers within seconds.
   *
   * @throws ProblemException when that cannot be told, because the sandbox is gone or lets nothing
   *     run in it any more
   */
  DiskUse disk() throws ProblemException;

  /**
   * Removes server, container, volume, files. Idempotent.
   *
   * @throws ProblemException when something is left; its hint is the command that removes it
   */
  void remove() throws ProblemException;
}
