package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.SeveralDatabasesException;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.BackupPlace;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Diagnosis;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.load.Loaders;
import dev.restorebot.engine.load.PlainChoice;
import dev.restorebot.engine.load.RestoreTimer;
import dev.restorebot.engine.load.Staging;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxGuard;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.Verification;
import dev.restorebot.engine.verify.VerificationInput;
import dev.restorebot.engine.verify.Verifier;
import dev.restorebot.engine.verify.VerifySettings;
import dev.restorebot.engine.verify.script.AfterRestore;
import dev.restorebot.engine.verify.script.Script;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One test restore from the first step to the last, each stored before it begins. Used once, by one
 * thread.
 */
final class TestRun {
  private static final Logger log = LoggerFactory.getLogger(TestRun.class);

  private static final Duration SLOW = Duration.ofMinutes(30);

  /** Bytes of a backup that are read in the time that a server takes to start, or a few times. */
  private static final long READ_SOON = 1L << 30;

  /** Faults that several sessions at once may have caused. */
  private static final Set<ProblemCode> OF_SESSIONS =
      EnumSet.of(
          ProblemCode.SANDBOX_FAILED, ProblemCode.CONNECTION_LOST, ProblemCode.OUT_OF_MEMORY);

  private final Tools tools;
  private final RunningJob running;
  private final TestSettings settings;
  private final InstantSource clock;
  private final Cancellation cancellation;
  private final SandboxGuard guard;
  private final ReportBuilder report;
  private final Instant start;
  private final CompletableFuture<Optional<SandboxAhead.Server>> wanted = new CompletableFuture<>();
  private Staging staging = Staging.none();
  private DatabaseIdentity database;
  private Optional<SandboxAhead> ahead = Optional.empty();
  private Optional<RunSandbox> sandbox = Optional.empty();

  /** The engine's parts that do the work. */
  record Tools(
      ArchiveReader reader, SandboxProvider sandboxes, Verifier verifier, Baselines baselines) {
    GlobalsFiles globals() {
      return new GlobalsFiles(reader);
    }
  }

  /**
   * A run.
   *
   * @param cancellation somebody cancels it, or the bot stops
   * @param botStops the bot stops, so what cannot be stored is left to its next start
   */
  TestRun(
      Job job,
      Tools tools,
      JobJournal journal,
      TestSettings settings,
      InstantSource clock,
      Cancellation cancellation,
      Cancellation botStops) {
    this.running = new RunningJob(job, journal, clock, botStops);
    this.tools = tools;
    this.settings = settings;
    this.clock = clock;
    this.cancellation = cancellation;
    this.guard = new SandboxGuard(settings.disk());
    this.report = new ReportBuilder(job.file());
    this.start = clock.instant();
  }

  /** Returns whether reading a backup a second time costs more than waiting for a server. */
  private static boolean isDearToRead(Path file) {
    if (!file.getFileSystem().equals(FileSystems.getDefault())) {
      return true;
    }
    try {
      return Files.isRegularFile(file) && Files.size(file) > READ_SOON;
    } catch (IOException e) {
      return false; // its reading will tell
    }
  }

  /**
   * Runs it. Throws nothing: whatever happens is the job's end.
   *
   * @param canceller who cancelled it, asked when somebody did
   */
  void run(Supplier<Actor> canceller) {
    try {
      running.enter(JobState.PREPARING, cancellation);
      ahead = Optional.of(begin(BackupPlace.path(running.job().file())));
      BackupArchive archive = read();
      running.enter(JobState.STARTING_SANDBOX, cancellation);
      startSandbox(archive);
      running.enter(JobState.RESTORING, cancellation);
      LoadResult loaded = restore(archive);
      running.enter(JobState.VERIFYING, cancellation);
      finish(verify(archive, loaded, standing()));
    } catch (CancellationException e) {
      end(JobState.CANCELLED, Optional.empty(), canceller.get());
    } catch (ProblemException e) {
      log.warn("job {} ended: {}", running.job().id(), e.getMessage(), e);
      end(Ending.of(e.problem(), running.job().state()), Optional.of(e.problem()), Actor.BOT);
    } catch (RunningJob.LostException e) {
      log.warn("job {} was taken over; this run stops", running.job().id(), e);
      removeSandbox();
    } catch (RuntimeException | Error e) {
      // An Error too: the job must end and its sandbox must go, whatever broke.
      log.error("job {} broke", running.job().id(), e);
      Problem problem = Ending.internal(e);
      end(Ending.of(problem, running.job().state()), Optional.of(problem), Actor.BOT);
    } finally {
      tools.reader().close();
    }
  }

