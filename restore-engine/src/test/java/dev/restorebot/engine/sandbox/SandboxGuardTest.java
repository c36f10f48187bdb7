package dev.restorebot.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SandboxGuardTest {
  private static final DiskUse BLIND = new DiskUse(-1, -1);
  private static final DiskLimits LIMITS =
      new DiskLimits(1_000_000_000, OptionalLong.of(500_000_000), Duration.ofMillis(5));

  private final Scripted sandbox = new Scripted();
  private Duration longest = Duration.ofDays(1);

  @Test
  void workWithinTheLimitsIsLeftAlone() throws Exception {
    sandbox.tells(new DiskUse(1_000_000_000, 500_000_000));
    String result = guarded(LIMITS, cancellation -> sandbox.afterLooks(3, "done"));
    assertThat(result).isEqualTo("done");
    assertThat(sandbox.removed).isFalse();
  }

  @Test
  void aDiskThatIsLowAlreadyEndsItAtOnce() {
    sandbox.tells(new DiskUse(900_000_000, 3_000_000));
    Problem problem = ended(LIMITS, SandboxGuardTest::untilCancelled);
    assertThat(problem.message())
        .contains("900.0 MB are left", "took 3.0 MB", "1.0 GB are to stay free");
    assertThat(problem.hint()).contains("sandbox.keep-free");
    assertThat(problem.code().blame()).isEqualTo(Blame.ENVIRONMENT);
    assertThat(sandbox.removed).isTrue();
  }

  @Test
  void workThatFillsTheDiskIsCancelledAndTheSandboxRemoved() {
    sandbox.tells(new DiskUse(2_000_000_000, 1), new DiskUse(999_999_999, 2));
    assertThat(ended(LIMITS, SandboxGuardTest::untilCancelled).message())
        .contains("1.0 GB are left");
    assertThat(sandbox.removed).isTrue();
  }

  @Test
  void aSandboxThatGrowsBeyondItsOwnLimitIsEnded() {
    sandbox.tells(new DiskUse(2_000_000_000, 1), new DiskUse(2_000_000_000, 510_000_000));
    Problem problem = ended(LIMITS, SandboxGuardTest::untilCancelled);
    assertThat(problem.message())
        .contains("grown to 510.0 MB", "`sandbox.max-disk` allows 500.0 MB");
    assertThat(sandbox.removed).isTrue();
  }

  @Test
  void theNewVolumeOfADisasterHasNoLimitOfItsOwn() throws Exception {
    sandbox.tells(new DiskUse(2_000_000_000, 510_000_000));
    assertThat(guarded(LIMITS.keepFreeOnly(), cancellation -> sandbox.afterLooks(2, "done")))
        .isEqualTo("done");
  }

  /** What broke because the sandbox was removed is not the reason. */
  @Test
  void theReasonComesBeforeWhatItBroke() {
    sandbox.tells(new DiskUse(2_000_000_000, 1), new DiskUse(1, 2));
    Problem problem =
        ended(
            LIMITS,
            cancellation -> {
              await(sandbox.gone);
              throw new Problem(ProblemCode.CONNECTION_LOST, "gone", "again").exception();
            });
    assertThat(problem.code()).isEqualTo(ProblemCode.DISK_LIMIT);
  }

  /** Checks that ended all the same must not pass: they may have seen half a database. */
  @Test
  void aResultOfASandboxThatWasEndedDoesNotCount() {
    sandbox.tells(new DiskUse(2_000_000_000, 1), new DiskUse(1, 2));
    Problem problem =
        ended(
            LIMITS,
            cancellation -> {
              await(sandbox.gone);
              return "all is well";
            });
    assertThat(problem.code()).isEqualTo(ProblemCode.DISK_LIMIT);
  }

  @Test
  void aLookThatFailsIsForgivenAndManyAreNot() throws Exception {
    DiskUse good = new DiskUse(2_000_000_000, 1);
    sandbox.tells(good, BLIND, BLIND, BLIND, BLIND, good);
    assertThat(guarded(LIMITS, cancellation -> sandbox.afterLooks(8, "done"))).isEqualTo("done");

    sandbox.tells(good, BLIND);
    assertThat(ended(LIMITS, SandboxGuardTest::untilCancelled).message())
        .contains("could no longer be checked");
  }

  @Test
  void whoCancelsFromOutsideHearsOfIt() {
    sandbox.tells(new DiskUse(2_000_000_000, 1));
    Cancellation outside = new Cancellation();
    assertThatThrownBy(
            () ->
                new SandboxGuard(LIMITS)
                    .during(
                        sandbox,
                        longest,
                        outside,
                        cancellation -> {
                          outside.cancel();
                          return untilCancelled(cancellation);
                        }))
        .isInstanceOf(CancellationException.class);
    assertThat(sandbox.removed).isFalse();
  }

  @Test
  void whatTakesTooLongIsEndedAndRemoved() {
    sandbox.tells(new DiskUse(2_000_000_000, 1));
    longest = Duration.ofMillis(20);
    Problem problem =
        ended(
            LIMITS,
            cancellation -> {
              await(sandbox.gone);
              return "a connection was let in";
            });
    assertThat(problem.code()).isEqualTo(ProblemCode.TIMED_OUT);
    assertThat(problem.message()).contains("whether the backup is good is unknown");
  }

  @Test
  void aFailureOfTheWorkStaysWhatItIs() {
    sandbox.tells(new DiskUse(2_000_000_000, 1));
    Problem problem =
        ended(
            LIMITS,
            cancellation -> {
              throw new Problem(ProblemCode.TIMED_OUT, "too long", "wait").exception();
            });
    assertThat(problem.code()).isEqualTo(ProblemCode.TIMED_OUT);
  }

  private String guarded(DiskLimits limits, SandboxGuard.Work<String> work)
      throws ProblemException {
    return new SandboxGuard(limits).during(sandbox, longest, Cancellation.none(), work);
  }

  private Problem ended(DiskLimits limits, SandboxGuard.Work<String> work) {
    try {
      guarded(limits, work);
    } catch (ProblemException e) {
      return e.problem();
    }
    throw new AssertionError("it was not ended");
  }

  private static String untilCancelled(Cancellation cancellation) {
    CountDownLatch cancelled = new CountDownLatch(1);
    try (Cancellation.Registration ignored = cancellation.onCancel(cancelled::countDown)) {
      await(cancelled);
    }
    cancellation.check();
    return "was never cancelled";
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells of its disk what it was told to, the last one for ever. */
  private static final class Scripted extends FakeSandbox {
    private final Deque<DiskUse> uses = new ArrayDeque<>();
    private final CountDownLatch gone = new CountDownLatch(1);
    private CountDownLatch looks = new CountDownLatch(0);
    private volatile boolean removed;

    Scripted() {
      super("fake", "job", "owner", "database");
    }

    synchronized void tells(DiskUse... script) {
      uses.clear();
      uses.addAll(Arrays.asList(script));
    }

    <T> T afterLooks(int count, T result) {
      CountDownLatch seen = new CountDownLatch(count);
      synchronized (this) {
        looks = seen;
      }
      await(seen);
      return result;
    }

    @Override
    public synchronized DiskUse disk() throws ProblemException {
      looks.countDown();
      DiskUse use = uses.size() > 1 ? uses.remove() : uses.element();
      if (use.equals(BLIND)) {
        throw new Problem(ProblemCode.SANDBOX_FAILED, "blind", "again").exception();
      }
      return use;
    }

    @Override
    public void remove() {
      removed = true;
      gone.countDown();
    }
  }
}
