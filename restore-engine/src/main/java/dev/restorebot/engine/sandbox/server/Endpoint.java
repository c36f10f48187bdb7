package dev.restorebot.engine.sandbox.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * The address of a sandbox's server and the account to log in with. The password goes to the driver
 * as a property, never into an address, so no message of the driver can show it.
 *
 * @param host always loopback
 * @param port its port
 * @param user the role to log in as
 * @param password its password
 */
public record Endpoint(String host, int port, String user, Secret password) {
  /** A server that is stopped, or that starves, takes the connection and never answers. */
  private static final Duration LOGIN = Duration.ofSeconds(10);

  /** A query of somebody else's must not fill the memory. */
  private static final String MOST_OF_A_RESULT = "64M";

  /** The same server as another role. */
  public Endpoint as(String otherUser, Secret otherPassword) {
    return new Endpoint(host, port, otherUser, otherPassword);
  }

  /**
   * Opens a connection. Logging in takes seconds at most, or fails.
   *
   * @param timeout how long a statement may take; zero for as long as it takes (the connection
   *     still breaks when the server ends, since its peer is on this machine)
   */
  public Connection connect(String database, Duration timeout) throws SQLException {
    return connect(database, timeout, "");
  }

  /**
   * Opens a connection that starts with options.
   *
   * @param options as in PGOPTIONS, such as those of {@link SessionOptions}
   */
  public Connection connect(String database, Duration timeout, String options) throws SQLException {
    return connect(database, timeout, options, LOGIN);
  }

  /**
   * Opens a connection on which a plain statement goes to the server as it is, several of them in
   * one text included: as psql and pg_restore send them. A result of more than 64 MB ends it.
   *
   * @param options as in PGOPTIONS
   */
  public Connection connectLikeTools(String database, String options) throws SQLException {
    PGSimpleDataSource source = source(database, options, LOGIN);
    source.setPreferQueryMode(PreferQueryMode.SIMPLE);
    source.setMaxResultBuffer(MOST_OF_A_RESULT);
    Connection connection = opened(source, Duration.ZERO);
    try (Statement statement = connection.createStatement()) {
      // The driver names the zone of this process; a server in a container has none of its own.
      statement.execute("SET TimeZone = 'UTC'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  Connection connect(String database, Duration timeout, String options, Duration login)
      throws SQLException {
    return opened(source(database, options, login), timeout);
  }

  private PGSimpleDataSource source(String database, String options, Duration login) {
    int seconds = Math.toIntExact(login.toSeconds());
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {host});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(user);
    source.setPassword(password.value());
    source.setConnectTimeout(seconds);
    source.setSocketTimeout(seconds);
    source.setTcpKeepAlive(true);
    source.setSslmode("disable");
    source.setGssEncMode("disable");
    source.setApplicationName("restore-bot");
    // Details of an error quote rows.
    source.setLogServerErrorDetail(false);
    source.setOptions(options.isEmpty() ? null : options);
    return source;
  }

  private static Connection opened(PGSimpleDataSource source, Duration timeout)
      throws SQLException {
    Connection connection = source.getConnection();
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
    return connection;
  }
}
