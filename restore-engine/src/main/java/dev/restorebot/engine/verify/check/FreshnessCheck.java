package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.SqlRows;
import dev.restorebot.engine.verify.TableRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest row is recent: how much would really be lost if this backup were all there is. Values
 * later than the backup itself (due dates) say nothing and are left out; times without a zone are
 * read as UTC.
 */
final class FreshnessCheck implements Check {
  static final String NAME = "freshness";
  private static final Duration SLACK = Duration.ofHours(1);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level from() {
    return Level.STANDARD;
  }

  @Override
  public boolean needsRows() {
    return true;
  }

  @Override
  public boolean runsForeignCode() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    List<String> columns = context.ladder().times().freshness();
    if (columns.isEmpty()) {
      return CheckResult.skipped(NAME, "no columns are configured (verify.freshness)");
    }
    Instant now = context.restored().now();
    Instant made = BackupTime.of(context.archive()).orElse(now);
    Optional<Instant> newest = Optional.empty();
    String where = "";
    List<String> missing = new ArrayList<>();
    for (String column : columns) {
      int dot = column.lastIndexOf('.');
      List<TableRows> tables = context.named(column.substring(0, Math.max(0, dot)));
      if (tables.isEmpty()) {
        missing.add(column);
      }
      for (TableRows table : tables) {
        Optional<Instant> found = newest(context, table, column.substring(dot + 1), made);
        if (found.isPresent() && (newest.isEmpty() || found.get().isAfter(newest.get()))) {
          newest = found;
          where = column;
        }
      }
    }
    if (!missing.isEmpty()) {
      return CheckResult.unknown(
          NAME,
          "no table for " + Lists.of(missing),
          "Write `verify.freshness` as table.column or schema.table.column.");
    }
    return judged(context, newest, where, made);
  }

  private static CheckResult judged(
      CheckContext context, Optional<Instant> newest, String where, Instant made) {
    Optional<Duration> most = context.ladder().times().maxAge();
    if (newest.isEmpty()) {
      return failed("no value in " + String.join(", ", context.ladder().times().freshness()));
    }
    Duration age = Duration.between(newest.get(), context.restored().now());
    Duration before = Duration.between(newest.get(), made);
    String detail =
        "newest value "
            + newest.get()
            + " ("
            + where
            + "): "
            + Durations.text(age)
            + " old now (the real RPO), "
            + (before.isNegative() ? "0 s" : Durations.text(before))
            + " before the backup";
    if (most.isEmpty()) {
      return CheckResult.passed(NAME, detail + "; no limit is configured (verify.max-age)");
    }
    return age.compareTo(most.get()) <= 0
        ? CheckResult.passed(NAME, detail)
        : failed(detail + "; at most " + Durations.text(most.get()));
  }

  private static CheckResult failed(String detail) {
    return CheckResult.failed(
        NAME,
        detail,
        "The data in the backup are older than allowed.",
        "Check whether the backup is taken from the right server and whether that one is still"
            + " written to; a stopped replica looks like this.");
  }

  private static Optional<Instant> newest(
      CheckContext context, TableRows table, String column, Instant made) throws SQLException {
    String name = Identifiers.quoted(column);
    String found =
        SqlRows.column(
                context.connection(),
                "SELECT extract(epoch FROM max("
                    + name
                    + ")::timestamptz) FROM "
                    + Identifiers.qualified(table.schema(), table.name())
                    + " WHERE "
                    + name
                    + " <= to_timestamp("
                    + made.plus(SLACK).getEpochSecond()
                    + ")")
            .get(0);
    return found.isEmpty() || found.contains("nfinity")
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(new java.math.BigDecimal(found).longValue()));
  }
}
