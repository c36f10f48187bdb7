package dev.restorebot.engine.verify;

import dev.restorebot.engine.diagnose.Diagnosis;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks a restored database against its archive and the settings. Stateless. */
public final class Verifier {
  private static final Logger log = LoggerFactory.getLogger(Verifier.class);

  private static final List<Check> CHECKS = Checks.all();

  /**
   * Runs every check of the level that the settings ask for.
   *
   * <p>All reads are made by a role of its own that may change nothing. A check that breaks is
   * COULD_NOT_VERIFY, and so is everything when the database cannot be asked: nothing is thrown for
   * it.
   *
   * @throws java.util.concurrent.CancellationException when cancelled
   */
  public Verification verify(
      Restored restored, Sandbox sandbox, ProgressListener progress, Cancellation cancellation) {
    Ladder ladder = restored.settings().ladder();
    try (Reader reader = Reader.create(sandbox, ladder.statementTimeout())) {
      return verify(restored, reader, progress, cancellation);
    } catch (SQLException e) {
      cancellation.check();
      log.warn("the restored database could not be asked", e);
      return unasked(restored, sandbox, e);
    }
  }

  private static Verification verify(
      Restored restored, Reader reader, ProgressListener progress, Cancellation cancellation)
      throws SQLException {
    Catalog catalog;
    List<TableRows> tables;
    try (Connection connection = reader.connect()) {
      catalog = Catalog.read(connection);
      tables = new RowCounter(reader, progress, cancellation).count(connection);
    }
    Findings findings = new Findings();
    Level level = restored.settings().ladder().level();
    List<CheckResult> results = new ArrayList<>();
    for (Check check : CHECKS) {
      cancellation.check();
      if (!level.includes(check.from())) {
        results.add(aboveLevel(check));
        continue;
      }
      try (Connection connection = reader.connect()) {
        results.add(
            check.run(new CheckContext(restored, reader, connection, catalog, tables, findings)));
      } catch (SQLException e) {
        log.warn("check {} could not be run (SQLSTATE {})", check.name(), e.getSQLState());
        results.add(
            SqlErrors.unknown(check.name(), e, restored.settings().ladder().statementTimeout()));
      }
    }
    return findings.with(results, tables, level);
  }

  private static CheckResult aboveLevel(Check check) {
    return CheckResult.skipped(check.name(), "runs at level " + check.from().label());
  }

  private static Verification unasked(Restored restored, Sandbox sandbox, SQLException cause) {
    Problem problem =
        sandbox.trouble().orElseGet(() -> Diagnosis.of(String.valueOf(cause.getMessage())));
    Level level = restored.settings().ladder().level();
    List<CheckResult> results = new ArrayList<>();
    results.add(RestoreErrorsCheck.of(restored.load()));
    for (Check check : CHECKS.subList(1, CHECKS.size())) {
      results.add(
          level.includes(check.from())
              ? CheckResult.unknown(check.name(), "the database did not answer", List.of(problem))
              : aboveLevel(check));
    }
    return new Findings().with(results, List.of(), level);
  }
}
