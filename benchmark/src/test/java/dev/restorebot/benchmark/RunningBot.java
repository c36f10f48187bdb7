package dev.restorebot.benchmark;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.Settings.SandboxRuntime;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.WarmPolicy;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.testrestore.TestRestores;
import dev.restorebot.engine.testrestore.TestSettings;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.check.AllChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** The engine as the running bot has it, with the bot's default settings. */
final class RunningBot implements Way, JobListener, AutoCloseable {
  private static final Actor ME = new Actor("benchmark", "The benchmark");

  private final SandboxProvider sandboxes;
  private final JobStore store;
  private final TestRestores engine;
  private final Supplier<TestSettings> tests;
  private final BlockingQueue<Job> ends = new LinkedBlockingQueue<>();

  /**
   * @param folder for the bot's state
   * @param key the key of encrypted backups
   * @param more settings that differ from the defaults, by the name of their variable
   */
  RunningBot(SandboxRuntime runtime, Path folder, Path key, Map<String, String> more)
      throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("RESTORE_BOT_BACKUPS_KEY_FILE", key.toString());
    Settings settings = SettingsLoader.load(Optional.empty(), environment);
    store = JdbcJobStore.open(Files.createTempDirectory(folder, "bot").resolve("state.db"));
    tests = () -> EngineFactory.runSettings(settings, store.owner(), true);
    sandboxes = EngineFactory.sandboxes(settings, Optional.of(runtime));
    engine =
        new TestRestores(
            store,
            sandboxes,
            () -> EngineFactory.reader(settings),
            AllChecks::verifier,
            tests,
            Clock.systemUTC());
    engine.addListener(this);
    engine.start();
  }

  @Override
  public void run(Backup backup, Stopwatch watch) throws Exception {
    watch.start();
    engine.submitTest(String.valueOf(backup.file().getFileName()), backup.file(), ME, "benchmark");
    Job job = ends.take();
    watch.verified();
    watch.lap("all");
    Report report = ReportJson.read(job.report().orElseThrow());
    report.timings().forEach((step, millis) -> watch.step(step, millis / 1000.0));
    if (report.outcome() != Outcome.PASSED) {
      throw new IOException("the bot says " + report.outcome() + ": " + report.problems());
    }
    var unused = engine.cleanUp(job.id(), ME);
    watch.removed();
    keepWarm(tests.get().warm());
  }

  /** The bot does this when no test runs; here it ends before anything else is measured. */
  private void keepWarm(int servers) {
    TestSettings now = tests.get();
    sandboxes.keepWarm(new WarmPolicy(servers, now.owner(), Instant.now(), now.maxLifetime()));
  }

  @Override
  public void changed(Job job, JobEvent event) {
    boolean over = job.state() == JobState.READY || job.state().ended();
    if (over && job.state() != JobState.CLEANED_UP) {
      ends.add(job);
    }
  }

  @Override
  public void progress(Job job, Progress progress) {}

  @Override
  public void milestone(Job job, Milestone milestone) {}

  @Override
  public void close() throws Exception {
    for (Job job : engine.ready()) {
      var unused = engine.cleanUp(job.id(), ME);
    }
    engine.close();
    keepWarm(0);
    store.close();
    sandboxes.close();
  }
}
