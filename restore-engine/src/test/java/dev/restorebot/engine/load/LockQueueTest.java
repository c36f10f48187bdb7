package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LockQueueTest {
  private final LockQueue<String> queue = new LockQueue<>();

  private void put(String work, Set<String> exclusive, Set<String> shared) {
    queue.put(new LockQueue.Step<>(work, exclusive, shared));
  }

  private LockQueue.Step<String> takes(String work) {
    LockQueue.Step<String> step = queue.take().orElseThrow();
    assertThat(step.work()).isEqualTo(work);
    return step;
  }

  @Test
  void whatOnlySharesRunsAtOnceAndWhatNeedsItAloneWaits() {
    put("index 1 on a", Set.of(), Set.of("a"));
    put("index 2 on a", Set.of(), Set.of("a"));
    put("key of a", Set.of("a"), Set.of());
    put("index on b", Set.of(), Set.of("b"));
    LockQueue.Step<String> first = takes("index 1 on a");
    LockQueue.Step<String> second = takes("index 2 on a");
    LockQueue.Step<String> other = takes("index on b");
    queue.done(first);
    queue.done(other);
    queue.done(second);
    LockQueue.Step<String> key = takes("key of a");
    queue.done(key);
    queue.close();
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void aStepWaitsForEarlierOnesThatWait() {
    put("key of a", Set.of("a"), Set.of());
    put("foreign key of b to a", Set.of("a", "b"), Set.of());
    put("index on b", Set.of(), Set.of("b"));
    put("index on c", Set.of(), Set.of("c"));
    LockQueue.Step<String> key = takes("key of a");
    LockQueue.Step<String> index = takes("index on c");
    queue.done(key);
    LockQueue.Step<String> foreign = takes("foreign key of b to a");
    queue.done(index);
    queue.done(foreign);
    takes("index on b");
  }

  @Test
  void nothingIsTakenAfterAStop() {
    put("index on a", Set.of(), Set.of("a"));
    queue.stop();
    put("index on b", Set.of(), Set.of("b"));
    assertThat(List.of(queue.take(), queue.take())).containsOnly(Optional.empty());
    assertThat(queue.isStopped()).isTrue();
  }
}
