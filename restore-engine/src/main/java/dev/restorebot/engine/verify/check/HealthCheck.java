package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.SQLException;
import java.util.List;

/** The catalog lists nothing of a kind that should not be there. */
final class HealthCheck implements Check {
  private static final String NOT_OURS =
      " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1";

  private final String name;
  private final String query;
  private final String good;
  private final String meaning;
  private final String hint;

  private HealthCheck(String name, String query, String good, String meaning, String hint) {
    this.name = name;
    this.query = query;
    this.good = good;
    this.meaning = meaning;
    this.hint = hint;
  }

  /** Every index is valid and ready. */
  static HealthCheck indexes() {
    return new HealthCheck(
        "valid-indexes",
        "SELECT n.nspname || '.' || c.relname FROM pg_index i JOIN pg_class c ON c.oid ="
            + " i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE NOT (i.indisvalid AND i.indisready AND i.indislive)"
            + NOT_OURS,
        "every index is valid",
        "An index is invalid: PostgreSQL does not use it, and a unique one does not prevent"
            + " duplicates.",
        "Check the restore errors, then run REINDEX INDEX on it.");
  }

  /** Every constraint holds for the rows that were there before it, too. */
  static HealthCheck constraints() {
    return new HealthCheck(
        "valid-constraints",
        "SELECT n.nspname || '.' || c.relname || ' ' || k.conname FROM pg_constraint k"
            + " JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE NOT k.convalidated"
            + NOT_OURS,
        "every constraint is validated",
        "A constraint was never validated (NOT VALID): older rows may break it.",
        "The backup holds it as production does. There, run ALTER TABLE ... VALIDATE CONSTRAINT"
            + " and fix the rows that it names.");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Level from() {
    return Level.STANDARD;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    List<String> found = SqlRows.column(context.connection(), query);
    return found.isEmpty()
        ? CheckResult.passed(name, good)
        : CheckResult.failed(name, Lists.of(found), meaning, hint);
  }
}
