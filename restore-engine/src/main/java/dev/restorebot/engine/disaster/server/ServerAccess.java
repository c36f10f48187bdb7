package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ServerAddress;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.sandbox.server.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Logs in to a server, with TLS by libpq's rules. The password is read anew each time, goes to the
 * driver as a property and to programs in their environment, and never into an address.
 *
 * @param address the server and the account
 */
record ServerAccess(ServerAddress address) {
  private static final Duration LOGIN = Duration.ofSeconds(15);

  /** To the server of that target. */
  static ServerAccess of(Target target) {
    return new ServerAccess(target.address().orElseThrow());
  }

  /**
   * Opens a connection to that database; the caller closes it.
   *
   * @throws ProblemException when the server does not let it in, with what to do
   */
  Connection connect(String database) throws ProblemException {
    try {
      return connect(database, address.user(), password(), "");
    } catch (SQLException e) {
      throw ServerProblems.login(address, database, e);
    }
  }

  /** Opens a connection to the database that stays while the other one is renamed. */
  Connection maintenance() throws ProblemException {
    return connect(address.maintenanceDatabase());
  }

  /**
   * Opens a connection.
   *
   * @param options as in PGOPTIONS; empty for none
   */
  Connection connect(String database, String user, Secret password, String options)
      throws SQLException, ProblemException {
    return source(database, user, password, options).getConnection();
  }

  /**
   * Opens a connection on which a plain statement goes to the server as it is, several of them in
   * one text included: as psql and pg_restore send them.
   *
   * @param options as in PGOPTIONS
   */
  Connection connectLikeTools(String database, String options)
      throws SQLException, ProblemException {
    PGSimpleDataSource source = source(database, address.user(), password(), options);
    source.setPreferQueryMode(PreferQueryMode.SIMPLE);
    return source.getConnection();
  }

  private PGSimpleDataSource source(String database, String user, Secret password, String options)
      throws ProblemException {
    int seconds = Math.toIntExact(LOGIN.toSeconds());
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {address.host()});
    source.setPortNumbers(new int[] {address.port()});
    source.setDatabaseName(database);
    source.setUser(user);
    if (!password.value().isEmpty()) {
      source.setPassword(password.value());
    }
    source.setConnectTimeout(seconds);
    source.setLoginTimeout(seconds);
    source.setTcpKeepAlive(true);
    new TlsFiles(address).to(source);
    source.setGssEncMode("disable");
    source.setApplicationName("restore-bot");
    // Details of an error quote rows.
    source.setLogServerErrorDetail(false);
    source.setOptions(options.isEmpty() ? null : options);
    return source;
  }

  /**
   * Reads the password; empty when none is configured, for a server that asks for none.
   *
   * @throws ProblemException when the file or the variable has none
   */
  Secret password() throws ProblemException {
    if (address.passwordFile().isPresent()) {
      Path file = address.passwordFile().get();
      try {
        return filled(Files.readString(file).lines().findFirst(), "The password file " + file);
      } catch (IOException e) {
        throw new Problem(
                ProblemCode.TARGET_UNSUITABLE,
                "The password file " + file + " of the database server cannot be read.",
                "Check its name and its permissions: restore-bot's user must be able to read it.")
            .exception(e);
      }
    }
    if (address.passwordVariable().isPresent()) {
      String name = address.passwordVariable().get();
      return filled(Optional.ofNullable(System.getenv(name)), "The environment variable " + name);
    }
    return Secret.of("");
  }

  private static Secret filled(Optional<String> value, String what) throws ProblemException {
    return Secret.of(
        value
            .filter(text -> !text.isEmpty())
            .orElseThrow(
                () ->
                    new Problem(
                            ProblemCode.TARGET_UNSUITABLE,
                            what + " has no password of the database server.",
                            "Put the password of the role there, in one line.")
                        .exception()));
  }

  /** Returns the environment of a client program. */
  Map<String, String> environment(String database) throws ProblemException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("PGHOST", address.host());
    all.put("PGPORT", String.valueOf(address.port()));
    all.put("PGUSER", address.user());
    all.put("PGDATABASE", database);
    new TlsFiles(address).to(all);
    all.put("PGGSSENCMODE", "disable");
    all.put("PGAPPNAME", "restore-bot");
    Secret password = password();
    if (!password.value().isEmpty()) {
      all.put("PGPASSWORD", password.value());
    }
    return all;
  }
}
