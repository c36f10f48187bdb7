package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Threads;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.Sizes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels a rehearsal that takes too long, or whose application is about to fill the disk.
 * Thread-safe.
 */
final class RehearsalGuard implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RehearsalGuard.class);

  /** A look may fail once on a busy machine. */
  private static final int MOST_UNKNOWN = 5;

  private final Cancellation cancellation = new Cancellation();
  private final Cancellation.Registration asked;
  private final DiskLimits disk;

  /** Two threads, so that a look that hangs does not put off the deadline. */
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(2, Threads.named("rehearsal-guard"));

  /** Counts how often in a row the free disk was not known; one look at a time. */
  private int unknown;

  /** Of the thread that rehearses. */
  private Optional<Future<?>> looks = Optional.empty();

  private volatile Optional<Problem> found = Optional.empty();

  /**
   * Cancels a rehearsal after the longest time, or when somebody asks for that.
   *
   * @param asked tells of the latter
   */
  RehearsalGuard(Cancellation asked, Duration longest, DiskLimits disk) {
    this.asked = asked.onCancel(cancellation::cancel);
    this.disk = disk;
    var unused =
        timer.schedule(() -> end(tooLong(longest)), longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the rehearsal when it is cancelled. */
  Cancellation cancellation() {
    return cancellation;
  }

  /** Returns the free bytes of the disk of Docker. */
  @FunctionalInterface
  interface FreeDisk {
    long bytes() throws ProblemException;
  }

  /** Looks at the free disk from now on. */
  void watch(FreeDisk free) {
    long every = disk.every().toMillis();
    looks =
        Optional.of(
            timer.scheduleWithFixedDelay(() -> look(free), every, every, TimeUnit.MILLISECONDS));
  }

  /** Looks no more: what is looked at is about to be removed. */
  void stopWatching() {
    looks.ifPresent(each -> each.cancel(false));
  }

  private void look(FreeDisk free) {
    try {
      long bytes = free.bytes();
      if (bytes < disk.keepFree()) {
        end(tooFull(bytes));
      }
      unknown = 0;
    } catch (ProblemException | RuntimeException e) {
      log.warn("the free disk is not known: {}", e.getMessage(), e);
      unknown++;
      if (unknown == MOST_UNKNOWN) {
        end(notKnown(e));
      }
    }
  }

  private synchronized void end(Problem why) {
    if (found.isEmpty() && !cancellation.isCancelled()) {
      log.warn("stopping a rehearsal: {}", why.message());
      found = Optional.of(why);
      cancellation.cancel();
    }
  }

  /** Returns why it cancelled the rehearsal; empty when it did not. */
  Optional<Problem> found() {
    return found;
  }

  private static Problem tooLong(Duration longest) {
    return new Problem(
        ProblemCode.TIMED_OUT,
        "The rehearsal did not finish within "
            + Durations.text(longest)
            + ". This says nothing about the backup.",
        "Raise `disaster.rehearse-timeout`, then run the rehearsal again.");
  }

  private static Problem notKnown(Exception why) {
    return new Problem(
        ProblemCode.DISK_LIMIT,
        "The rehearsal was stopped because the free space of Docker's disk is not known, and it"
            + " could have filled it"
            + (why instanceof ProblemException problem ? ": " + problem.problem().message() : ".")
            + " This says nothing about the backup.",
        "Check that Docker works, and that the database's image contains df. Then run the"
            + " rehearsal again.");
  }

  private Problem tooFull(long free) {
    return new Problem(
        ProblemCode.DISK_LIMIT,
        "The rehearsal was stopped before the disk is full: "
            + Sizes.text(free)
            + " are free, and "
            + Sizes.text(disk.keepFree())
            + " must stay free (`sandbox.keep-free`). This says nothing about the backup.",
        "Free space (`docker system df`), or leave out the service that writes so much with"
            + " `disaster.rehearse-without`. Then run the rehearsal again.");
  }

  @Override
  public void close() {
    timer.shutdownNow();
    asked.close();
  }
}
