package dev.restorebot.engine.load;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises errors that may come from the order of text: a plain dump without CREATE DATABASE does
 * not say its locale, and {@code 'Z' < 'a'} is true in one locale and false in another.
 */
final class UnknownLocale {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownLocale.class);
  private static final String NAME = "\"([^\"]*)\"";
  private static final Pattern CHECK =
      Pattern.compile("(?:relation|domain) " + NAME + " violates check constraint " + NAME);
  private static final Pattern ROW_OUT_OF_BOUNDS =
      Pattern.compile(
          "relation " + NAME + " violates partition constraint|no partition of relation " + NAME);
  private static final Pattern EMPTY_BOUND =
      Pattern.compile("empty range bound specified for partition");
  private static final Pattern PARENT =
      Pattern.compile(
          "(?:ALTER TABLE (?:ONLY )?|PARTITION OF )(?:(?:\"[^\"]*\"|[^\\s.\"]+)\\.)?"
              + "(?:\"([^\"]*)\"|([^\\s.\"]+))");

  /** A comparison by order with a text, or with a pattern. */
  private static final Pattern ORDERS_TEXT =
      Pattern.compile(
          "::(?:text|bpchar|character varying)\\)* (?:[<>]=?|!?~\\*?) "
              + "| (?:[<>]=?|!?~\\*?) \\(*'(?:[^']|'')*'::(?:text|bpchar|character varying)");

  private static final String DEFINITION =
      "SELECT pg_catalog.pg_get_constraintdef(k.oid) FROM pg_catalog.pg_constraint k"
          + " LEFT JOIN pg_catalog.pg_class c ON c.oid = k.conrelid"
          + " LEFT JOIN pg_catalog.pg_type t ON t.oid = k.contypid"
          + " WHERE k.contype = 'c' AND coalesce(c.relname, t.typname) = ? AND k.conname = ?";
  private static final String BY_RANGES_OF_TEXT =
      "SELECT p.partrelid FROM pg_catalog.pg_partitioned_table p"
          + " JOIN pg_catalog.pg_class c ON c.relname = ?"
          + " LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid"
          + " WHERE p.partrelid IN (c.oid, i.inhparent) AND p.partstrat = 'r'"
          + " AND EXISTS (SELECT FROM unnest(p.partcollation) o WHERE o <> 0)";

  private final Sandbox sandbox;

  /** Asks the restored database for the definitions of what failed. */
  UnknownLocale(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** Returns the problem of an error that the locale may explain; empty for any other. */
  Optional<Problem> explain(LoadError error) {
    try {
      return dependsOnOrder(error) ? Optional.of(problem(error)) : Optional.empty();
    } catch (SQLException e) {
      LOG.warn("the definition behind an error was not read (SQLSTATE {})", e.getSQLState());
      return Optional.empty();
    }
  }

  private boolean dependsOnOrder(LoadError error) throws SQLException {
    Matcher check = CHECK.matcher(error.message());
    if (check.find()) {
      return first(DEFINITION, check.group(1), check.group(2))
          .filter(definition -> ORDERS_TEXT.matcher(definition).find())
          .isPresent();
    }
    Matcher row = ROW_OUT_OF_BOUNDS.matcher(error.message());
    if (row.find()) {
      return first(BY_RANGES_OF_TEXT, either(row)).isPresent();
    }
    Matcher parent = PARENT.matcher(error.statement());
    return EMPTY_BOUND.matcher(error.message()).find()
        && parent.find()
        && first(BY_RANGES_OF_TEXT, either(parent)).isPresent();
  }

  private static String either(Matcher found) {
    return found.group(1) != null ? found.group(1) : found.group(2);
  }

  private Optional<String> first(String query, String... values) throws SQLException {
    try (Connection connection = sandbox.connect();
        PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private static Problem problem(LoadError error) {
    return new Problem(
        ProblemCode.MISSING_COLLATION,
        "A check or a partition compares text, and the dump does not say in which locale: in"
            + " production's it may hold, in the sandbox's it does not. ("
            + error.message().lines().findFirst().orElse("")
            + ")",
        "Make the backup with `pg_dump --create`, or as an archive (`pg_dump -Fc`): both say the"
            + " locale.");
  }
}
