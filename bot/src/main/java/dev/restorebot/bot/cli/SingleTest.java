package dev.restorebot.bot.cli;

import dev.restorebot.bot.Parts;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.job.Actor;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.report.Report;
import dev.restorebot.engine.report.ReportJson;
import dev.restorebot.engine.run.Leftovers;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.task.Progress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;

/** One test restore with an engine of its own, and its result for people or programs. */
final class SingleTest {
  private final RestoreBotCommand parent;

  SingleTest(RestoreBotCommand parent) {
    this.parent = parent;
  }

  int run(Path file, Optional<Settings.SandboxRuntime> runtime, boolean json, boolean keep)
      throws SettingsException {
    parent.quietLog();
    Settings settings = parent.settings();
    Ended ended = new Ended(keep);
    Job job;
    try (SandboxProvider sandboxes = Parts.sandboxes(settings, runtime);
        JobStore store = JdbcJobStore.inMemory();
        RestoreEngine engine =
            new RestoreEngine(
                store,
                sandboxes,
                Parts.reader(settings),
                Parts.runSettings(settings, Leftovers.commandOwner(), keep),
                Clock.systemUTC())) {
      Thread stop = new Thread(engine::close, "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      engine.addListener(new ProgressPrinter(parent.err(), CommandLine.Help.Ansi.AUTO.enabled()));
      engine.addListener(ended);
      engine.start();
      Actor me = new Actor("cli:" + System.getProperty("user.name"), "the command line");
      engine.submitTest(String.valueOf(file.getFileName()), file, me, "cli");
      job = ended.job.join();
      removeHook(stop);
    }
    return job.report()
        .map(text -> print(ReportJson.read(text), job, json, keep))
        .orElseGet(
            () -> {
              parent.err().println("Cancelled; nothing is left running.");
              return ExitCodes.COULD_NOT_VERIFY;
            });
  }

  private int print(Report report, Job job, boolean json, boolean keep) {
    if (json) {
      parent.out().println(ReportJson.pretty(report));
    } else {
      Optional<SandboxInfo> kept =
          keep && job.expiresAt().isPresent() ? job.sandbox() : Optional.empty();
      new ResultPrinter(parent.out()).report(report, kept);
    }
    return ExitCodes.of(report);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already; the hook does its work.
      Thread.onSpinWait();
    }
  }

  /** Waits for the job's last state: READY when the sandbox is kept, otherwise an end. */
  private static final class Ended implements JobListener {
    private final boolean keep;
    private final CompletableFuture<Job> job = new CompletableFuture<>();

    Ended(boolean keep) {
      this.keep = keep;
    }

    @Override
    public void changed(Job changed, JobEvent event) {
      boolean ready = changed.state() == dev.restorebot.engine.job.JobState.READY;
      if (changed.state().ended() || (keep && ready)) {
        job.complete(changed);
      }
    }

    @Override
    public void progress(Job running, Progress progress) {}

    @Override
    public void milestone(Job running, Milestone milestone) {}
  }
}
