package dev.restorebot.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RepeatedTaskTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(1);

  @Test
  void aRunThatThrowsDoesNotEndTheFollowingOnes() throws Exception {
    CountDownLatch runs = new CountDownLatch(3);
    try (RepeatedTask task =
        new RepeatedTask(
            "test",
            () -> {
              runs.countDown();
              throw new IllegalStateException("as intended by this test");
            })) {
      task.start(Duration.ZERO, SOON);
      assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void runsOnADaemonOfItsName() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    AtomicBoolean named = new AtomicBoolean();
    try (RepeatedTask task =
        new RepeatedTask(
            "test-name",
            () -> {
              Thread me = Thread.currentThread();
              named.set(me.isDaemon() && me.getName().equals("test-name"));
              ran.countDown();
            })) {
      task.runSoon();
      assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(named).isTrue();
    }
  }

  @Test
  void closingWithPatienceLetsARunFinish() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean finished = new AtomicBoolean();
    RepeatedTask task =
        new RepeatedTask(
            "test",
            () -> {
              begun.countDown();
              try {
                mayEnd.await();
                finished.set(true);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    task.start(Duration.ZERO, NEVER);
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    Thread closing = Threads.start("closing", () -> task.close(Duration.ofSeconds(30)));
    mayEnd.countDown();
    closing.join(30_000);
    assertThat(finished).isTrue();
  }

  @Test
  void runsNothingAfterItIsClosed() {
    AtomicBoolean ran = new AtomicBoolean();
    RepeatedTask task = new RepeatedTask("test", () -> ran.set(true));
    task.close(Duration.ofSeconds(30));
    task.runSoon();
    assertThat(ran).isFalse();
  }
}
