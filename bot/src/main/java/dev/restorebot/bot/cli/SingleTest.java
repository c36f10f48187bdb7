package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.testrestore.OrphanFinder;
import dev.restorebot.engine.testrestore.ReportBuilder;
import dev.restorebot.engine.testrestore.TestRequest;
import dev.restorebot.engine.testrestore.TestRestores;
import dev.restorebot.engine.testrestore.TestSettings;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.Verifier;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import picocli.CommandLine;

/** One test restore with an engine of its own, and its result for people or programs. */
final class SingleTest {
  private final RestoreBotCommand parent;
  private boolean logins;

  SingleTest(RestoreBotCommand parent) {
    this.parent = parent;
  }

  /**
   * A backup to test, and the options of the test.
   *
   * @param given a file, a listed name, or {@code latest}
   * @param database the database that it must be of; with {@code latest}, the newest backup of it
   * @param json whether the result is for a program
   * @param keep whether the sandbox stays
   */
  record Wanted(
      Path given,
      Optional<String> database,
      Optional<Settings.SandboxRuntime> runtime,
      Optional<Level> level,
      boolean json,
      boolean keep) {}

  int run(Wanted wanted) throws SettingsException {
    parent.quietLog();
    Settings settings = parent.settings();
    logins = settings.sandbox().connect().enabled();
    parent.keepTemporaryFiles(settings);
    Path file;
    try {
      file = BackupArgument.fileOrLatest(settings, wanted.given(), wanted.database());
    } catch (ProblemException e) {
      ReportBuilder report = new ReportBuilder(wanted.given().toString());
      report.problem(e.problem());
      return print(report.build(), Optional.empty(), Optional.empty(), wanted.json());
    }
    Ended ended = new Ended(wanted.keep(), parent.err(), end -> print(end, file, wanted));
    try (StopHook hook = new StopHook()) {
      List<Job> jobs = restore(hook, settings, file, wanted, ended);
      if (jobs.size() > 1 && !wanted.json()) {
        parent.results(parent.out()).summary(jobs);
      }
      return ended.code();
    }
  }

  private int print(End end, Path file, Wanted wanted) {
    Report report =
        end.job().report().map(ReportJson::read).orElseGet(() -> stopped(file, end.left()));
    Optional<SandboxInfo> kept =
        wanted.keep() && end.job().expiresAt().isPresent() ? end.job().sandbox() : Optional.empty();
    return print(report, end.job().database(), kept, wanted.json());
  }

  /** Tests the backup; of one that holds several databases, one database after the other. */
  private List<Job> restore(
      StopHook hook, Settings settings, Path file, Wanted wanted, Ended ended) {
    ArchiveReader reader = EngineFactory.reader(settings);
    Verifier verifier = EngineFactory.verifier(settings);
    TestSettings how =
        EngineFactory.runSettings(settings, OrphanFinder.commandOwner(), wanted.keep())
            .of(wanted.database());
    try (SandboxProvider sandboxes = EngineFactory.sandboxes(settings, wanted.runtime());
        JobStore store = CommandHistory.open(settings.stateDir());
        TestRestores engine =
            new TestRestores(
                store, sandboxes, () -> reader, () -> verifier, () -> how, Clock.systemUTC())) {
      if (!parent.quiet()) {
        engine.addListener(new ProgressPrinter(parent.err(), CommandLine.Help.Ansi.AUTO.enabled()));
      }
      engine.addListener(ended);
      engine.start();
      Actor me = parent.actor();
      hook.stops(engine::close);
      Function<Optional<String>, Job> test =
          database ->
              ended.await(
                  engine.submitTest(
                      new TestRequest(
                          String.valueOf(file.getFileName()),
                          file.toString(),
                          database,
                          me,
                          "cli",
                          wanted.level())));
      Job first = test.apply(Optional.empty());
      if (ended.databases.isEmpty()) {
        return List.of(first);
      }
      first.reason().ifPresent(why -> parent.err().println(Plain.of(why.message())));
      List<Job> jobs = new ArrayList<>();
      for (String database : ended.databases) {
        jobs.add(test.apply(Optional.of(database)));
        if (jobs.get(jobs.size() - 1).state() == JobState.CANCELLED) {
          break; // the command was stopped
        }
      }
      return jobs;
    }
  }

  private int print(
      Report report, Optional<String> section, Optional<SandboxInfo> kept, boolean json) {
    if (json) {
      var unused = parent.out().append(ReportJson.pretty(report) + System.lineSeparator());
      kept.ifPresent(sandbox -> parent.results(parent.err()).sandbox(sandbox, logins));
    } else {
      parent.results(parent.out()).report(report, section, kept, logins);
    }
    return ExitCodes.of(report);
  }

  /** Returns the problem of a test that was stopped, for people and programs. */
  private static Report stopped(Path file, String left) {
    ReportBuilder report = new ReportBuilder(file.toString());
    report.problem(
        left.isEmpty()
            ? new Problem(
                ProblemCode.INTERRUPTED,
                "The test was stopped before it finished. Nothing is left running.",
                "This says nothing about the backup: run the test again.")
            : new Problem(
                ProblemCode.INTERRUPTED,
                "The test was stopped before it finished, and its sandbox could not be removed.",
                left));
    return report.build();
  }

  /**
   * The end of a job.
   *
   * @param left how to remove what of it could not be removed; empty when nothing is left
   */
  private record End(Job job, String left) {}

  /**
   * Waits for each job's last state: READY when the sandbox is kept, otherwise an end. Reports each
   * result as soon as it is known, which is before the sandbox is removed.
   */
  private static final class Ended implements JobListener {
    private final boolean keep;
    private final PrintStream err;
    private final ToIntFunction<End> result;
    private final Map<String, CompletableFuture<Job>> ends = new ConcurrentHashMap<>();
    private final Set<String> reported = new HashSet<>();
    private List<String> databases = List.of();
    private int code = ExitCodes.PASSED;

    /**
     * Waits.
     *
     * @param keep whether the sandbox stays
     * @param err for what is left behind
     * @param result prints a result and returns its exit code
     */
    Ended(boolean keep, PrintStream err, ToIntFunction<End> result) {
      this.keep = keep;
      this.err = err;
      this.result = result;
    }

    @Override
    public void changed(Job changed, JobEvent event) {
      boolean ready = changed.state() == JobState.READY;
      if (ready || changed.state().ended()) {
        report(changed, event.detail());
      }
      if (changed.state() == JobState.CLEANED_UP && !event.detail().isEmpty()) {
        err.println("The sandbox could not be removed. What to do: " + Plain.of(event.detail()));
      }
      if (changed.state().ended() || (keep && ready)) {
        end(changed).complete(changed);
      }
    }

    /** The end of a file of several databases is that of each of them. */
    private synchronized void report(Job job, String left) {
      if (reported.add(job.id()) && (databases.isEmpty() || job.database().isPresent())) {
        code = ExitCodes.worse(code, result.applyAsInt(new End(job, left)));
      }
    }

    synchronized int code() {
      return code;
    }

    Job await(Job job) {
      return end(job).join();
    }

    private CompletableFuture<Job> end(Job job) {
      return ends.computeIfAbsent(job.id(), id -> new CompletableFuture<>());
    }

    @Override
    public void progress(Job running, Progress progress) {}

    @Override
    public synchronized void milestone(Job running, Milestone milestone) {
      if (milestone instanceof Milestone.SeveralDatabases several) {
        databases = several.databases();
      }
    }
  }
}
