package dev.restorebot.engine.verify;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.diagnose.Diagnosis;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks a restored database against its archive and the settings. Stateless. */
public final class Verifier {
  private static final Logger log = LoggerFactory.getLogger(Verifier.class);

  private static final List<Check> CHECKS = checks();

  /**
   * Runs every check.
   *
   * <p>A check that breaks is COULD_NOT_VERIFY, and so is everything when the database cannot be
   * asked: nothing is thrown for it.
   *
   * @throws java.util.concurrent.CancellationException when cancelled
   */
  public Verification verify(
      BackupArchive archive,
      LoadResult load,
      Sandbox sandbox,
      VerifySettings settings,
      ProgressListener progress,
      Cancellation cancellation) {
    try (Connection connection = Sessions.readOnly(sandbox)) {
      Catalog catalog = Catalog.read(connection);
      List<TableRows> tables = new RowCounter(sandbox, progress, cancellation).count(connection);
      CheckContext context =
          new CheckContext(archive, load, sandbox, connection, catalog, tables, settings);
      List<CheckResult> results = new ArrayList<>();
      for (Check check : CHECKS) {
        cancellation.check();
        results.add(run(check, context));
      }
      return new Verification(results, tables);
    } catch (SQLException e) {
      cancellation.check();
      log.warn("the restored database could not be asked", e);
      return unasked(load, sandbox, e);
    }
  }

  private static CheckResult run(Check check, CheckContext context) {
    try {
      return check.run(context);
    } catch (SQLException e) {
      log.warn("check {} could not be run", check.name(), e);
      return CheckResult.unknown(
          check.name(),
          "could not be checked",
          List.of(Diagnosis.of(String.valueOf(e.getMessage()))));
    }
  }

  private static Verification unasked(LoadResult load, Sandbox sandbox, SQLException cause) {
    Problem problem =
        sandbox.trouble().orElseGet(() -> Diagnosis.of(String.valueOf(cause.getMessage())));
    List<CheckResult> results = new ArrayList<>();
    results.add(RestoreErrorsCheck.of(load));
    CHECKS.stream()
        .skip(1)
        .forEach(
            check ->
                results.add(
                    CheckResult.unknown(
                        check.name(), "the database did not answer", List.of(problem))));
    return new Verification(results, List.of());
  }

  private static List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(new RestoreErrorsCheck());
    Arrays.stream(ObjectKind.values()).map(StructureCheck::new).forEach(checks::add);
    checks.add(new RowCountsCheck());
    checks.add(new KeyTablesCheck());
    checks.add(new AlembicCheck());
    return List.copyOf(checks);
  }
}
