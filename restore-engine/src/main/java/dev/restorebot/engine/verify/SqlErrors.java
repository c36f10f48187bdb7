package dev.restorebot.engine.verify;

import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Diagnosis;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ServerMessage;
import dev.restorebot.engine.text.Durations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Describes the errors of a database without its data. */
public final class SqlErrors {
  private static final String CANCELLED = "57014";

  private SqlErrors() {}

  /** The result of a check that broke with this. */
  static CheckResult unknown(String check, SQLException e, Duration timeout) {
    if (CANCELLED.equals(e.getSQLState())) {
      return CheckResult.unknown(
          check,
          "a query took longer than " + Durations.text(timeout),
          "Raise `verify.statement-timeout`, or take that query or table out of the check.");
    }
    Problem known = Diagnosis.of(text(e));
    return known.code().blame() == Blame.ENVIRONMENT
        ? CheckResult.unknown(check, "could not be checked", List.of(known))
        : CheckResult.unknown(check, safe(e), "Check that the settings fit this database.");
  }

  /**
   * Returns what went wrong, without any value of the database in it: only errors about the text of
   * a query (class 42) name nothing but tables and columns.
   */
  public static String safe(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("42")
        ? ServerMessage.masked(text(e))
        : "PostgreSQL refused a query (SQLSTATE " + state + ")";
  }

  /** Returns the driver's message, or for what a function raised only its SQLSTATE. */
  private static String text(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("P0") ? "SQLSTATE " + state : String.valueOf(e.getMessage());
  }
}