  /**
   * Begins to start the sandbox: at once if the backup's head can be read now, else when it is read
   * with the rest, which is then staged.
   */
  private SandboxAhead begin(Path file) {
    Instant began = clock.instant();
    boolean dear = isDearToRead(file);
    if (dear) {
      staging = Staging.of(this::beginsWith, guard);
    }
    return SandboxAhead.begin(
        dear ? wanted::join : () -> serverOfHead(file),
        staging,
        (server, needs, progress, cancelled) ->
            tools.sandboxes().start(request(server, needs, began), progress, cancelled));
  }

  private BackupArchive read() throws ProblemException {
    Instant began = clock.instant();
    BackupArchive archive;
    try {
      archive = readWanted();
    } finally {
      wanted.complete(Optional.empty());
    }
    database = DatabaseIdentity.of(archive, running.job().backup(), settings.names());
    report.archive(archive, database.name());
    took("read", began);
    running.milestone(new Milestone.BackupRead(archive));
    database.compare(settings.database()).ifPresent(report::problem);
    return archive;
  }

  /** Reads the backup; of a file that holds several databases, the one that was asked for. */
  private BackupArchive readWanted() throws ProblemException {
    Path file = BackupPlace.path(running.job().file());
    Optional<String> asked = running.job().database().or(settings::database);
    try {
      return readWhole(file, asked);
    } catch (SeveralDatabasesException e) {
      if (asked.isEmpty()) {
        running.milestone(new Milestone.SeveralDatabases(e.databases()));
        throw eachByItself(e);
      }
      List<String> alike =
          e.databases().stream().filter(name -> BackupsOfDatabase.same(name, asked.get())).toList();
      if (alike.size() != 1) {
        throw e;
      }
      return readWhole(file, Optional.of(alike.get(0)));
    }
  }

  private BackupArchive readWhole(Path file, Optional<String> of) throws ProblemException {
    return tools.reader().readWhole(file, of, staging.tee(), running.progress(), cancellation);
  }

  private static ProblemException eachByItself(SeveralDatabasesException e) {
    return new Problem(
            e.problem().code(),
            e.problem().message() + " Each database is tested by itself.",
            "See the results of these tests; nothing else was tested here.")
        .exception(e);
  }

  /**
   * Returns the server that the backup's head asks for; empty when the head does not tell, the test
   * will be refused, or reading takes so long that a server would only wait.
   */
  private Optional<SandboxAhead.Server> serverOfHead(Path file) {
    return tools
        .reader()
        .head(file)
        .filter(head -> head.sizeBytes() <= READ_SOON)
        .flatMap(this::serverOf);
  }

  /** Begins to start the server that the head asks for; false when none is to be started. */
  private boolean beginsWith(BackupArchive head) {
    return wanted.complete(serverOf(head)) && wanted.join().isPresent();
  }

  private Optional<SandboxAhead.Server> serverOf(BackupArchive head) {
    DatabaseIdentity of = DatabaseIdentity.of(head, running.job().backup(), settings.names());
    return isAskedFor(of) ? Optional.of(server(head, of)) : Optional.empty();
  }

