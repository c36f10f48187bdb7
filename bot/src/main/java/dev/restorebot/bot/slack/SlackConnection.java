package dev.restorebot.bot.slack;

import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.engine.task.Backoff;
import dev.restorebot.engine.task.Threads;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps something connected for as long as it is open: looks now and then, and tries again. */
final class SlackConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlackConnection.class);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration CALM = Duration.ofSeconds(30);

  private final Step step;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Threads.named("slack-connection"));
  private final Backoff backoff = new Backoff();
  private long lastLost;

  SlackConnection(Step step) {
    this.step = step;
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Connects what is not connected. */
  @FunctionalInterface
  interface Step {
    /** Does nothing when all is well. */
    void ensure() throws DeliveryException;
  }

  /**
   * Connects, or goes on trying in the background.
   *
   * @throws DeliveryException when trying again is of no use
   */
  void start() throws DeliveryException {
    Duration next = LOOK;
    try {
      step.ensure();
    } catch (DeliveryException e) {
      if (!e.retryable()) {
        throw e;
      }
      next = failed(e);
    }
    later(next, this::look);
  }

  /** It may be lost: looks soon, unless that was so a moment ago; then the usual look will do. */
  synchronized void lost() {
    long now = System.nanoTime();
    if (lastLost == 0 || now - lastLost > CALM.toNanos()) {
      later(SOON, this::lookOnce);
    }
    lastLost = now;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.debug("a connection to Slack is still being made");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    later(lookOnce(), this::look);
  }

  private Duration lookOnce() {
    try {
      step.ensure();
      if (backoff.failing()) {
        LOG.info("Slack is back");
      }
      backoff.succeeded();
      return LOOK;
    } catch (DeliveryException e) {
      return failed(e);
    } catch (RuntimeException e) {
      LOG.error("connecting to Slack failed", e);
      return Backoff.LONGEST;
    }
  }

  private Duration failed(DeliveryException e) {
    Duration asked = e.retryAfter().orElse(Duration.ZERO);
    Duration wait = backoff.failed();
    Duration next = wait.compareTo(asked) < 0 ? asked : wait;
    LOG.warn("Slack is not connected; trying again in {} s: {}", next.toSeconds(), e.getMessage());
    return next;
  }

  private void later(Duration wait, Runnable task) {
    try {
      var unused = timer.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the connection to Slack is being closed");
    }
  }
}
