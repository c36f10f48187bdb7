package dev.restorebot.bot.delivery;

import dev.restorebot.bot.delivery.Outbox.Waiting;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.task.Threads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to one chat: its {@link ThreadQueue}s, and the Java threads that work on them, so that a
 * chat that is slow or away delays no other.
 */
final class ChatQueue {
  private static final Logger log = LoggerFactory.getLogger(ChatQueue.class);
  private static final int THREADS = 4;
  private static final Duration REFUSED = Duration.ofHours(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  final Chat chat;
  final Outbox outbox;
  final InstantSource clock;
  private final ScheduledThreadPoolExecutor workers;
  private final Map<String, ThreadQueue> queues = new ConcurrentHashMap<>();
  private volatile long pausedUntil = System.nanoTime();
  private volatile boolean closing;
  private final Consumer<Card> elsewhere;
  private final Set<String> unheard = ConcurrentHashMap.newKeySet();

  /**
   * Sends to a chat.
   *
   * @param elsewhere takes the report of a channel that refuses messages, once a channel
   */
  ChatQueue(Chat chat, Outbox outbox, InstantSource clock, Consumer<Card> elsewhere) {
    this.chat = chat;
    this.outbox = outbox;
    this.clock = clock;
    this.elsewhere = elsewhere;
    this.workers = new ScheduledThreadPoolExecutor(THREADS, Threads.named("to-" + chat.name()));
    workers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    workers.setRemoveOnCancelPolicy(true);
  }

  /** Hands something to a thread's queue; a queue that just retired is replaced. */
  void with(Origin origin, Predicate<ThreadQueue> handIn) {
    ThreadQueue queue;
    do {
      queue = queues.computeIfAbsent(origin.thread(), key -> new ThreadQueue(origin, this));
    } while (!handIn.test(queue));
  }

  void retire(Origin origin, ThreadQueue queue) {
    queues.remove(origin.thread(), queue);
  }

  /** Drops tasks after the end: the messages that they would send are in the outbox. */
  Future<?> schedule(Runnable task, long nanos) {
    try {
      return workers.schedule(task, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.trace("after the end", e);
      return java.util.concurrent.CompletableFuture.completedFuture(null);
    }
  }

  /**
   * The chat refused messages of one thread in every form and place. They stay in the outbox and
   * are tried again every hour and after each start.
   */
  void putAside(List<Waiting> messages, DeliveryException why) {
    log.error(
        "{} refused a message, which is kept and tried again: {}", chat.name(), why.getMessage());
    Future<?> unused = schedule(() -> tryAgain(messages), REFUSED.toNanos());
    Waiting waiting = messages.get(0);
    String channel = waiting.origin().channel();
    if (unheard.add(channel)) {
      elsewhere.accept(
          Card.of(Tone.WARN, "Not delivered to " + chat.name() + ": " + waiting.card().title())
              .line("The channel " + channel + " refuses messages: " + why.getMessage())
              .line(
                  "Messages are kept for 7 days and tried again every hour. `restore-bot doctor`"
                      + " shows how many are waiting.")
              .build());
    }
  }

  private void tryAgain(List<Waiting> messages) {
    List<Waiting> present = outbox.waiting();
    messages.stream().filter(present::contains).forEach(this::handIn);
  }

  /** Hands a message of the outbox to its thread's queue. */
  void handIn(Waiting waiting) {
    with(
        waiting.origin(),
        queue ->
            waiting.reply()
                ? queue.reply(waiting)
                : queue.headline(waiting::card, Optional.of(waiting)));
  }

  /** The channel took a message. */
  void heard(String channel) {
    unheard.remove(channel);
  }

  /** The chat is rate-limiting us. */
  void pause(Duration time) {
    pausedUntil = System.nanoTime() + time.toNanos();
  }

  /** Remaining time of the rate limit, in nanoseconds; 0 for none. */
  long paused() {
    return Math.max(0, pausedUntil - System.nanoTime());
  }

  /** Returns true if nothing should wait any longer. */
  boolean closing() {
    return closing;
  }

  /** Sends what can be sent at once; the rest stays in the outbox. */
  void close() {
    closing = true;
    workers.shutdown();
    long deadline = System.nanoTime() + LAST_WORDS.toNanos();
    try {
      if (!workers.awaitTermination(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS)) {
        workers.shutdownNow();
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    for (ThreadQueue queue : queues.values()) {
      queue.drain(deadline);
    }
  }
}
