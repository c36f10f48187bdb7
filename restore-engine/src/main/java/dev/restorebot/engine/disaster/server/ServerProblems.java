package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.diagnose.ServerMessage;
import dev.restorebot.engine.disaster.ServerAddress;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/** Explains what a server said: what is wrong and what to do. */
final class ServerProblems {
  private ServerProblems() {}

  /** A login that failed. */
  static ProblemException login(ServerAddress address, String database, SQLException e) {
    String server = "The database server " + address.text();
    String state = String.valueOf(e.getSQLState());
    Problem problem =
        switch (state) {
          case "28P01" ->
              unsuitable(
                  server + " rejected the password of the role " + address.user() + ".",
                  "Put the right password where `disaster.server` says, then try again.");
          case "28000" ->
              unsuitable(
                  server + " does not let the role " + address.user() + " log in: " + said(e),
                  "Check that the role exists and has LOGIN, the lines of pg_hba.conf, and the"
                      + " client's certificate (`sslcert`, `sslkey`), if the server asks for one.");
          case "3D000" ->
              new Problem(
                  ProblemCode.TARGET_NOT_FOUND,
                  server + " has no database " + database + ".",
                  "Check the names in `disaster.database` and `disaster.server`.");
          case "42501" ->
              unsuitable(
                  "The role "
                      + address.user()
                      + " may not connect to the database "
                      + database
                      + " on "
                      + address.text()
                      + ".",
                  "Run as the database's owner: GRANT CONNECT ON DATABASE \""
                      + database
                      + "\" TO \""
                      + address.user()
                      + "\"");
          case "53300" ->
              new Problem(
                  ProblemCode.TARGET_NOT_FOUND,
                  server + " has no free connection.",
                  "End connections that are not needed, then try again.");
          default -> unreachable(address, e);
        };
    return problem.exception(e);
  }

  private static Problem unreachable(ServerAddress address, SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException || String.valueOf(cause.getMessage()).contains("SSL")) {
        return unsuitable(
            "The TLS connection to "
                + address.text()
                + " failed (sslmode "
                + address.sslmode()
                + "): "
                + tls(e),
            "Check `disaster.server.sslmode`, `sslrootcert`, `sslcert` and `sslkey`, and the"
                + " server's certificate.");
      }
    }
    return new Problem(
        ProblemCode.TARGET_NOT_FOUND,
        "The database server " + address.text() + " does not answer: " + said(e),
        "Start it, or check its address in `disaster.server` and the firewall. A backup can be"
            + " restored only into a server that runs: if it is lost, set up another one with the"
            + " same roles, name it in `disaster.server`, and request the restore again.");
  }

  /** The driver's own words for a certificate are those of Java's libraries. */
  private static String tls(SQLException e) {
    String said = String.valueOf(e.getMessage());
    if (said.contains("PKIX")) {
      return "the server's certificate is not signed by one of the configured certificates.";
    }
    return said.contains("hostname") && said.contains("verified")
        ? "the server's certificate is for another host name."
        : said(e);
  }

  /** A statement that failed while a disaster restore was at work. */
  static ProblemException failed(String doing, SQLException e) {
    return new Problem(
            "53100".equals(e.getSQLState()) ? ProblemCode.DISK_FULL : ProblemCode.SANDBOX_FAILED,
            "The database server did not " + doing + ": " + said(e),
            "53100".equals(e.getSQLState())
                ? "Free disk space on the server, then request the restore again."
                : "Check the server and its log, then try again.")
        .exception(e);
  }

  /** A step of the swap that failed. */
  static ProblemException swap(String doing, SQLException e) {
    return new Problem(
            ProblemCode.SWAP_FAILED,
            "The database server did not " + doing + ": " + said(e),
            "Check the server and its log.")
        .exception(e);
  }

  static Problem unsuitable(String message, String hint) {
    return new Problem(ProblemCode.TARGET_UNSUITABLE, message, hint);
  }

  private static String said(SQLException e) {
    String masked = ServerMessage.masked(String.valueOf(e.getMessage())).strip();
    return masked.endsWith(".") ? masked : masked + ".";
  }
}
