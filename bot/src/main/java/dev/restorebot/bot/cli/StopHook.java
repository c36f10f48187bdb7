package dev.restorebot.bot.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends what a command runs when the process is told to end (Ctrl-C), and then waits until the
 * command has said how it ended: without that, the process would be gone before the last line.
 */
final class StopHook implements AutoCloseable {
  private static final long MOST_SECONDS = 90;

  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "stop");
  private Runnable stop = () -> {};
  private boolean stopping;

  StopHook() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** From now on that is what ends it; at once when the process is ending already. */
  void stops(Runnable what) {
    synchronized (this) {
      stop = what;
      if (!stopping) {
        return;
      }
    }
    what.run();
  }

  private void end() {
    Runnable what;
    synchronized (this) {
      stopping = true;
      what = stop;
    }
    what.run();
    try {
      if (!told.await(MOST_SECONDS, TimeUnit.SECONDS)) {
        Thread.currentThread().interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command has said how it ended. */
  @Override
  public void close() {
    told.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already; the hook does its work.
      Thread.onSpinWait();
    }
  }
}
