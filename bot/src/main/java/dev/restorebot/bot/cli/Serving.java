package dev.restorebot.bot.cli;

import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/** Keeps the bot running until the process is told to end. */
final class Serving {
  private Serving() {}

  /** Something that runs until the process is told to end. */
  interface Served {
    /**
     * Starts it, waits for the end, and closes it.
     *
     * @param end waits until the process is told to end
     * @param cancellation cancelled when the process is told to end
     */
    void run(Runnable end, Cancellation cancellation)
        throws IOException, DeliveryException, ProblemException, SettingsException;
  }

  /** Returns the process's exit code. */
  static int serve(PrintStream err, Served served) throws SettingsException {
    Cancellation cancellation = new Cancellation();
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  end.countDown();
                  cancellation.cancel();
                  await(closed);
                },
                "shutdown"));
    try {
      served.run(() -> await(end), cancellation);
      return ExitCodes.PASSED;
    } catch (CancellationException e) {
      return ExitCodes.PASSED;
    } catch (ProblemException e) {
      err.println(e.problem().message());
      err.println("What to do: " + e.problem().hint());
      return ExitCodes.COULD_NOT_VERIFY;
    } catch (IOException | DeliveryException e) {
      err.println(e.getMessage());
      return ExitCodes.USAGE;
    } finally {
      closed.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
