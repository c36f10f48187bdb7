package dev.restorebot.engine.disaster.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.testing.Eventually;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RehearsalGuardTest {
  private static final DiskLimits DISK =
      new DiskLimits(1000, OptionalLong.empty(), Duration.ofMillis(1));
  private static final Problem NO_DF =
      new Problem(ProblemCode.SANDBOX_FAILED, "There is no df.", "Use another image.");

  private final RehearsalGuard guard =
      new RehearsalGuard(Cancellation.none(), Duration.ofHours(1), DISK);

  private Problem found() {
    return Eventually.get("a reason to stop", guard::found, found -> found.isPresent())
        .orElseThrow();
  }

  @Test
  void aFullDiskEndsTheRehearsal() {
    try (guard) {
      guard.watch(() -> 999);
      assertThat(found().message()).contains("before the disk is full");
      assertThat(guard.cancellation().isCancelled()).isTrue();
    }
  }

  @Test
  void aDiskThatIsNeverKnownEndsItToo() {
    try (guard) {
      guard.watch(
          () -> {
            throw NO_DF.exception();
          });
      assertThat(found().message()).contains("is not known", "There is no df.");
      assertThat(found().code()).isEqualTo(ProblemCode.DISK_LIMIT);
    }
  }

  @Test
  void aLookThatFailsNowAndThenDoesNot() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch many = new CountDownLatch(40);
    try (guard) {
      guard.watch(
          () -> {
            many.countDown();
            if (looks.incrementAndGet() % 5 != 0) {
              throw NO_DF.exception();
            }
            return 1000;
          });
      assertThat(many.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(guard.found()).isEmpty();
    }
  }

  @Test
  void whoeverAsksEndsItWithoutAProblem() {
    Cancellation asked = new Cancellation();
    try (RehearsalGuard own = new RehearsalGuard(asked, Duration.ofHours(1), DISK)) {
      asked.cancel();
      assertThat(own.cancellation().isCancelled()).isTrue();
      assertThat(own.found()).isEmpty();
    }
  }
}
