package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The client programs of PostgreSQL on this machine, for a server that is somewhere else. They run
 * as the bot's own user, with nothing in their environment but what is given. Files that they need
 * are put into a private folder, which {@link #close} removes.
 */
public final class ClientTools implements AutoCloseable {
  private final Installation installation;
  private final ServerAccount account = new ServerAccount(Optional.empty());
  private Optional<Path> folder = Optional.empty();

  private ClientTools(Installation installation) {
    this.installation = installation;
  }

  /**
   * Finds those of that major version, or else of the nearest newer one.
   *
   * @param programs the folder of the programs; empty for the usual places
   * @throws ProblemException when there are none
   */
  public static ClientTools find(Optional<Path> programs, int major) throws ProblemException {
    List<Installation> all = Installations.ofClients(programs).all();
    return new ClientTools(
        all.stream()
            .filter(each -> each.major() >= major)
            .findFirst()
            .orElseThrow(() -> missing(programs, major, all)));
  }

  private static ProblemException missing(
      Optional<Path> programs, int major, List<Installation> all) {
    String where = programs.map(path -> "in " + path).orElse("on this machine");
    return new Problem(
            ProblemCode.NO_POSTGRESQL_INSTALLED,
            "pg_restore and psql of PostgreSQL "
                + major
                + " are needed to restore into this server, and "
                + (all.isEmpty()
                    ? "none are installed " + where
                    : "the newest "
                        + where
                        + " are of "
                        + all.stream()
                            .map(Installation::version)
                            .reduce((older, newer) -> newer)
                            .orElseThrow())
                + ".",
            "Install the client programs (Debian: postgresql-client-"
                + major
                + "), or name their folder in `disaster.server.tools`.")
        .exception();
  }

  /** Returns the folder of the programs. */
  public Path programs() {
    return installation.programs();
  }

  /** Returns their version, such as {@code 15.18}. */
  public String version() {
    return installation.version();
  }

  /** Returns whether psql can read plain SQL without running what is hidden in it. */
  public boolean psqlIsFit() {
    return installation.psqlIsFit();
  }

  /**
   * Runs one.
   *
   * @param environment variables of libpq, such as PGHOST
   * @return its exit code
   * @throws ProblemException when it could not be run
   */
  public int run(ToolCall call, Map<String, String> environment, Cancellation cancellation)
      throws ProblemException {
    return new InstalledTools(installation, account)
        .run(
            call,
            folder(),
            environment,
            "Update PostgreSQL's client programs to the newest minor release.",
            cancellation);
  }

  /** Streams a file into the private folder, and returns its path. */
  public String put(String name, InputStream content, Cancellation cancellation)
      throws ProblemException {
    return new PutFiles(folder(), account).put(name, content, cancellation);
  }

  /** Removes a file or folder that {@link #put} made. */
  public void delete(String path) throws ProblemException {
    new PutFiles(folder(), account).delete(path);
  }

  private synchronized Path folder() throws ProblemException {
    if (folder.isEmpty()) {
      try {
        folder = Optional.of(Files.createTempDirectory("restore-bot-tools"));
      } catch (IOException e) {
        throw new Problem(
                ProblemCode.SANDBOX_FAILED,
                "No folder for temporary files could be created: " + e.getMessage(),
                "Check the folder for temporary files and its disk.")
            .exception(e);
      }
    }
    return folder.get();
  }

  @Override
  public synchronized void close() throws ProblemException {
    if (folder.isPresent()) {
      try {
        LocalRemoval.delete(folder.get());
        folder = Optional.empty();
      } catch (IOException e) {
        throw new Problem(
                ProblemCode.SANDBOX_FAILED,
                "The temporary folder " + folder.get() + " could not be removed.",
                "Remove it by hand: it may hold a copy of the backup.")
            .exception(e);
      }
    }
  }
}
