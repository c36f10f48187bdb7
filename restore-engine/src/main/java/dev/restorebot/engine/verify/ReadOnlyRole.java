package dev.restorebot.engine.verify;

import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.server.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A role of its own that may read everything and change nothing, made for one verification: what a
 * function in the restored database does, it does with the rights of that role. Every connection is
 * read-only, ends each statement in time, and finds PostgreSQL's own functions first.
 *
 * <p>In a server that others use too, no role is made: it is the one that restored, and only the
 * read-only transactions keep it from changes. Where row security would hide rows from it, reading
 * them is an error.
 */
public final class ReadOnlyRole implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReadOnlyRole.class);

  private final Sandbox sandbox;
  private final Duration timeout;
  private final Optional<String> actsAs;
  private final String role;
  private final Secret password;

  private ReadOnlyRole(Sandbox sandbox, Duration timeout, Optional<String> actsAs) {
    this.sandbox = sandbox;
    this.timeout = timeout;
    this.actsAs = actsAs;
    byte[] random = new byte[4];
    ThreadLocalRandom.current().nextBytes(random);
    this.role =
        sandbox.sharesServer()
            ? sandbox.info().user()
            : "restore_bot_reader_" + HexFormat.of().formatHex(random);
    this.password = sandbox.sharesServer() ? sandbox.password() : Secret.random();
  }

  /** Makes the role; closing removes it. */
  static ReadOnlyRole create(Sandbox sandbox, Duration timeout) throws SQLException {
    return create(new ReadOnlyRole(sandbox, timeout, Optional.empty()));
  }

  /**
   * Makes another role, whose connections act as a role of the restored database: with its rights
   * alone, and under its row security. Closing removes it.
   */
  public ReadOnlyRole actingAs(String restored) throws SQLException {
    return create(new ReadOnlyRole(sandbox, timeout, Optional.of(restored)));
  }

  private static ReadOnlyRole create(ReadOnlyRole reader) throws SQLException {
    Sandbox sandbox = reader.sandbox;
    if (sandbox.sharesServer()) {
      return reader;
    }
    try (AdminSession admin = AdminSession.begin(sandbox)) {
      // Row security would hide rows, or refuse to count them.
      admin.execute(
          "CREATE ROLE "
              + reader.role
              + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE "
              + (reader.actsAs.isPresent() ? "NOINHERIT" : "BYPASSRLS")
              + " PASSWORD '"
              + reader.password.verifier()
              + "'");
      String database = Identifiers.quoted(sandbox.info().database());
      // The dump may have taken it from PUBLIC, or set a limit that lets only superusers in.
      admin.execute("GRANT CONNECT ON DATABASE " + database + " TO " + reader.role);
      admin.execute("ALTER DATABASE " + database + " CONNECTION LIMIT -1");
      String version = sandbox.info().serverVersion();
      if (reader.actsAs.isPresent()) {
        ReadRights.pin(admin, reader.role, version);
        admin.execute("GRANT " + Identifiers.quoted(reader.actsAs.get()) + " TO " + reader.role);
      } else {
        ReadRights.grantAll(admin, reader.role, version);
      }
      admin.commit();
    }
    return reader;
  }

  /** The role's name. */
  public String role() {
    return role;
  }

  /** The sandbox that it reads. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /** Opens a connection; the caller closes it. */
  public Connection connect() throws SQLException {
    Connection connection = sandbox.connectAs(role, password);
    try {
      begin(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Makes a connection as if it had just been opened.
   *
   * @param connection one of this role
   */
  void reset(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("DISCARD ALL");
    }
    begin(connection);
  }

  private void begin(Connection connection) throws SQLException {
    List<String> settings = new ArrayList<>();
    settings.add("default_transaction_read_only = on");
    settings.add("statement_timeout = " + timeout.toMillis());
    settings.addAll(QuerySession.SETTINGS);
    if (actsAs.isPresent()) {
      settings.add("row_security = on");
      settings.add("ROLE " + Identifiers.quoted(actsAs.get()));
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET " + String.join("; SET ", settings));
    }
  }

  @Override
  public void close() {
    if (sandbox.sharesServer()) {
      return; // it was there before
    }
    try (AdminSession admin = AdminSession.begin(sandbox)) {
      admin.execute("DROP OWNED BY " + role);
      admin.execute("DROP ROLE " + role);
      admin.commit();
    } catch (SQLException e) {
      log.warn("the role {} is left in the sandbox", role, e);
    }
  }
}
