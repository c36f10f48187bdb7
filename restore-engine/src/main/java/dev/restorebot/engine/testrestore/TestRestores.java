package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Tested;
import dev.restorebot.engine.login.SandboxLogin;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Verifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The entry point for test restores: front ends make every request here.
 *
 * <p>Thread-safe; every call but {@link #inspect} returns soon, and listeners are notified of what
 * follows. Add listeners before {@link #start()}. The creator of the engine closes it, then the
 * store and the provider that it was given.
 */
public final class TestRestores implements AutoCloseable {
  private final JobStore store;
  private final Supplier<ArchiveReader> readers;
  private final JobJournal journal;
  private final JobRunner runner;
  private final SandboxReaper janitor;
  private final SandboxLogins logins;
  private final WarmSandboxes warm;

  /**
   * Puts an engine together. Nothing runs before {@link #start()}.
   *
   * <p>Each job asks the suppliers when it begins, and keeps what they gave; how many jobs run at
   * once, and whose sandboxes are, is as at the start.
   */
  public TestRestores(
      JobStore store,
      SandboxProvider sandboxes,
      Supplier<ArchiveReader> readers,
      Supplier<Verifier> verifiers,
      Supplier<TestSettings> settings,
      InstantSource clock) {
    this.store = store;
    this.readers = readers;
    this.journal = new JobJournal(store, clock);
    this.runner = new JobRunner(store, journal, sandboxes, readers, verifiers, settings, clock);
    this.janitor = new SandboxReaper(store, journal, sandboxes, settings, clock);
    this.logins = new SandboxLogins(store, journal, sandboxes, settings, clock);
    this.warm = new WarmSandboxes(store, sandboxes, settings, clock);
    journal.add(warm);
  }

  /** Tells that listener of everything that happens to jobs. */
  public void addListener(JobListener listener) {
    journal.add(listener);
  }

  /**
   * Clears up after an earlier process that died (jobs it was busy with, sandboxes that it left),
   * takes up what was queued, and begins to watch deadlines of sandboxes and of logins.
   */
  public void start() {
    janitor.recover();
    runner.resume();
    janitor.watch();
    logins.watch();
  }

  /**
   * Begins to keep servers ready for the next tests, as many as the settings say, until this is
   * closed. Only for a process that stays.
   */
  public void keepWarm() {
    warm.watch();
  }

  /** Removes the servers that are kept ready: they are what the settings before said. */
  public void settingsChanged() {
    warm.removeAll();
  }

  /**
   * Asks for a test restore.
   *
   * @param backup the backup's name as people know it
   * @param file where it lies
   * @param by who asks
   * @param origin where the answer goes; the listeners find it in the job
   * @return the queued job
   */
  public Job submitTest(String backup, Path file, Actor by, String origin) {
    return submitTest(
        new TestRequest(backup, file.toString(), Optional.empty(), by, origin, Optional.empty()));
  }

  /** Asks for a test restore of one database of the backup, or at a level of its own. */
  public Job submitTest(TestRequest request) {
    return runner.submit(request);
  }

  /** Returns the number of jobs before this one; 0 when it runs or is the next. */
  public int place(Job job) {
    return runner.place(job);
  }

  /**
   * Asks a job to stop. False when it has ended, or its restore is over and cleaning up is meant.
   */
  public boolean cancel(String jobId, Actor by) {
    return runner.cancel(jobId, by);
  }

  /**
   * Removes the sandbox of a job that is READY.
   *
   * @return the job cleaned up, or empty when it has no sandbox that stands
   * @throws ProblemException when something of it could not be removed; it stays READY
   */
  public Optional<Job> cleanUp(String jobId, Actor by) throws ProblemException {
    return janitor.cleanUp(jobId, by);
  }

  /**
   * Puts off the end of a sandbox that is READY, counted from its present end, up to the deadline
   * with which it was made.
   *
   * @return the job with its new end, or empty when it has no sandbox that stands
   */
  public Optional<Job> extend(String jobId, Duration by, Actor actor) {
    return janitor.extend(jobId, by, actor);
  }

  /**
   * Gives a person a read-only login to the sandbox of a job that is READY, for the time that the
   * settings say, at most to the sandbox's end. The person's earlier password ends.
   *
   * @return the login, with a password that is stored nowhere; empty when the job has no sandbox
   *     that stands
   * @throws ProblemException when logins are switched off, or the sandbox cannot be reached
   */
  public Optional<SandboxLogin> connect(String jobId, Actor person) throws ProblemException {
    return logins.give(jobId, person);
  }

  /**
   * Returns the sandbox that a role of {@link #connect} is for, with its present port, if it
   * stands.
   *
   * @throws ProblemException when the sandbox cannot be reached
   */
  public Optional<SandboxInfo> sandboxOf(String role) throws ProblemException {
    return logins.sandboxOf(role);
  }

  /** The job of that id. */
  public Optional<Job> job(String id) {
    return store.find(id);
  }

  /** Jobs whose sandbox stands. */
  public List<Job> ready() {
    return store.open().filter(job -> job.state() == JobState.READY).toList();
  }

  /** Returns the newest jobs, newest first; each is read when the stream comes to it. */
  public Stream<Job> recentJobs(int limit) {
    return store.recent(limit);
  }

  /** Of every backup that was tested to an end, its newest test. */
  public List<Tested> tested() {
    return store.tested();
  }

  /** Reads a backup file without restoring it. */
  public BackupArchive inspect(Path file) throws ProblemException {
    return readers.get().inspect(file);
  }

  /** Returns the database that a backup's content names; empty when none, or it cannot be read. */
  public Optional<String> databaseIn(Backup backup) {
    return readers.get().databaseIn(backup.file());
  }

  /**
   * Stops running jobs, waits for them to have cleaned up, stops watching deadlines, and removes
   * the servers that are kept ready.
   */
  @Override
  public void close() {
    logins.close();
    janitor.close();
    runner.close();
    warm.close();
  }
}
