package dev.restorebot.engine.verify.script;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.AdminSession;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs scripts in a restored sandbox, one after the other, each whatever became of the one before.
 * They may change the data: call it after the checks, and never in a disaster restore.
 */
public final class AfterRestore {
  private static final Logger log = LoggerFactory.getLogger(AfterRestore.class);

  private static final String END_SESSIONS =
      "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
          + " WHERE backend_type = 'client backend' AND datname = pg_catalog.current_database()"
          + " AND pid <> pg_catalog.pg_backend_pid()";

  private final List<Script> scripts;
  private final LoadResult load;

  /**
   * Creates a run of those scripts.
   *
   * @param load what the restore reported: after errors of it a script's failure may follow from
   *     them
   */
  public AfterRestore(List<Script> scripts, LoadResult load) {
    this.scripts = List.copyOf(scripts);
    this.load = load;
  }

  /**
   * Runs them.
   *
   * @return a result for each: failed if it ran and ended with an error, could not verify if it
   *     could not be run or took too long
   * @throws CancellationException when cancelled
   */
  public List<CheckResult> run(
      Sandbox sandbox, ProgressListener progress, Cancellation cancellation) {
    List<CheckResult> results = new ArrayList<>();
    for (Script script : scripts) {
      cancellation.check();
      progress.progress(Progress.of(1, "running " + script.check()));
      CheckResult result = result(script, sandbox, cancellation);
      boolean consequence = load.errorCount() > 0 && result.status() == CheckStatus.FAILED;
      results.add(consequence ? result.afterRestoreErrors() : result);
    }
    return results;
  }

  private static CheckResult result(Script script, Sandbox sandbox, Cancellation cancellation) {
    ScriptEnding ending = new ScriptEnding(script.check(), System.nanoTime());
    Cancellation limit = new Cancellation();
    Executor later =
        CompletableFuture.delayedExecutor(script.timeLimit().toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> timer = CompletableFuture.runAsync(limit::cancel, later);
    try (Cancellation.Registration ignored = cancellation.onCancel(limit::cancel)) {
      return script.sql().isPresent()
          ? new SqlScript(script.sql().get(), ending).run(sandbox, limit)
          : new HostCommand(script.command(), ending).run(sandbox, limit);
    } catch (CancellationException e) {
      cancellation.check();
      endSessions(sandbox);
      return ending.notRun(
          "it took longer than " + Durations.text(script.timeLimit()) + " and was ended",
          "Raise its `time-limit` in `verify.after-restore`, or make it faster.");
    } catch (ProblemException e) {
      cancellation.check();
      log.warn("{} could not be run", script.check(), e);
      return ending.notRun("could not be run", e.problem());
    } finally {
      timer.cancel(false);
    }
  }

  /** A statement goes on in the server after its program has ended. */
  private static void endSessions(Sandbox sandbox) {
    try (AdminSession admin = AdminSession.begin(sandbox)) {
      admin.execute(END_SESSIONS);
    } catch (SQLException e) {
      log.warn("the sessions of a script could not be ended (SQLSTATE {})", e.getSQLState());
    }
  }
}
