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

/**
 * Keeps something connected for as long as it is open: looks every 5 s, and tries again after
 * increasing waits. A connection that is lost within half a minute counts as a failure, since Slack
 * may take it only to end it at once ({@code too_many_websockets}).
 */
final class SlackConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlackConnection.class);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration CALM = Duration.ofSeconds(30);

  private final Step step;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Threads.named("slack-connection"));
  private final Backoff backoff = new Backoff();
  private long connectedAt;
  private long notBefore = System.nanoTime();

  SlackConnection(Step step) {
    this.step = step;
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Connects what is not connected. */
  @FunctionalInterface
  interface Step {
    /**
     * Does nothing when all is well.
     *
     * @return whether it made a connection
     */
    boolean ensure() throws DeliveryException;
  }

  /**
   * Connects, or goes on trying in the background.
   *
   * @throws DeliveryException when trying again is of no use
   */
  void start() throws DeliveryException {
    try {
      ensure();
    } catch (DeliveryException e) {
      if (!e.retryable()) {
        throw e;
      }
      failed(e);
    }
    later(LOOK, this::look);
  }

  /** The connection ended: makes another one soon, or later if this one did not last. */
  synchronized void lost() {
    boolean lasted = System.nanoTime() - connectedAt > CALM.toNanos();
    if (lasted) {
      backoff.succeeded();
    }
    retry(lasted ? Backoff.jittered(SOON) : backoff.failed());
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
    attempt();
    later(LOOK, this::look);
  }

  private void attempt() {
    synchronized (this) {
      if (System.nanoTime() < notBefore) {
        return;
      }
    }
    try {
      ensure();
    } catch (DeliveryException e) {
      failed(e);
    } catch (RuntimeException e) {
      LOG.error("connecting to Slack failed", e);
      retry(Backoff.LONGEST);
    }
  }

  private void ensure() throws DeliveryException {
    boolean fresh = step.ensure();
    synchronized (this) {
      if (fresh) {
        connectedAt = System.nanoTime();
      } else if (backoff.failing() && System.nanoTime() - connectedAt > CALM.toNanos()) {
        LOG.info("Slack is back");
        backoff.succeeded();
      }
    }
  }

  private void failed(DeliveryException e) {
    Duration asked = e.retryAfter().orElse(Duration.ZERO);
    Duration wait = backoff.failed();
    Duration next = wait.compareTo(asked) < 0 ? asked : wait;
    LOG.warn("Slack is not connected; trying again in {} s: {}", next.toSeconds(), e.getMessage());
    retry(next);
  }

  private synchronized void retry(Duration wait) {
    notBefore = System.nanoTime() + wait.toNanos();
    later(wait.plusMillis(1), this::attempt);
  }

  private void later(Duration wait, Runnable task) {
    try {
      var unused = timer.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the connection to Slack is being closed");
    }
  }
}