  private boolean isAskedFor(DatabaseIdentity found) {
    try {
      var unused = found.compare(settings.database());
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }

  private SandboxAhead.Server server(BackupArchive archive, DatabaseIdentity of) {
    DatabasePolicy policy = settings.policies().apply(of.names());
    return new SandboxAhead.Server(
        SandboxRequirements.serverMajor(archive),
        of.name(),
        policy.load().ownerAndPrivileges(),
        policy.server());
  }

  private SandboxRequest request(
      SandboxAhead.Server server, DatabaseNeeds.Source needs, Instant began) {
    return new SandboxRequest(
        running.job().id(),
        settings.owner(),
        settings.keepSandbox(),
        began,
        began.plus(settings.maxLifetime()),
        server.major(),
        server.database(),
        needs,
        server.ownerAndPrivileges(),
        server.choice());
  }

  /** Starts the sandbox: the one that was begun ahead, or another after it was removed. */
  private void startSandbox(BackupArchive archive) throws ProblemException {
    Instant began = clock.instant();
    DatabaseNeeds needs =
        new DatabaseNeeds(
            SandboxRequirements.locale(archive.header()),
            SandboxRequirements.extensions(archive),
            tools.globals().define(archive, settings.names()));
    SandboxAhead.Server server = server(archive, database);
    Sandbox started =
        ahead.isPresent()
            ? ahead.get().take(server, needs, running.progress(), cancellation)
            : tools
                .sandboxes()
                .start(request(server, () -> needs, began), running.progress(), cancellation);
    ahead = Optional.empty();
    sandbox = Optional.of(new RunSandbox(started));
    report.sandbox(started.info(), Optional.empty());
    running.change(job -> job.withSandbox(started.info()));
    running.record("SANDBOX", cancellation);
    took("startSandbox", began);
    running.milestone(new Milestone.SandboxStarted(started.info()));
  }

  private Sandbox standing() {
    return sandbox.orElseThrow().sandbox();
  }

  /**
   * The end of a load.
   *
   * @param timeline when each percent of its work was done
   */
  private record Loaded(LoadResult result, List<Long> timeline) {}

  private LoadResult restore(BackupArchive archive) throws ProblemException {
    Instant began = clock.instant();
    LoadSettings how = policy().load();
    Loaded last =
        Loaders.paysInParallel(how, archive, standing())
            ? loadInParallel(archive, how)
            : load(archive, how);
    LoadResult loaded = last.result();
    report.restored(loaded.loader(), last.timeline());
    tools.reader().close();
    took("restore", began);
    if (loaded.took().compareTo(SLOW) > 0) {
      report.problem(Diagnosis.slow(loaded.took(), loaded.parallelJobs() > 1));
    }
    running.milestone(new Milestone.Restored(loaded));
    return loaded;
  }

  /**
   * Loads plain SQL with several sessions. What that finds wrong counts only if psql finds it, too,
   * in another sandbox: people restore with psql.
   */
  private Loaded loadInParallel(BackupArchive archive, LoadSettings how) throws ProblemException {
    try {
      Loaded loaded = load(archive, how.with(PlainChoice.PARALLEL));
      long errors = loaded.result().errorCount();
      if (errors == 0) {
        return loaded;
      }
      log.info("job {} is loaded again with psql: {} errors", running.job().id(), errors);
    } catch (ProblemException e) {
      if (!mayBeOfParallel(e.problem().code())) {
        throw e;
      }
      log.info("job {} is loaded again with psql: {}", running.job().id(), e.getMessage());
    }
    running.progress().progress(Progress.of(0, "loading again with psql, to confirm errors"));
    Optional<Problem> left = removeSandbox();
    if (left.isPresent()) {
      throw left.get().exception();
    }
    sandbox = Optional.empty();
    startSandbox(archive);
    return load(archive, how.with(PlainChoice.PSQL));
  }

  private static boolean mayBeOfParallel(ProblemCode code) {
    return code.blame() == Blame.BACKUP
        || code.blame() == Blame.RESTORE
        || OF_SESSIONS.contains(code);
  }

  private Loaded load(BackupArchive archive, LoadSettings how) throws ProblemException {
    Sandbox into = standing();
    List<Long> earlier =
        tools.baselines().restoreTimeline(database, into.info().runtime(), archive.format());
    RestoreTimer timer = new RestoreTimer(earlier, clock, running.progress());
    LoadResult loaded =
        guard.during(
            into,
            cancellation,
            limited ->
                new Loaders(tools.reader(), staging, how, clock)
                    .load(archive, into, timer, limited));
    return new Loaded(loaded, timer.timeline());
  }

  private Report verify(BackupArchive archive, LoadResult loaded, Sandbox restored)
      throws ProblemException {
    Instant began = clock.instant();
    VerifySettings asked = policy().verify();
    VerifySettings wanted = running.job().level().map(asked::at).orElse(asked);
    VerificationInput what =
        new VerificationInput(
            archive,
            loaded,
            wanted,
            tools.baselines().of(database, archive.header().createdAt()),
            began);
    Verification found =
        guard.during(
            restored,
            policy().load().timeout(),
            cancellation,
            limited -> tools.verifier().verify(what, restored, running.progress(), limited));
    // Its results stay in the report if a script ends the run.
    report.verification(found);
    report.verification(found.with(afterRestore(loaded, restored)));
    if (found.problems().stream().anyMatch(ProductionImage::mayCure)) {
      policy()
          .productionImage()
          .get()
          .filter(image -> !image.equals(restored.info().image()))
          .ifPresent(report::productionImage);
    }
    took("verify", began);
    took("total", start);
    Optional<Instant> expires =
        settings.keepSandbox()
            ? Optional.of(clock.instant().plus(settings.sandboxLifetime()))
            : Optional.empty();
    report.sandbox(restored.info(), expires);
    running.change(job -> job.withExpiry(expires));
    return report.build();
  }

  /** Runs the user's scripts, after everything that looks at the data as they were restored. */
  private List<CheckResult> afterRestore(LoadResult loaded, Sandbox restored)
      throws ProblemException {
    List<Script> scripts = policy().afterRestore();
    return scripts.isEmpty()
        ? List.of()
        : guard.during(
            restored,
            cancellation,
            limited ->
                new AfterRestore(scripts, loaded).run(restored, running.progress(), limited));
  }

  /** A sandbox that is not kept is removed while its result is stored and reported. */
  private void finish(Report done) {
    cancellation.check();
    if (!settings.keepSandbox()) {
      sandbox.orElseThrow().beginRemoval();
    }
    Optional<String> json = Optional.of(ReportJson.write(done));
    running.change(job -> job.withOutcome(done.outcome(), Optional.empty(), json));
    running.enter(JobState.READY, cancellation);
    running.milestone(new Milestone.Verified(done));
    if (!settings.keepSandbox()) {
      String left = removeSandbox().map(Problem::hint).orElse("");
      running.change(job -> job.withExpiry(Optional.empty()));
      running.end(JobState.CLEANED_UP, Actor.BOT, left);
    }
  }

  private void end(JobState state, Optional<Problem> why, Actor by) {
    Optional<Problem> left = removeSandbox();
    why.ifPresent(report::problem);
    if (state != JobState.FAILED) { // a broken backup stays one, whatever is left
      left.ifPresent(report::problem);
    }
    took("total", start);
    Report done = report.build();
    if (state != JobState.CANCELLED) {
      Outcome outcome = state == JobState.FAILED ? Outcome.FAILED : Outcome.COULD_NOT_VERIFY;
      Optional<String> json = Optional.of(ReportJson.write(done));
      running.change(job -> job.withOutcome(outcome, why, json));
    }
    running.end(state, by, left.map(Problem::hint).orElse(""));
  }

  private Optional<Problem> removeSandbox() {
    if (sandbox.isEmpty()) {
      return ahead.flatMap(SandboxAhead::giveUp);
    }
    Optional<Problem> left = sandbox.get().remove();
    if (left.isEmpty()) {
      report.sandbox(sandbox.get().sandbox().info(), Optional.empty());
    }
    return left;
  }

  private DatabasePolicy policy() {
    return settings.policies().apply(database.names());
  }

  private void took(String step, Instant began) {
    report.took(step, Duration.between(began, clock.instant()));
  }
}
