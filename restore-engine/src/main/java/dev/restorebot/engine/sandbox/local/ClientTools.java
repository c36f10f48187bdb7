package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.ClientPrograms;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The client programs of PostgreSQL on this machine, for a server that is somewhere else. They run
 * as the bot's own user, with nothing in their environment but what is given. Files that they need
 * are put into a private folder, which {@link #close} removes.
 */
public final class ClientTools implements ClientPrograms {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

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

  @Override
  public String version() {
    return installation.version();
  }

  @Override
  public boolean psqlIsFit() {
    return installation.psqlIsFit();
  }

  @Override
  public int run(ToolCall call, Map<String, String> environment, Cancellation cancellation)
      throws ProblemException {
    String name = call.command().get(0);
    boolean isPsql = name.equals("psql");
    if (isPsql && !psqlIsFit()) {
      throw new Problem(
              ProblemCode.NO_POSTGRESQL_INSTALLED,
              "The psql of this machine ("
                  + version()
                  + ") is too old to read an SQL backup safely: such a file could run programs"
                  + " here.",
              "Update PostgreSQL's client programs to the newest minor release.")
          .exception();
    }
    List<String> command = new ArrayList<>(List.of(installation.program(name)));
    command.addAll(call.command().subList(1, call.command().size()));
    int code =
        new LocalTool(name, folder(), environment)
            .run(
                isPsql ? account.prefixWithoutChildren() : account.prefix(),
                command,
                call.stdin(),
                call.output(),
                cancellation);
    if (code == NOT_FOUND || code == NOT_EXECUTABLE) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "This machine cannot run " + name + ".",
              "Install PostgreSQL's client programs.")
          .exception();
    }
    return code;
  }

  /** Streams a file into the private folder, and returns its path. */
  @Override
  public String put(String name, InputStream content, Cancellation cancellation)
      throws ProblemException {
    return new PutFiles(folder(), account).put(name, content, cancellation);
  }

  @Override
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
