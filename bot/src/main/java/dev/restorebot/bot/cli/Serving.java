package dev.restorebot.bot.cli;

import dev.restorebot.bot.console.ConsolePerson;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.settings.LiveSettings;
import dev.restorebot.bot.wiring.App;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Keeps the bot running until the process is told to end. */
final class Serving {
  private Serving() {}

  static int serve(
      LiveSettings settings, List<ConsolePerson> people, PrintStream err, Consumer<App> started) {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  end.countDown();
                  await(closed);
                },
                "shutdown"));
    try (App app = new App(settings, people)) {
      started.accept(app);
      await(end);
      return ExitCodes.PASSED;
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
