package dev.restorebot.engine.task;

import java.util.concurrent.ThreadFactory;

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

  /** Starts a thread. */
  public static Thread start(String name, Runnable task) {
    Thread thread = named(name).newThread(task);
    thread.start();
    return thread;
  }
}
