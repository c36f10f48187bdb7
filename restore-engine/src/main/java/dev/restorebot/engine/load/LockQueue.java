package dev.restorebot.engine.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Steps that several threads do at once where they do not get in each other's way. A step waits for
 * every earlier one that uses the same thing, unless both only share it. Thread-safe.
 *
 * @param <T> the work of a step
 */
final class LockQueue<T> extends ClosableQueue {
  /** Enough to find work for every thread; whoever puts more waits. */
  private static final int MOST_WAITING = 256;

  /**
   * A step.
   *
   * @param exclusive what it needs alone
   * @param shared what others may use at the same time, too
   */
  record Step<T>(T work, Set<String> exclusive, Set<String> shared) {
    Step {
      exclusive = Set.copyOf(exclusive);
      shared = Set.copyOf(shared);
    }

    private boolean conflictsWith(Step<?> other) {
      return uses(exclusive, other) || uses(other.exclusive, this);
    }

    private static boolean uses(Set<String> things, Step<?> other) {
      return things.stream()
          .anyMatch(thing -> other.exclusive.contains(thing) || other.shared.contains(thing));
    }
  }

  private final List<Step<T>> waiting = new ArrayList<>();
  private final List<Step<T>> running = new ArrayList<>();

  /** Adds a step; waits while there are many. After {@link #stop} it is dropped. */
  synchronized void put(Step<T> step) {
    while (waiting.size() >= MOST_WAITING && !isStopped()) {
      await();
    }
    if (!isStopped()) {
      waiting.add(step);
      notifyAll();
    }
  }

  /** Returns the next step that can be done; empty when none will come. */
  synchronized Optional<Step<T>> take() {
    while (true) {
      if (isStopped() || (isClosed() && waiting.isEmpty())) {
        return Optional.empty();
      }
      for (int i = 0; i < waiting.size(); i++) {
        if (isFree(i)) {
          Step<T> step = waiting.remove(i);
          running.add(step);
          notifyAll();
          return Optional.of(step);
        }
      }
      await();
    }
  }

  private boolean isFree(int index) {
    Step<T> step = waiting.get(index);
    return running.stream().noneMatch(step::conflictsWith)
        && waiting.subList(0, index).stream().noneMatch(step::conflictsWith);
  }

  /** A step that was taken is done. */
  synchronized void done(Step<T> step) {
    running.remove(step);
    notifyAll();
  }
}
