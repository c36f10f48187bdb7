package dev.restorebot.bot.thread;

import dev.restorebot.engine.job.Job;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings cards to where a job was asked for: replies in order, the headline at most once a second
 * and always in its newest form. A chat that does not take a message is logged and never stops a
 * job.
 */
public final class Delivery implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);
  private static final Duration BETWEEN_EDITS = Duration.ofSeconds(1);
  private static final int MOST_RETRIES = 6;

  /** The part of a chat that delivery needs. */
  public interface Chat {
    /** Replaces a headline. */
    void edit(ThreadRef headline, Card card) throws DeliveryException;

    /** Adds a reply. */
    void reply(ThreadRef headline, Card card) throws DeliveryException;
  }

  private final Chat chat;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "chat-delivery");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, Pending> waiting = new ConcurrentHashMap<>();
  private final Map<String, Long> lastEdit = new ConcurrentHashMap<>();

  /** Delivers to that chat. */
  public Delivery(Chat chat) {
    this.chat = chat;
  }

  /** Shows a headline soon. Of several handed in meanwhile only the last is shown. */
  void headline(Job job, Supplier<Card> card) {
    if (waiting.put(job.id(), new Pending(job, card, 0)) == null) {
      long since = System.nanoTime() - lastEdit.getOrDefault(job.id(), Long.MIN_VALUE / 2);
      submit(() -> edit(job.id()), Math.max(0, BETWEEN_EDITS.toNanos() - since));
    }
  }

  /** Adds a reply, after all replies handed in before. */
  void reply(Job job, Card card) {
    submit(
        () -> {
          boolean unused = deliver(job, ref -> chat.reply(ref, card));
        },
        0);
  }

  private void edit(String jobId) {
    Pending pending = waiting.remove(jobId);
    if (pending == null) {
      return;
    }
    lastEdit.put(jobId, System.nanoTime());
    Job job = pending.job();
    boolean again = deliver(job, ref -> chat.edit(ref, pending.card().get()));
    if (again && pending.failures() < MOST_RETRIES) {
      // Whatever else happens to the job is newer and takes this one's place.
      if (waiting.putIfAbsent(jobId, pending.failedOnceMore()) == null) {
        submit(() -> edit(jobId), BETWEEN_EDITS.toNanos() << pending.failures());
      }
    } else if (job.state().ended()) {
      lastEdit.remove(jobId);
    }
  }

  private void submit(Runnable task, long delayNanos) {
    try {
      var unused = worker.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("a message came after the end", e);
    }
  }

  /** Whether it failed and may work later. */
  private static boolean deliver(Job job, Message message) {
    try {
      message.to(Origins.read(job.origin()));
      return false;
    } catch (DeliveryException e) {
      log.warn("job {}: the chat did not take a message: {}", job.id(), e.getMessage());
      return e.retryable();
    } catch (RuntimeException e) {
      log.error("job {}: a message could not be made", job.id(), e);
      return false;
    }
  }

  /** A headline to show, of which so many attempts have failed. */
  private record Pending(Job job, Supplier<Card> card, int failures) {
    Pending failedOnceMore() {
      return new Pending(job, card, failures + 1);
    }
  }

  private interface Message {
    void to(ThreadRef ref) throws DeliveryException;
  }

  /** Brings out what waits, then stops. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
