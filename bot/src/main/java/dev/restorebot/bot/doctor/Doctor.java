package dev.restorebot.bot.doctor;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs all examinations, side by side. None stops another, and one that does not end in time is
 * told as such.
 */
public final class Doctor {
  private static final Logger log = LoggerFactory.getLogger(Doctor.class);

  private final List<DiagnosticCheck> examinations;
  private final Duration patience;

  /**
   * With those examinations.
   *
   * @param patience how long all of them together may take
   */
  public Doctor(List<DiagnosticCheck> examinations, Duration patience) {
    this.examinations = List.copyOf(examinations);
    this.patience = patience;
  }

  /** Returns the finding of each check, in their order. */
  public List<Finding> examine() {
    ExecutorService hands = Executors.newCachedThreadPool(Threads.named("doctor"));
    try {
      long deadline = System.nanoTime() + patience.toNanos();
      List<Future<Finding>> running = new ArrayList<>();
      examinations.forEach(each -> running.add(hands.submit(() -> look(each))));
      List<Finding> all = new ArrayList<>();
      for (int i = 0; i < running.size(); i++) {
        all.add(await(examinations.get(i), running.get(i), deadline - System.nanoTime()));
      }
      return List.copyOf(all);
    } finally {
      hands.shutdownNow();
    }
  }

  private static Finding look(DiagnosticCheck examination) {
    try {
      return examination.examine();
    } catch (ProblemException e) {
      return Finding.broken(examination.name(), e.problem());
    } catch (IOException e) {
      return Finding.broken(
          examination.name(),
          String.valueOf(e.getMessage()),
          "Fix this, then run `restore-bot doctor` again.");
    } catch (RuntimeException e) {
      log.error("the diagnostic {} failed", examination.name(), e);
      return Finding.warning(
          examination.name(),
          "Not checked, because of an internal error in restore-bot.",
          "The details are in the bot's log.");
    }
  }

  private Finding await(DiagnosticCheck examination, Future<Finding> running, long nanos) {
    try {
      return running.get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Finding.broken(
          examination.name(),
          "No answer within " + patience.toSeconds() + " s.",
          "Check the log for what did not answer, then run `restore-bot doctor` again.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a diagnostic throws nothing", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.warning(
          examination.name(), "Not checked: interrupted.", "Run `restore-bot doctor` again.");
    }
  }
}
