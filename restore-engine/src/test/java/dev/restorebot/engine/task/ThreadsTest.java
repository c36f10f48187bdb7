package dev.restorebot.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

  @Test
  void resultsComeInTheOrderOfWhatTheyAreOf() {
    CountDownLatch second = new CountDownLatch(1);

    assertThat(
            Threads.mapAll(
                "answers",
                List.of("first", "second"),
                each -> {
                  if (each.equals("second")) {
                    second.countDown();
                    return "2";
                  }
                  return counted(second) ? "1" : "late";
                }))
        .containsExactly("1", "2");
  }

  private static boolean counted(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean poolServes() {
    CountDownLatch served = new CountDownLatch(1);
    ForkJoinPool.commonPool().execute(served::countDown);
    return counted(served);
  }
}
