package dev.restorebot.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  @Test
  void workThatWaitsForTheCommonPoolDoesNotBlockIt() {
    Queue<Boolean> ended = new ConcurrentLinkedQueue<>();
    int more = ForkJoinPool.getCommonPoolParallelism() * 2 + 2;

    Threads.forAll(
        "waits", IntStream.range(0, more).boxed().toList(), any -> ended.add(poolServes()));

    assertThat(ended).hasSize(more).doesNotContain(false);
  }

  private static boolean poolServes() {
    CountDownLatch served = new CountDownLatch(1);
    ForkJoinPool.commonPool().execute(served::countDown);
    try {
      return served.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
