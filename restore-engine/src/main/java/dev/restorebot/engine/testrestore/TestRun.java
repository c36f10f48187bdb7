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
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Pauses;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
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

  private static final Duration FOR_EVER = Duration.ofDays(365);

  private static final Duration SLOW = Duration.ofMinutes(30);

  /** Bytes of a backup that are read in the time that a server takes to start, or a few times. */
  private static final long READ_SOON = 1L << 30;

  /** The time after which a change is stored again when the state could not be written. */
  private static final long STORE_AGAIN_MILLIS = 1_000;

  /** The time within which that goes on while a sandbox may stand. */
  private static final Duration STORE_WITHIN = Duration.ofMinutes(10);

  /** Faults that several sessions at once may have caused. */
  private static final Set<ProblemCode> OF_SESSIONS =
      EnumSet.of(
          ProblemCode.SANDBOX_FAILED, ProblemCode.CONNECTION_LOST, ProblemCode.OUT_OF_MEMORY);

  private final Tools tools;
  private final JobJournal journal;
  private final TestSettings settings;
  private final InstantSource clock;
  private final Cancellation cancellation;
  private final Cancellation botStops;
  private final SandboxGuard guard;
  private final ReportBuilder report;
  private final Instant start;
  private final CompletableFuture<Optional<SandboxAhead.Server>> wanted = new CompletableFuture<>();
  private Staging staging = Staging.none();
  private Job job;
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
    this.job = job;
    this.tools = tools;
    this.journal = journal;
    this.settings = settings;
    this.clock = clock;
    this.cancellation = cancellation;
    this.botStops = botStops;
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
      enter(JobState.PREPARING);
      ahead = Optional.of(begin(BackupPlace.path(job.file())));
      BackupArchive archive = read();
      enter(JobState.STARTING_SANDBOX);
      startSandbox(archive);
      enter(JobState.RESTORING);
      LoadResult loaded = restore(archive);
      enter(JobState.VERIFYING);
      finish(verify(archive, loaded, standing()));
    } catch (CancellationException e) {
      end(JobState.CANCELLED, Optional.empty(), canceller.get());
    } catch (ProblemException e) {
      log.warn("job {} ended: {}", job.id(), e.getMessage(), e);
      end(Ending.of(e.problem(), job.state()), Optional.of(e.problem()), Actor.BOT);
    } catch (LostJobException e) {
      log.warn("job {} was taken over; this run stops", job.id(), e);
      removeSandbox();
    } catch (RuntimeException | Error e) {
      // An Error too: the job must end and its sandbox must go, whatever broke.
      log.error("job {} broke", job.id(), e);
      Problem problem = Ending.internal(e);
      end(Ending.of(problem, job.state()), Optional.of(problem), Actor.BOT);
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
    database = DatabaseIdentity.of(archive, job.backup(), settings.names());
    report.archive(archive, database.name());
    took("read", began);
    journal.milestone(job, new Milestone.BackupRead(archive));
    database.compare(settings.database()).ifPresent(report::problem);
    return archive;
  }

  /** Reads the backup; of a file that holds several databases, the one that was asked for. */
  private BackupArchive readWanted() throws ProblemException {
    Path file = BackupPlace.path(job.file());
    Optional<String> asked = job.database().or(settings::database);
    try {
      return readWhole(file, asked);
    } catch (SeveralDatabasesException e) {
      if (asked.isEmpty()) {
        journal.milestone(job, new Milestone.SeveralDatabases(e.databases()));
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
    return tools.reader().readWhole(file, of, staging.tee(), progress(), cancellation);
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
    DatabaseIdentity of = DatabaseIdentity.of(head, job.backup(), settings.names());
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
        job.id(),
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
            ? ahead.get().take(server, needs, progress(), cancellation)
            : tools
                .sandboxes()
                .start(request(server, () -> needs, began), progress(), cancellation);
    ahead = Optional.empty();
    sandbox = Optional.of(new RunSandbox(started));
    report.sandbox(started.info(), Optional.empty());
    store(
        () -> journal.record(job.withSandbox(started.info()), "SANDBOX", Actor.BOT, ""),
        STORE_WITHIN,
        cancellation);
    took("startSandbox", began);
    journal.milestone(job, new Milestone.SandboxStarted(started.info()));
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
    journal.milestone(job, new Milestone.Restored(loaded));
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
      log.info("job {} is loaded again with psql: {} errors", job.id(), errors);
    } catch (ProblemException e) {
      if (!mayBeOfParallel(e.problem().code())) {
        throw e;
      }
      log.info("job {} is loaded again with psql: {}", job.id(), e.getMessage());
    }
    progress().progress(Progress.of(0, "loading again with psql, to confirm errors"));
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
    RestoreTimer timer = new RestoreTimer(earlier, clock, progress());
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
    VerifySettings wanted = job.level().map(asked::at).orElse(asked);
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
            limited -> tools.verifier().verify(what, restored, progress(), limited));
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
    job = job.withExpiry(expires);
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
            limited -> new AfterRestore(scripts, loaded).run(restored, progress(), limited));
  }

  /** A sandbox that is not kept is removed while its result is stored and reported. */
  private void finish(Report done) {
    cancellation.check();
    if (!settings.keepSandbox()) {
      sandbox.orElseThrow().beginRemoval();
    }
    job = job.withOutcome(done.outcome(), Optional.empty(), Optional.of(ReportJson.write(done)));
    enter(JobState.READY);
    journal.milestone(job, new Milestone.Verified(done));
    if (!settings.keepSandbox()) {
      String left = removeSandbox().map(Problem::hint).orElse("");
      job = job.withExpiry(Optional.empty());
      storeEnd(() -> journal.move(job, JobState.CLEANED_UP, Actor.BOT, left));
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
      job = job.withOutcome(outcome, why, Optional.of(ReportJson.write(done)));
    }
    storeEnd(() -> journal.move(job, state, by, left.map(Problem::hint).orElse("")));
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

  private void enter(JobState state) {
    cancellation.check();
    boolean nothingStands = job.state() == JobState.QUEUED;
    store(
        () -> journal.move(job, state, Actor.BOT, ""),
        nothingStands ? FOR_EVER : STORE_WITHIN,
        cancellation);
  }

  private DatabasePolicy policy() {
    return settings.policies().apply(database.names());
  }

  private ProgressListener progress() {
    return part -> journal.progress(job, TestSteps.whole(job.state(), part));
  }

  private void took(String step, Instant began) {
    report.took(step, Duration.between(began, clock.instant()));
  }

  /** Stores the last change: nothing stands any more, so it waits as long as the bot runs. */
  private void storeEnd(Supplier<Optional<Job>> change) {
    try {
      store(change, FOR_EVER, botStops);
    } catch (LostJobException e) {
      log.warn("job {} was taken over; its result is not stored", job.id(), e);
    } catch (IllegalStateException | StateException e) {
      // It is still queued, and the next start runs it; or cancelled, for the bot stops.
      log.error("the end of job {} is not stored; it is left to the next start", job.id(), e);
    }
  }

  /** Stores a change; while the disk of the state is full, it tries again and again. */
  private void store(Supplier<Optional<Job>> change, Duration within, Cancellation until) {
    Instant end = clock.instant().plus(within);
    for (boolean waits = false; ; waits = true) {
      try {
        job = change.get().orElseThrow(LostJobException::new);
        return;
      } catch (StateException e) {
        if (!e.isDiskFull() || clock.instant().isAfter(end)) {
          throw e;
        }
        if (!waits) {
          log.error("job {} waits until the state can be written: {}", job.id(), e.getMessage());
        }
        Pauses.await(STORE_AGAIN_MILLIS, until);
      }
    }
  }

  /** Somebody else changed a job that this run believed to own. */
  private static final class LostJobException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The end of a run that did not get to its last step. */
  private static final class Ending {
    static JobState of(Problem problem, JobState at) {
      Blame blame = problem.code().blame();
      boolean bad = blame == Blame.BACKUP || blame == Blame.RESTORE;
      return bad && at.mayBecome(JobState.FAILED) ? JobState.FAILED : JobState.COULD_NOT_VERIFY;
    }

    static Problem internal(Throwable cause) {
      return new Problem(
          ProblemCode.INTERNAL_ERROR,
          "restore-bot failed with an internal error ("
              + cause.getClass().getSimpleName()
              + "); this says"
              + " nothing about the backup.",
          "The details are in the bot's log. Run the test again, and report it if it happens"
              + " again.");
    }
  }
}
