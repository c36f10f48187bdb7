package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Threads;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.Sizes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a sandbox while something works with it, and ends both when the disk is about to be full
 * or it takes too long: the work is cancelled and the sandbox removed, at once, since a statement
 * that runs in it would go on, and a connection that it does not let in would wait for ever.
 * Thread-safe.
 */
public final class SandboxGuard {
  private static final Logger log = LoggerFactory.getLogger(SandboxGuard.class);

  /** After so many looks in a row that told nothing, the sandbox is taken to hide something. */
  private static final int BLIND = 5;

  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private final DiskLimits limits;

  /** Watches with these limits. */
  public SandboxGuard(DiskLimits limits) {
    this.limits = limits;
  }

  /** Work that uses a sandbox until it is cancelled. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run(Cancellation cancellation) throws ProblemException;
  }

  /** As with a limit of time, for work that has its own. */
  public <T> T during(Sandbox sandbox, Cancellation cancellation, Work<T> work)
      throws ProblemException {
    return during(sandbox, NO_LIMIT, cancellation, work);
  }

  /**
   * Runs the work, and looks when it begins and then again and again, more often the less room is
   * left. Looking does not hold it up.
   *
   * @param longest how long the work may take
   * @throws ProblemException what the work throws; or that it was ended, with {@code DISK_LIMIT} or
   *     {@code TIMED_OUT}, and then the sandbox is removed
   */
  public <T> T during(Sandbox sandbox, Duration longest, Cancellation cancellation, Work<T> work)
      throws ProblemException {
    Watch watch = new Watch(sandbox);
    ScheduledExecutorService timer = timer();
    try (Cancellation.Registration ignored = cancellation.onCancel(watch.limited::cancel)) {
      timer.execute(() -> watch.keepLooking(timer));
      var unused =
          timer.schedule(
              () -> watch.end(tooLong(longest)), longest.toMillis(), TimeUnit.MILLISECONDS);
      T result = work.run(watch.limited);
      watch.over();
      watch.rethrow(null);
      return result;
    } catch (ProblemException | RuntimeException e) {
      watch.over();
      cancellation.check();
      watch.rethrow(e);
      throw e;
    } finally {
      timer.shutdown();
    }
  }

  /**
   * Two threads, so that a look that hangs does not put off the deadline; what was only planned is
   * dropped at its end.
   */
  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(2, Threads.named("sandbox-guard"));
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return timer;
  }

  /** One sandbox under watch. */
  private final class Watch {
    private final Sandbox sandbox;
    private final Cancellation limited = new Cancellation();
    private int unseen;
    private boolean over;
    private volatile Optional<Problem> found = Optional.empty();

    Watch(Sandbox sandbox) {
      this.sandbox = sandbox;
    }

    /** Looks, and again later; the timer's end is the last of it. */
    void keepLooking(ScheduledExecutorService timer) {
      Duration next = look();
      if (!timer.isShutdown()) {
        var unused =
            timer.schedule(() -> keepLooking(timer), next.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    /** Returns how long to wait before the next look. */
    private Duration look() {
      if (found.isPresent() || limited.isCancelled()) {
        return limits.every();
      }
      try {
        DiskUse use = sandbox.disk();
        judge(use).ifPresent(this::end);
        unseen = 0;
        return limits.next(use);
      } catch (ProblemException | RuntimeException | Error e) {
        // An Error too: nobody would look at the disk any more.
        log.debug("the disk of {} cannot be checked", sandbox.info().container(), e);
        unseen++;
        if (unseen == BLIND) {
          end(unseen());
        }
        return limits.every();
      }
    }

    /** The work has ended; waits when the sandbox is just being removed. */
    synchronized void over() {
      over = true;
    }

    synchronized void end(Problem why) {
      if (found.isEmpty() && !over && !limited.isCancelled()) {
        log.warn("stopping {}: {}", sandbox.info().container(), why.message());
        found = Optional.of(why);
        limited.cancel();
        remove();
      }
    }

    private Optional<Problem> judge(DiskUse use) {
      if (limits.most().isPresent() && use.used() > limits.most().getAsLong()) {
        return Optional.of(tooLarge(use));
      }
      return use.free() < limits.keepFree() ? Optional.of(tooLittleFree(use)) : Optional.empty();
    }

    private void remove() {
      try {
        sandbox.remove();
      } catch (ProblemException | RuntimeException e) {
        log.warn("{} is not removed yet; trying again later", sandbox.info().container(), e);
      }
    }

    /** Throws what was found, if something was. */
    void rethrow(Exception cause) throws ProblemException {
      if (found.isPresent()) {
        throw found.get().exception(cause);
      }
    }
  }

  private Problem tooLittleFree(DiskUse use) {
    return new Problem(
        ProblemCode.DISK_LIMIT,
        "Stopped before the disk is full: "
            + Sizes.text(use.free())
            + " are left under the server's data, which took "
            + Sizes.text(use.used())
            + ", and "
            + Sizes.text(limits.keepFree())
            + " are to stay free. This says nothing about the backup.",
        "Make room there (`docker system df`, `/restore cleanup all`) and run it again, or set"
            + " `sandbox.keep-free`. A backup that grows far beyond its size may do so on"
            + " purpose.");
  }

  private Problem tooLarge(DiskUse use) {
    return new Problem(
        ProblemCode.DISK_LIMIT,
        "Stopped because the server's data have grown to "
            + Sizes.text(use.used())
            + "; `sandbox.max-disk` allows "
            + Sizes.text(limits.most().orElse(0))
            + ". Whether the backup is good is unknown.",
        "Raise `sandbox.max-disk` if the database has grown. A backup that grows far beyond its"
            + " size may do so on purpose.");
  }

  private static Problem tooLong(Duration longest) {
    return new Problem(
        ProblemCode.TIMED_OUT,
        "Stopped because it did not finish within "
            + Durations.text(longest)
            + "; whether the backup is good is unknown.",
        "Raise `restore.timeout` if the database has grown. A database that lets no connection in,"
            + " or whose queries never end, may do so on purpose.");
  }

  private static Problem unseen() {
    return new Problem(
        ProblemCode.DISK_LIMIT,
        "Stopped because the disk under the server's data could no longer be checked:"
            + " the sandbox may have run out of processes. This says nothing about the backup.",
        "Run it again. If it happens again, check what the backup does while it is restored, or"
            + " raise `sandbox.docker.pids`.");
  }
}
