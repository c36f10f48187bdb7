package dev.restorebot.bot.cli;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.text.Durations;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Shows a job's progress on standard error: one bar that is redrawn on a terminal, a line every few
 * seconds elsewhere.
 */
final class ProgressPrinter implements JobListener {
  private static final int WIDTH = 30;
  private static final long BETWEEN_LINES_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long BETWEEN_BARS_NANOS = Duration.ofMillis(100).toNanos();
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream err;
  private final boolean terminal;
  private long last;
  private boolean barShown;

  ProgressPrinter(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
    this.last = System.nanoTime();
  }

  @Override
  public synchronized void changed(Job job, JobEvent event) {
    String line =
        switch (job.state()) {
          case QUEUED -> "";
          case PREPARING -> event.what().equals("PREPARING") ? "Reading the backup …" : "";
          case STARTING_SANDBOX ->
              event.what().equals("STARTING_SANDBOX") ? "Starting a sandbox …" : "";
          case RESTORING -> "Restoring …";
          case VERIFYING -> "Verifying …";
          case READY, CLEANED_UP, FAILED, COULD_NOT_VERIFY, CANCELLED -> "";
        };
    clearBar();
    if (!line.isEmpty()) {
      err.println(line);
    }
  }

  @Override
  public synchronized void progress(Job job, Progress progress) {
    long now = System.nanoTime();
    if (now - last < (terminal ? BETWEEN_BARS_NANOS : BETWEEN_LINES_NANOS)) {
      return;
    }
    last = now;
    String eta =
        progress.eta().map(left -> ", about " + Durations.estimate(left) + " left").orElse("");
    String percent = String.format(Locale.ROOT, "%3.0f %%", progress.fraction() * 100);
    if (terminal) {
      int full = (int) Math.round(progress.fraction() * WIDTH);
      String bar = "█".repeat(full) + "░".repeat(WIDTH - full);
      err.print(CLEAR_LINE + bar + " " + percent + eta + "  " + cut(Plain.of(progress.activity())));
      err.flush();
      barShown = true;
    } else {
      err.println(percent + eta + "  " + Plain.of(progress.activity()));
    }
  }

  @Override
  public synchronized void milestone(Job job, Milestone milestone) {
    clearBar();
    if (milestone instanceof Milestone.SandboxStarted started) {
      err.println(
          "Sandbox "
              + started.sandbox().container()
              + ", PostgreSQL "
              + started.sandbox().serverVersion()
              + " ("
              + started.sandbox().runtime()
              + ")");
      started.sandbox().notes().forEach(note -> err.println("  Note: " + Plain.of(note)));
    }
  }

  private void clearBar() {
    if (barShown) {
      err.print(CLEAR_LINE);
      barShown = false;
    }
  }

  private static String cut(String activity) {
    return activity.length() <= 60 ? activity : activity.substring(0, 59) + "…";
  }
}
