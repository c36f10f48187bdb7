package dev.restorebot.engine.verify;

import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.SessionOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
  private static final int HAS_READ_ALL = 140_000;

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
    try (AdminSession admin = AdminSession.begin(sandbox);
        Statement statement = admin.connection().createStatement()) {
      // Row security would hide rows, or refuse to count them.
      statement.execute(
          "CREATE ROLE "
              + reader.role
              + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE "
              + (reader.actsAs.isPresent() ? "NOINHERIT" : "BYPASSRLS")
              + " PASSWORD '"
              + reader.password.value()
              + "'");
      for (Map.Entry<String, String> setting :
          SessionOptions.superusers(sandbox.info().serverVersion()).entrySet()) {
        statement.execute(
            "ALTER ROLE "
                + reader.role
                + " SET "
                + setting.getKey()
                + " = '"
                + setting.getValue()
                + "'");
      }
      if (reader.actsAs.isPresent()) {
        statement.execute(
            "GRANT " + Identifiers.quoted(reader.actsAs.get()) + " TO " + reader.role);
      } else {
        reader.grant(statement, SqlRows.major(admin.connection()) * 10_000);
      }
      admin.commit();
    }
    return reader;
  }

  private void grant(Statement statement, int version) throws SQLException {
    if (version >= HAS_READ_ALL) {
      statement.execute("GRANT pg_read_all_data TO " + role);
    } else {
      for (String schema : schemas(statement)) {
        grantSchema(statement, schema);
      }
    }
  }

  /** Grants what {@code pg_read_all_data} gives, where there is no such role. */
  void grantSchema(Statement statement, String schema) throws SQLException {
    String name = Identifiers.quoted(schema);
    statement.execute("GRANT USAGE ON SCHEMA " + name + " TO " + role);
    statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA " + name + " TO " + role);
    statement.execute("GRANT SELECT ON ALL SEQUENCES IN SCHEMA " + name + " TO " + role);
  }

  private static List<String> schemas(Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT nspname FROM pg_namespace"
                + " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
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
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET default_transaction_read_only = on");
      statement.execute("SET statement_timeout = " + timeout.toMillis());
      QuerySession.begin(statement);
      if (actsAs.isPresent()) {
        statement.execute("SET row_security = on");
        statement.execute("SET ROLE " + Identifiers.quoted(actsAs.get()));
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
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
