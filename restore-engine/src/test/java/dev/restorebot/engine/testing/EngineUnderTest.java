package dev.restorebot.engine.testing;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.login.LoginSettings;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.testrestore.DatabasePolicy;
import dev.restorebot.engine.testrestore.TestRequest;
import dev.restorebot.engine.testrestore.TestRestores;
import dev.restorebot.engine.testrestore.TestSettings;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.VerifySettings;
import dev.restorebot.engine.verify.check.AllChecks;
import dev.restorebot.engine.verify.script.Script;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An engine over a real sandbox provider, with everything it tells. */
public final class EngineUnderTest implements AutoCloseable {
  public static final Duration MAX_LIFETIME = Duration.ofDays(1);
  public static final Actor ASHA = new Actor("test:asha", "Asha");

  private final JobStore store = JdbcJobStore.inMemory();
  private final String owner = store.owner();
  private final Heard heard = new Heard();
  private final TestRestores engine;
  private volatile LoadSettings load;
  private volatile List<Script> afterRestore = List.of();
  private volatile int warm;

  public EngineUnderTest(SandboxProvider sandboxes, String key, VerifySettings verify) {
    this(sandboxes, key, verify, LoadSettings.DEFAULT);
  }

  public EngineUnderTest(
      SandboxProvider sandboxes, String key, VerifySettings verify, LoadSettings load) {
    this(sandboxes, key, verify, load, DiskLimits.DEFAULT);
  }

  public EngineUnderTest(
      SandboxProvider sandboxes,
      String key,
      VerifySettings verify,
      LoadSettings load,
      DiskLimits disk) {
    this.load = load;
    this.engine =
        new TestRestores(
            store,
            sandboxes,
            () -> new ArchiveReader(new ArchiveKey(key, ArchiveKey.DEFAULT_ITERATIONS)),
            AllChecks::verifier,
            () -> settings(verify, disk),
            Clock.systemUTC());
    engine.addListener(heard);
    engine.start();
  }

  private TestSettings settings(VerifySettings verify, DiskLimits disk) {
    return new TestSettings(
        owner,
        1,
        Duration.ofHours(1),
        Duration.ofMinutes(5),
        MAX_LIFETIME,
        true,
        warm,
        new LoginSettings(true, Duration.ofHours(4), "db1.example", OptionalInt.empty()),
        disk,
        BackupNames.usual(ZoneOffset.UTC),
        Optional.empty(),
        database ->
            new DatabasePolicy(load, verify, afterRestore, ServerChoice.USUAL, Optional::empty));
  }

  /** Keeps that many servers ready for the next jobs. */
  public void keepWarm(int servers) {
    warm = servers;
    engine.keepWarm();
  }

  public TestRestores engine() {
    return engine;
  }

  /** How the next jobs load. */
  public void load(LoadSettings next) {
    load = next;
  }

  /** What the next jobs run after their checks. */
  public void afterRestore(Script... next) {
    afterRestore = List.of(next);
  }

  /** The owner label of its sandboxes. */
  public String owner() {
    return owner;
  }

  public Heard heard() {
    return heard;
  }

  /** Restores a file and waits until it is READY or has ended. */
  public Job restore(Path file) {
    return await(submit(file), job -> job.state() == JobState.READY || job.state().ended());
  }

  public Job submit(Path file) {
    return engine.submitTest(String.valueOf(file.getFileName()), file, ASHA, "nowhere");
  }

  /** Restores a file at that level and waits until it is READY or has ended. */
  public Job restore(Path file, Level level) {
    return await(submit(file, level), job -> job.state() == JobState.READY || job.state().ended());
  }

  public Job submit(Path file, Level level) {
    return submit(file, Optional.empty(), Optional.of(level));
  }

  /** Restores one database of a file and waits until it is READY or has ended. */
  public Job restore(Path file, String database) {
    return await(
        submit(file, Optional.of(database), Optional.empty()),
        job -> job.state() == JobState.READY || job.state().ended());
  }

  private Job submit(Path file, Optional<String> database, Optional<Level> level) {
    return engine.submitTest(
        new TestRequest(
            String.valueOf(file.getFileName()), file.toString(), database, ASHA, "nowhere", level));
  }

  /** Waits until the job is as wanted, at most two minutes. */
  public Job await(Job job, Predicate<Job> wanted) {
    CompletableFuture<Job> found = new CompletableFuture<>();
    heard.when(changed -> changed.id().equals(job.id()) && wanted.test(changed), found);
    Optional<Job> now = engine.job(job.id()).filter(wanted);
    now.ifPresent(found::complete);
    return found.orTimeout(2, TimeUnit.MINUTES).join();
  }

  public static Report report(Job job) {
    return ReportJson.read(job.report().orElseThrow());
  }

  /** Removes every sandbox that still stands, then stops. */
  @Override
  public void close() throws Exception {
    for (Job job : engine.ready()) {
      var unused = engine.cleanUp(job.id(), Actor.BOT);
    }
    engine.close();
    store.close();
  }

  /** What the engine told. */
  public static final class Heard implements JobListener {
    public final List<JobState> states = new CopyOnWriteArrayList<>();
    public final List<Progress> progress = new CopyOnWriteArrayList<>();
    public final List<Milestone> milestones = new CopyOnWriteArrayList<>();
    private final List<Waiting> waiting = new CopyOnWriteArrayList<>();

    private record Waiting(Predicate<Job> wanted, CompletableFuture<Job> found) {}

    public void when(Predicate<Job> wanted, CompletableFuture<Job> found) {
      waiting.add(new Waiting(wanted, found));
    }

    @Override
    public void changed(Job job, JobEvent event) {
      if (event.what().equals(job.state().name())) {
        states.add(job.state());
      }
      waiting.stream().filter(w -> w.wanted.test(job)).forEach(w -> w.found.complete(job));
    }

    @Override
    public void progress(Job job, Progress told) {
      progress.add(told);
    }

    @Override
    public void milestone(Job job, Milestone told) {
      milestones.add(told);
    }
  }
}
