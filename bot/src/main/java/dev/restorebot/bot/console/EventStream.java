package dev.restorebot.bot.console;

import dev.restorebot.bot.message.CardJson;
import dev.restorebot.engine.task.Threads;
import io.javalin.http.sse.SseClient;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events to the open pages. Each page has a thread that reads what changed after the
 * page's cursor: a slow page holds up nobody and skips states that are already replaced.
 */
final class EventStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int MOST_PAGES = 64;
  private static final int AT_ONCE = 100;

  private final ConsoleStore store;
  private final Ephemerals ephemerals;
  private final PageNotifier room;
  private final String start;
  private final Semaphore places = new Semaphore(MOST_PAGES);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Threads.named("console-feed"));

  EventStream(ConsoleStore store, Ephemerals ephemerals, PageNotifier room, String start) {
    this.store = store;
    this.ephemerals = ephemerals;
    this.room = room;
    this.start = start;
  }

  /**
   * Serves a page until it goes. A cursor from before the last start gets the event {@code reset}:
   * the page then begins anew. So does a page that may not stay open.
   *
   * @param lasting whether the page may stay open
   */
  void serve(SseClient page, Cursor from, String person, BooleanSupplier lasting) {
    if (!places.tryAcquire()) {
      page.sendEvent("full", "{}");
      page.close();
      return;
    }
    page.keepAlive();
    try {
      threads.execute(() -> serveAndLeave(page, from, person, lasting));
    } catch (RejectedExecutionException e) {
      LOG.debug("a page came while the console was closing", e);
      places.release();
      page.close();
    }
  }

  private void serveAndLeave(SseClient page, Cursor from, String person, BooleanSupplier lasting) {
    try (page) {
      write(page, from, person, lasting);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug("a page has gone", e);
    } finally {
      places.release();
    }
  }

  private void write(SseClient page, Cursor from, String person, BooleanSupplier lasting)
      throws InterruptedException {
    if (!from.start().equals(start)) {
      page.sendEvent("reset", "{}");
      return;
    }
    Cursor cursor = from;
    while (!room.closed() && !page.terminated()) {
      if (!lasting.getAsBoolean()) {
        page.sendEvent("reset", "{}");
        return;
      }
      long seen = room.count();
      Cursor before = cursor;
      cursor = send(page, cursor, person);
      if (cursor.equals(before)) {
        page.sendEvent("ping", "{}");
        room.await(seen, PageNotifier.HEARTBEAT);
      }
    }
  }

  private Cursor send(SseClient page, Cursor from, String person) {
    Cursor cursor = from;
    List<ConsoleMessage> changed = store.changedAfter(cursor.change(), AT_ONCE);
    for (ConsoleMessage message : changed) {
      cursor = new Cursor(start, message.change(), cursor.ephemeral());
      page.sendEvent("message", CardJson.write(message), cursor.toString());
    }
    for (Ephemeral answer : ephemerals.after(cursor.ephemeral(), person)) {
      cursor = new Cursor(start, cursor.change(), answer.number());
      page.sendEvent("ephemeral", CardJson.write(answer), cursor.toString());
    }
    return cursor;
  }

  /** Lets the pages go; one that does not take its last event is left behind after a second. */
  @Override
  public void close() {
    room.close();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
