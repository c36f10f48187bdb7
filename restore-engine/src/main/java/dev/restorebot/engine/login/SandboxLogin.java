package dev.restorebot.engine.login;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.server.ConnectionString;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.ShellWords;
import dev.restorebot.engine.state.Actor;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A read-only login of one person to one sandbox. The password is here and nowhere else: it is not
 * stored, and the server has only a verifier of it.
 *
 * @param sandbox the sandbox, with its present port
 * @param role the role to log in as
 * @param password its password
 * @param until when logging in and open sessions end
 * @param settings how people reach the sandbox's machine
 */
public record SandboxLogin(
    SandboxInfo sandbox, String role, Secret password, Instant until, LoginSettings settings) {
  private static final Logger log = LoggerFactory.getLogger(SandboxLogin.class);

  /**
   * Creates a login, or a new password for who has one. Open sessions go on until the end.
   *
   * @throws ProblemException when the server did not create it
   */
  public static SandboxLogin give(
      Sandbox sandbox, Actor person, Instant until, LoginSettings settings)
      throws ProblemException {
    String job = sandbox.info().jobId();
    Secret password = Secret.random();
    try {
      String role = LoginRoles.give(sandbox, person, password, until);
      log.info("{} may log in to the sandbox of job {} until {}", role, job, until);
      return new SandboxLogin(sandbox.info(), role, password, until, settings);
    } catch (SQLException e) {
      log.warn("no login to the sandbox of job {} could be created", job, e);
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The sandbox's server did not create the login.",
              "Try again in a minute. If it fails again, run the test again.")
          .exception(e);
    }
  }

  /**
   * Returns the command for the sandbox's machine, and for others once {@link #tunnel} runs there.
   * It asks for the password.
   */
  public String psql() {
    return command("psql", "-h", sandbox.host(), "-p", String.valueOf(sandbox.port()));
  }

  /** Returns the command that forwards the sandbox's port to another machine, on which it runs. */
  public String tunnel() {
    int port = sandbox.port();
    String forward = port + ":" + sandbox.host() + ":" + port;
    return ShellWords.command(
        "ssh", "-o", "ExitOnForwardFailure=yes", "-N", "-L", forward, settings.host());
  }

  /**
   * Returns the command for every machine that reaches the bot's published port, if it has one. It
   * asks for the password.
   */
  public Optional<String> psqlFromElsewhere() {
    if (settings.publishedPort().isEmpty()) {
      return Optional.empty();
    }
    String connection =
        "host=%s port=%d sslmode=require user=%s %s"
            .formatted(
                machine(),
                settings.publishedPort().getAsInt(),
                role,
                ConnectionString.parameter("dbname", sandbox.database()));
    // In double quotes where nothing is special there: the Windows shell knows no others.
    return Optional.of(
        connection.matches("[A-Za-z0-9_.:= -]+")
            ? "psql \"" + connection + "\""
            : ShellWords.command("psql", connection));
  }

  /** Returns the sandbox's machine as other machines name it. */
  public String machine() {
    return settings.host().replaceFirst("^.*@", "");
  }

  /** Returns the command for the sandbox's machine that needs no psql there, if there is one. */
  public Optional<String> psqlInside() {
    return sandbox.runtime().equals("docker")
        ? Optional.of(
            command("docker", "exec", "-it", sandbox.container(), "psql", "-h", sandbox.host()))
        : Optional.empty();
  }

  private String command(String... words) {
    return ShellWords.command(words)
        + " "
        + ShellWords.command("-U", role, "-d", ConnectionString.database(sandbox.database()));
  }
}
