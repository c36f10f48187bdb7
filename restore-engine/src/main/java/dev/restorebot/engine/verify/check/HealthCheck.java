package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.SQLException;
import java.util.List;

/**
 * The catalog lists nothing of a kind that people would not expect. A faithful copy of production
 * has what production has, so anything found is a warning.
 */
final class HealthCheck implements Check {
  private static final String OURS =
      " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

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
        "SELECT 'index', n.nspname || '.' || c.relname FROM pg_index i JOIN pg_class c ON c.oid ="
            + " i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE NOT (i.indisvalid AND i.indisready AND i.indislive)"
            + OURS
            + " ORDER BY 2",
        "every index is valid",
        "An index is invalid: PostgreSQL does not use it, and a unique one does not prevent"
            + " duplicates.",
        "See whether production has the same; there, run REINDEX INDEX CONCURRENTLY on it, or"
            + " attach the missing partition's index.");
  }

  /** Every trigger and rule fires. */
  static HealthCheck triggers() {
    return new HealthCheck(
        "enabled-triggers",
        "SELECT 'trigger', n.nspname || '.' || c.relname || ' ' || t.tgname FROM pg_trigger t"
            + " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE t.tgenabled = 'D' AND NOT t.tgisinternal"
            + OURS
            + " UNION ALL SELECT 'rule', n.nspname || '.' || c.relname || ' ' || r.rulename"
            + " FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.ev_enabled = 'D'"
            + OURS
            + " UNION ALL SELECT 'event trigger', evtname FROM pg_event_trigger"
            + " WHERE evtenabled = 'D' ORDER BY 1, 2",
        "no trigger or rule is disabled",
        "A trigger or rule is disabled: what it should do does not happen.",
        "The backup holds it as production does. Enable it there (ALTER TABLE ... ENABLE TRIGGER),"
            + " or accept it by its name in `verify.accept`.");
  }

  /** Every constraint holds for the rows that were there before it, too. */
  static HealthCheck constraints() {
    return new HealthCheck(
        "valid-constraints",
        "SELECT 'constraint', n.nspname || '.' || c.relname || ' ' || k.conname"
            + " FROM pg_constraint k"
            + " JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE NOT k.convalidated"
            + OURS
            + " ORDER BY 2",
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
    List<String> found =
        SqlRows.rows(context.connection(), query).stream()
            .filter(row -> !context.accepts(row.get(0), row.get(1)))
            .map(row -> row.get(1))
            .toList();
    return found.isEmpty()
        ? CheckResult.passed(name, good)
        : CheckResult.warning(name, Lists.of(found), meaning, hint);
  }
}
