package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.ClientTools;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The client programs of PostgreSQL on this machine. They run as the bot's own user. */
public final class InstalledTools implements ClientTools {
  private final Installation installation;
  private final ServerAccount account = new ServerAccount(Optional.empty());
  private final PrivateFolder files = new PrivateFolder(account);

  private InstalledTools(Installation installation) {
    this.installation = installation;
  }

  /**
   * Finds those of that major version, or else of the nearest newer one.
   *
   * @param programs the folder of the programs; empty for the usual places
   * @throws ProblemException when there are none
   */
  public static InstalledTools find(Optional<Path> programs, int major) throws ProblemException {
    List<Installation> all = Installations.ofClients(programs).all();
    return new InstalledTools(
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
  public String source() {
    return "this machine";
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
    return new InstalledPrograms(installation, account)
        .run(
            call,
            files.path(),
            environment,
            "Update PostgreSQL's client programs to the newest minor release.",
            cancellation);
  }

  @Override
  public String put(String name, InputStream content, Cancellation cancellation)
      throws ProblemException {
    return files.put(name, content, cancellation);
  }

  @Override
  public void delete(String path) throws ProblemException {
    files.delete(path);
  }

  @Override
  public void close() throws ProblemException {
    files.close();
  }
}
