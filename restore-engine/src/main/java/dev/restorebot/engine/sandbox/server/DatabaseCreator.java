package dev.restorebot.engine.sandbox.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.diagnose.ServerMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Creates the database to restore into, empty and with the backup's encoding and locale as far as
 * the server has it.
 */
public final class DatabaseCreator {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String WARM_UP = "restore_bot_warm_up";

  private DatabaseCreator() {}

  /**
   * Creates it.
   *
   * @param admin a superuser
   * @param owner the role that shall own it, or empty for the superuser
   */
  public static NewDatabase create(
      Endpoint admin, String wanted, Optional<DatabaseLocale> locale, Optional<String> owner)
      throws ProblemException {
    String name = DatabaseName.usable(wanted);
    List<String> notes = new ArrayList<>();
    if (!name.equals(wanted)) {
      notes.add("The database is called " + name + " here: its own name cannot be used.");
    }
    // From template1, because the one to make may be the server's own "postgres".
    try (Connection connection = admin.connect("template1", TIMEOUT);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + Sql.identifier(name));
      String start =
          "CREATE DATABASE "
              + Sql.identifier(name)
              + " TEMPLATE template0"
              + owner.map(role -> " OWNER " + Sql.identifier(role)).orElse("");
      if (locale.isEmpty()) {
        statement.execute(start);
      } else {
        note(locale.get(), createWith(statement, start, locale.get())).ifPresent(notes::add);
      }
    } catch (SQLException e) {
      throw notCreated(e);
    }
    return new NewDatabase(name, notes);
  }

  private static ProblemException notCreated(SQLException e) {
    return new Problem(
            ProblemCode.SANDBOX_FAILED,
            "The sandbox's server did not create the database: " + reason(e),
            "Try again. If it fails again, check the encoding that the backup needs.")
        .exception(e);
  }

  /**
   * Creates a database and drops it. The first one takes a server several times as long as the
   * next, which finds in memory what it needs.
   *
   * @param admin a superuser
   */
  public static void warmUp(Endpoint admin) throws ProblemException {
    String name = create(admin, WARM_UP, Optional.empty(), Optional.empty()).name();
    try (Connection connection = admin.connect("template1", TIMEOUT);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE " + Sql.identifier(name));
    } catch (SQLException e) {
      throw notCreated(e);
    }
  }

  private static DatabaseLocale createWith(Statement statement, String start, DatabaseLocale wanted)
      throws SQLException {
    SQLException refused = null;
    for (DatabaseLocale candidate : LocaleCandidates.of(wanted)) {
      try {
        statement.execute(start + options(candidate));
        return candidate;
      } catch (SQLException e) {
        if (!isAboutLocale(e)) {
          throw e;
        }
        refused = e;
      }
    }
    throw refused;
  }

  private static String options(DatabaseLocale locale) {
    return " ENCODING "
        + Sql.literal(locale.encoding())
        + " LC_COLLATE "
        + Sql.literal(locale.collate())
        + " LC_CTYPE "
        + Sql.literal(locale.ctype());
  }

  /** Wrong object type: no such locale. Invalid parameter: it does not fit the encoding. */
  private static boolean isAboutLocale(SQLException e) {
    return "42809".equals(e.getSQLState()) || "22023".equals(e.getSQLState());
  }

  private static Optional<String> note(DatabaseLocale wanted, DatabaseLocale used) {
    if (LocaleCandidates.spellings(wanted).contains(used)) {
      return Optional.empty();
    }
    return Optional.of(
        "The database has the locale "
            + used.collate()
            + " because this server has no "
            + wanted.collate()
            + ": text may sort in another order than in production.");
  }

  private static String reason(SQLException e) {
    return ServerMessage.masked(String.valueOf(e.getMessage()));
  }
}
