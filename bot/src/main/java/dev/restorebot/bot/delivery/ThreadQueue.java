package dev.restorebot.bot.delivery;

import dev.restorebot.bot.delivery.Outbox.Waiting;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.engine.task.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues one thread's messages: the headline in its newest form, replies in order, one call at a
 * time. Nothing is sent before the headline is posted. Messages that the chat may accept later are
 * retried after increasing delays.
 *
 * <p>A headline that can no longer be edited is posted again, and a reply that the thread does not
 * take goes to the channel. What the channel does not take either is put aside ({@link
 * ChatQueue#putAside}). Progress is never worth a second message.
 */
final class ThreadQueue {
  private static final Logger log = LoggerFactory.getLogger(ThreadQueue.class);
  private static final Duration KEPT = Duration.ofDays(7);

  /** The longest wait of an urgent update, such as a button that people wait for. */
  private static final Duration AT_MOST = Duration.ofSeconds(1);

  /** The shortest time between two headlines that are posted because none can be edited. */
  private static final Duration BETWEEN_NEW = Duration.ofSeconds(30);

  private static final long NOTHING = -1;

  private final Origin origin;
  private final ChatQueue line;
  private final Deque<Waiting> replies = new ArrayDeque<>();
  private Optional<String> message;
  private Supplier<Card> headline;
  private Waiting keptHeadline;
  private long lastShown;
  private String title = "";
  private boolean uneditable;
  private final Backoff backoff = new Backoff();
  private boolean running;
  private boolean retired;
  private Future<?> next;

  ThreadQueue(Origin origin, ChatQueue line) {
    this.origin = origin;
    this.line = line;
    this.message =
        line.chat instanceof EventChat ? Optional.of(origin.thread()) : line.outbox.message(origin);
    this.lastShown = System.nanoTime() - line.chat.betweenEdits().toNanos();
  }

  /**
   * Shows a headline soon, in place of any that waits. False when the queue is retired.
   *
   * @param kept the same in the outbox, if it is there
   */
  synchronized boolean headline(Supplier<Card> card, Optional<Waiting> kept) {
    if (retired) {
      return false;
    }
    headline = card;
    keptHeadline = kept.orElse(keptHeadline);
    wake();
    return true;
  }

  /** Adds a reply after those that wait. False when the queue is retired. */
  synchronized boolean reply(Waiting kept) {
    if (retired) {
      return false;
    }
    replies.add(kept);
    wake();
    return true;
  }

  private void wake() {
    long due = due();
    if (!running && !backoff.failing() && due != NOTHING) {
      schedule(due);
    }
  }

  private void schedule(long nanos) {
    if (next != null) {
      next.cancel(false);
    }
    next = line.schedule(this::run, Math.max(nanos, line.paused()));
  }

  /** Nanoseconds until there is something to do. */
  private long due() {
    if (headline == null && (replies.isEmpty() || message.isEmpty())) {
      return NOTHING;
    }
    return message.isPresent() && replies.isEmpty() ? untilEdit() : 0;
  }

  private long untilEdit() {
    long between = line.closing() ? 0 : line.chat.betweenEdits().toNanos();
    if (keptHeadline != null) {
      between = Math.min(between, AT_MOST.toNanos());
    }
    if (uneditable && !line.closing()) {
      between = Math.max(between, BETWEEN_NEW.toNanos());
    }
    return Math.max(0, lastShown + between - System.nanoTime());
  }

  private void run() {
    synchronized (this) {
      if (running || retired) {
        return;
      }
      running = true;
    }
    Duration wait = line.paused() > 0 ? Duration.ZERO : step();
    synchronized (this) {
      running = false;
      long due = due();
      if (due != NOTHING) {
        schedule(Math.max(due, wait.toNanos()));
      } else if (untilEdit() > 0) {
        schedule(untilEdit());
      } else {
        retired = true;
        line.retire(origin, this);
      }
    }
  }

  /** Sends all that waits, until something is refused or the time is over. */
  void drain(long deadline) {
    while (anythingDue() && line.paused() == 0 && System.nanoTime() < deadline) {
      Duration unused = step();
    }
  }

  private synchronized boolean anythingDue() {
    return !backoff.failing() && due() != NOTHING;
  }

  /** Sends one message; returns how long to wait before the next. */
  private Duration step() {
    Supplier<Card> card = null;
    Waiting waiting;
    synchronized (this) {
      if (headline != null && (message.isEmpty() || untilEdit() == 0)) {
        card = headline;
        waiting = keptHeadline;
      } else {
        waiting = replies.peek();
      }
    }
    try {
      if (card != null) {
        show(card, waiting != null);
        done(card, waiting);
      } else if (waiting != null) {
        reply(waiting.origin().headline(message.orElseThrow()), waiting.card());
        done(null, waiting);
      }
      backoff.succeeded();
      line.heard(origin.channel());
      return Duration.ZERO;
    } catch (DeliveryException e) {
      if (tooOld(waiting)) {
        log.error("{} took no message for a week: {}", line.chat.name(), e.getMessage());
        giveUp(card, waiting);
      } else if (e.retryable()) {
        return again(e);
      } else if (waiting != null) {
        refused(e, waiting);
      } else {
        log.info("{} did not take the progress of a job: {}", line.chat.name(), e.getMessage());
        giveUp(card, waiting);
      }
    } catch (RuntimeException e) {
      log.error("could not build a message for {}", line.chat.name(), e);
      giveUp(card, waiting);
    }
    return Duration.ZERO;
  }

  private void show(Supplier<Card> card, boolean kept) throws DeliveryException {
    Card made = card.get();
    if (message.isEmpty() || !edited(origin.headline(message.get()), made, kept)) {
      posted(line.chat.post(origin.channel(), made));
    }
    title = made.title();
    lastShown = System.nanoTime();
  }

  /** Edits the headline; false when it cannot be edited and has to be posted again. */
  private boolean edited(ThreadRef headline, Card card, boolean kept) throws DeliveryException {
    try {
      line.chat.edit(headline, card);
      uneditable = false;
      return true;
    } catch (DeliveryException e) {
      if (e.retryable() || !kept) {
        throw e;
      }
      log.warn(
          "a message of {} cannot be edited and is posted again: {}",
          line.chat.name(),
          e.getMessage());
      uneditable = true;
      return false;
    }
  }

  private void reply(ThreadRef headline, Card card) throws DeliveryException {
    try {
      line.chat.reply(headline, card);
    } catch (DeliveryException e) {
      if (e.retryable() || line.chat instanceof EventChat) {
        throw e;
      }
      log.warn(
          "a thread of {} took no reply, which goes to the channel: {}",
          line.chat.name(),
          e.getMessage());
      String topic = card.topic().orElse(title);
      String about = topic.isEmpty() ? "" : " of \u201c" + topic + "\u201d";
      line.chat.post(
          origin.channel(),
          card.withLine(
              "Posted here because the thread" + about + " refused it: " + e.getMessage()));
    }
  }

  private void posted(ThreadRef ref) {
    line.outbox.posted(origin, ref.message());
    synchronized (this) {
      message = Optional.of(ref.message());
    }
  }

  private synchronized void done(Supplier<Card> card, Waiting waiting) {
    if (card == null) {
      replies.remove();
    } else {
      headline = card.equals(headline) ? null : headline;
      keptHeadline = Objects.equals(keptHeadline, waiting) ? null : keptHeadline;
    }
    if (waiting != null) {
      line.outbox.remove(waiting);
    }
  }

  private void giveUp(Supplier<Card> card, Waiting waiting) {
    backoff.succeeded();
    done(card, waiting);
    while (message.isEmpty() && !replies.isEmpty()) {
      done(null, replies.peek()); // without a headline there is no thread
    }
  }

  private boolean tooOld(Waiting waiting) {
    return waiting != null && waiting.since().plus(KEPT).isBefore(line.clock.instant());
  }

  /** Nothing took it: it stays in the outbox, and without a headline all its replies do. */
  private void refused(DeliveryException e, Waiting waiting) {
    List<Waiting> aside = new ArrayList<>(List.of(waiting));
    synchronized (this) {
      backoff.succeeded();
      if (waiting.reply()) {
        replies.remove();
      } else if (waiting.equals(keptHeadline)) {
        headline = null;
        keptHeadline = null;
        if (message.isEmpty()) {
          aside.addAll(replies);
          replies.clear();
        }
      }
    }
    line.putAside(aside, e);
  }

  private Duration again(DeliveryException e) {
    e.retryAfter().ifPresent(line::pause);
    if (!backoff.failing()) {
      log.warn(
          "{} does not accept messages; they are queued: {}", line.chat.name(), e.getMessage());
    }
    return backoff.failed();
  }
}
