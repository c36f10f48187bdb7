package dev.restorebot.engine.disaster;

import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Pauses;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Gets pages until they answer as they should, or until patience ends. */
final class HttpProbe {
  private static final long PAUSE_MILLIS = 300;

  private final PageGetter pages;
  private final long end;
  private final Cancellation cancellation;

  /** One patience for all pages together: the application starts once. */
  HttpProbe(PageGetter pages, Duration patience, Cancellation cancellation) {
    this.pages = pages;
    this.end = System.nanoTime() + patience.toNanos();
    this.cancellation = cancellation;
  }

  CheckResult run(HttpCheck check) {
    String name = "http " + check.name();
    try {
      String seen = get(check);
      while (!seen.isEmpty() && System.nanoTime() < end) {
        Pauses.await(PAUSE_MILLIS, cancellation);
        seen = get(check);
      }
      return seen.isEmpty()
          ? new CheckResult(
              name, CheckStatus.PASSED, "answers " + check.status() + " as expected", List.of())
          : Checklist.failed(name, seen, "curl -i " + check.url());
    } catch (PageGetter.NotAskedException e) {
      return CheckResult.unknown(
          name,
          "the page could not be requested: " + e.getMessage(),
          "The reason is in restore-bot's log. Then try again.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  /** Empty when it is right, else what is not. */
  private String get(HttpCheck check) throws InterruptedException, PageGetter.NotAskedException {
    try {
      PageGetter.Page page = pages.get(check.url());
      if (page.status() != check.status()) {
        return "answers " + page.status() + " instead of " + check.status();
      }
      return check.contains().isEmpty() || page.text().contains(check.contains().get())
          ? ""
          : "answers " + check.status() + ", but without the expected text";
    } catch (PageGetter.NotAskedException e) {
      throw e;
    } catch (IOException e) {
      return "does not answer (" + e.getClass().getSimpleName() + ")";
    }
  }
}
