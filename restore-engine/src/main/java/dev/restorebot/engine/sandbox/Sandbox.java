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
   * Returns client programs that run beside its server and may log in to it as any role; empty when
   * those of this machine have to be used.
   */
  default Optional<ClientPrograms> clients() {
    return Optional.empty();
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
