package dev.restorebot.engine.sandbox.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Pauses;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Waits until a server lets us in. Only a real log-in counts: an open port, or a server that
 * answers on its Unix socket, may be the one that an image's entrypoint runs for a moment to set
 * itself up.
 */
public final class Readiness {
  private static final Duration STATEMENT = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 20;
  private static final int ATTEMPTS_PER_GUARD = 8;

  private Readiness() {}

  /** Asked at first and a few times a second, so that a server that died is noticed soon. */
  @FunctionalInterface
  public interface Guard {
    /** Returns while the server may still come up. */
    void check() throws ProblemException;
  }

  /**
   * Returns the server's version, such as {@code 15.18}, once it accepts a log-in.
   *
   * @throws ProblemException from the guard, or TIMED_OUT
   */
  public static String await(
      Endpoint endpoint, Duration patience, Guard guard, Cancellation cancellation)
      throws ProblemException {
    long end = System.nanoTime() + patience.toNanos();
    SQLException last = null;
    for (int attempt = 0; attempt == 0 || System.nanoTime() < end; attempt++) {
      cancellation.check();
      if (attempt % ATTEMPTS_PER_GUARD == 0) {
        guard.check();
      }
      try {
        return version(endpoint);
      } catch (SQLException notYet) {
        last = notYet;
      }
      Pauses.await(PAUSE_MILLIS, cancellation);
    }
    throw new Problem(
            ProblemCode.TIMED_OUT,
            "The sandbox's PostgreSQL server did not accept a connection within "
                + patience.toSeconds()
                + " s. This says nothing about the backup.",
            "Check the machine's load and disk, then try again.")
        .exception(last);
  }

  private static String version(Endpoint endpoint) throws SQLException {
    try (Connection connection = endpoint.connect("postgres", STATEMENT);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW server_version")) {
      row.next();
      return row.getString(1).split(" ")[0];
    }
  }
}
