package dev.restorebot.engine.verify;

import dev.restorebot.engine.diagnose.Diagnosis;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.text.Lists;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks a restored database against its archive and the settings. Stateless. */
public final class Verifier {
  private static final Logger log = LoggerFactory.getLogger(Verifier.class);

  private static final int LOGGED_FRAMES = 8;

  private final List<Check> checks;
  private final Optional<UploadsToCheck> uploads;

  /**
   * Creates a verifier of those checks.
   *
   * @param checks what to check, in the order of the report
   * @param uploads how to find the archive of uploads; empty where there is none to check
   */
  public Verifier(List<Check> checks, Optional<UploadsToCheck> uploads) {
    this.checks = List.copyOf(checks);
    this.uploads = uploads;
  }

  /**
   * Runs every check of the level that the settings ask for.
   *
   * <p>All reads are made by a role of its own that may change nothing. A check that breaks is
   * COULD_NOT_VERIFY, and so is everything when the database cannot be asked: nothing is thrown for
   * it.
   *
   * @throws CancellationException when cancelled
   */
  public Verification verify(
      VerificationInput restored,
      Sandbox sandbox,
      ProgressListener progress,
      Cancellation cancellation) {
    CheckSettings ladder = restored.settings().ladder();
    CatalogStatistics.gather(sandbox);
    try (ReadOnlyRole reader = ReadOnlyRole.create(sandbox, ladder.statementTimeout())) {
      return verify(restored, reader, progress, cancellation);
    } catch (SQLException e) {
      cancellation.check();
      log.warn("the restored database could not be queried: {}", SqlErrors.safe(e));
      return unasked(restored, sandbox, e);
    }
  }

  private Verification verify(
      VerificationInput restored,
      ReadOnlyRole reader,
      ProgressListener progress,
      Cancellation cancellation)
      throws SQLException {
    Findings findings = new Findings();
    Optional<SQLException> uncounted = Optional.empty();
    try (CheckSession session = new CheckSession(reader)) {
      Connection connection = session.next();
      Catalog catalog = Catalog.read(connection);
      List<TableRows> tables = List.of();
      try {
        tables = new RowCounter(reader, progress, cancellation).count(connection);
      } catch (SQLException e) {
        log.warn("the rows could not be counted (SQLSTATE {})", e.getSQLState());
        uncounted = Optional.of(e);
      }
      CheckContext context =
          new CheckContext(
              restored,
              reader,
              () -> connection,
              catalog,
              tables,
              findings,
              new TreeSet<>(),
              uploads,
              told -> progress.progress(Progress.of(1, told.activity())),
              cancellation);
      List<CheckResult> results = new ArrayList<>();
      for (Check check : checks) {
        cancellation.check();
        results.add(result(check, context, session, uncounted));
      }
      return findings.with(results, context.tables(), context.ladder().level());
    }
  }

  private static CheckResult result(
      Check check, CheckContext context, CheckSession session, Optional<SQLException> uncounted) {
    if (!context.ladder().level().includes(check.from())) {
      return aboveLevel(check);
    }
    if (check.needsRows() && uncounted.isPresent()) {
      return SqlErrors.unknown(check.name(), uncounted.get(), context.ladder().statementTimeout());
    }
    try {
      CheckContext own = context.over(session.of(check));
      CheckResult result = check.run(own);
      if (result.status() == CheckStatus.PASSED && !own.accepted().isEmpty()) {
        String names = Lists.of(own.accepted());
        return result.inDetail("", " (except " + names + ", accepted in verify.accept)");
      }
      boolean strict = context.ladder().accepted().strict().contains(check.name());
      if (strict && result.status() == CheckStatus.WARNING) {
        result = result.asFailure();
      }
      boolean consequence = context.load().errorCount() > 0 && check.dependsOnRestore();
      return consequence && result.status() == CheckStatus.FAILED
          ? result.afterRestoreErrors()
          : result;
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      // One broken check costs its own result only. The message may hold a value of a row.
      log.error(
          "check {} broke with {} at {}",
          check.name(),
          e.getClass().getName(),
          Arrays.stream(e.getStackTrace()).limit(LOGGED_FRAMES).toList());
      return CheckResult.unknown(
          check.name(),
          "it broke with an internal error (" + e.getClass().getSimpleName() + ")",
          "The other results are not affected. Report this error; the bot's log says where it"
              + " happened.");
    } catch (SQLException e) {
      log.warn("check {} could not be run (SQLSTATE {})", check.name(), e.getSQLState());
      return SqlErrors.unknown(check.name(), e, context.ladder().statementTimeout());
    }
  }

  private static CheckResult aboveLevel(Check check) {
    return CheckResult.skipped(check.name(), "runs at level " + check.from().label());
  }

  private Verification unasked(VerificationInput restored, Sandbox sandbox, SQLException cause) {
    Problem problem =
        sandbox.trouble().orElseGet(() -> Diagnosis.of(String.valueOf(cause.getMessage())));
    Level level = restored.settings().ladder().level();
    List<CheckResult> results = new ArrayList<>();
    for (Check check : checks) {
      results.add(
          check.name().equals(RestoreErrorsCheck.NAME)
              ? RestoreErrorsCheck.of(restored.load())
              : level.includes(check.from())
                  ? CheckResult.unknown(
                      check.name(), "the database did not answer", List.of(problem))
                  : aboveLevel(check));
    }
    return new Findings().with(results, List.of(), level);
  }
}
