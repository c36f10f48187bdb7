package dev.restorebot.engine.task;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes threads with a name. They are daemons: none of them keeps the process alive. */
public final class Threads {
  private Threads() {}

  /** Returns a factory whose threads all have that name. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Does that to all at once, each in a thread of its own, and waits for the end. The common pool
   * is no place for work that waits: on 2 processors it has one thread, which others need.
   */
  public static <T> void forAll(String name, Collection<T> all, Consumer<T> work) {
    List<Thread> threads = all.stream().map(each -> start(name, () -> work.accept(each))).toList();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * As {@link #forAll}, and returns what the work made of each, in their order.
   *
   * @throws java.util.concurrent.CompletionException with what the work threw
   */
  public static <T, R> List<R> mapAll(String name, Collection<T> all, Function<T, R> work) {
    List<CompletableFuture<R>> made =
        all.stream()
            .map(
                each ->
                    CompletableFuture.supplyAsync(
                        () -> work.apply(each),
                        task -> {
                          Thread unused = start(name, task);
                        }))
            .toList();
    return made.stream().map(CompletableFuture::join).toList();
  }

  /** Starts a thread. */
  public static Thread start(String name, Runnable task) {
    Thread thread = named(name).newThread(task);
    thread.start();
    return thread;
  }
}
