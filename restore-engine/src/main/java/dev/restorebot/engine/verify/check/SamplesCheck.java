package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckSettings;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.SampleTable;
import dev.restorebot.engine.verify.SqlErrors;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured sample queries run; their first rows are shown, personal data masked. */
final class SamplesCheck implements Check {
  static final String NAME = "samples";
  private static final Logger log = LoggerFactory.getLogger(SamplesCheck.class);
  private static final int MOST_ROWS = 20;
  private static final int MOST_TEXT = 100;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level from() {
    return Level.STANDARD;
  }

  @Override
  public boolean runsForeignCode() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) {
    List<CheckSettings.Sample> samples = context.ladder().queries().samples();
    if (samples.isEmpty()) {
      return CheckResult.skipped(NAME, "no queries are configured (verify.samples)");
    }
    List<String> ran = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (CheckSettings.Sample sample : samples) {
      try {
        SampleTable table = table(context, sample);
        context.findings().sample(table);
        ran.add(sample.name() + " " + table.rows().size() + (table.more() ? " or more" : ""));
      } catch (SQLException e) {
        log.warn("the sample {} failed with SQLSTATE {}", sample.name(), e.getSQLState());
        broken.add(sample.name() + ": " + SqlErrors.safe(e));
      }
    }
    return broken.isEmpty()
        ? CheckResult.passed(NAME, "rows: " + String.join(", ", ran))
        : CheckResult.unknown(
            NAME, Lists.of(broken), "Try the query of `verify.samples` in the sandbox.");
  }

  private static SampleTable table(CheckContext context, CheckSettings.Sample sample)
      throws SQLException {
    Masking masking = new Masking(context.ladder().queries().unmask());
    try (Statement statement = context.connection().createStatement()) {
      statement.setMaxRows(MOST_ROWS + 1);
      try (ResultSet rows = statement.executeQuery(sample.sql())) {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> names = new ArrayList<>();
        List<Boolean> masked = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          names.add(columns.getColumnLabel(i));
          masked.add(masking.masks(columns, i));
        }
        List<List<String>> shown = new ArrayList<>();
        while (shown.size() < MOST_ROWS && rows.next()) {
          shown.add(row(rows, masked));
        }
        return new SampleTable(sample.name(), names, shown, rows.next());
      }
    }
  }

  private static List<String> row(ResultSet rows, List<Boolean> masked) throws SQLException {
    List<String> row = new ArrayList<>();
    for (int i = 1; i <= masked.size(); i++) {
      String value = rows.getString(i);
      if (value == null) {
        row.add("");
      } else {
        row.add(masked.get(i - 1) ? Masking.MASK : shortened(value));
      }
    }
    return row;
  }

  private static String shortened(String value) {
    return value.length() <= MOST_TEXT ? value : value.substring(0, MOST_TEXT) + "…";
  }
}
