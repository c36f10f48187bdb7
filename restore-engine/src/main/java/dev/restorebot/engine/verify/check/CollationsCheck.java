package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Text sorts by the same rules as when the indexes were built. */
final class CollationsCheck implements Check {
  static final String NAME = "collations";
  private static final int DATABASE_HAS_VERSION = 15;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level from() {
    return Level.STANDARD;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    List<String> other =
        new ArrayList<>(
            SqlRows.column(
                context.connection(),
                "SELECT n.nspname || '.' || c.collname || ' made with ' || c.collversion"
                    + " || ', here ' || pg_collation_actual_version(c.oid)"
                    + " FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace"
                    + " WHERE c.collversion IS DISTINCT FROM pg_collation_actual_version(c.oid)"
                    + " AND c.collversion IS NOT NULL"));
    if (SqlRows.major(context.connection()) >= DATABASE_HAS_VERSION) {
      other.addAll(
          SqlRows.column(
              context.connection(),
              "SELECT 'the database made with ' || datcollversion || ', here '"
                  + " || pg_database_collation_actual_version(oid) FROM pg_database"
                  + " WHERE datname = current_database() AND datcollversion"
                  + " IS DISTINCT FROM pg_database_collation_actual_version(oid)"));
    }
    return other.isEmpty()
        ? CheckResult.passed(NAME, "collation versions match the server's")
        : CheckResult.failed(
            NAME,
            Lists.of(other),
            "Collations changed after indexes were built: text indexes may miss rows.",
            "REINDEX the database, then ALTER DATABASE ... REFRESH COLLATION VERSION.");
  }
}
