package dev.restorebot.engine.load;

import dev.restorebot.engine.sandbox.server.ServerError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Blocks of rows on their way from the thread that reads a dump to the sessions that load them, in
 * the order of the dump. Bounded. Thread-safe.
 */
final class RowQueue extends ClosableQueue {
  private final int mostBlocks;
  private final Deque<RowBlock> blocks = new ArrayDeque<>();
  private final Deque<byte[]> spare = new ArrayDeque<>();
  private final List<RowCopy> refused = new ArrayList<>();

  /** A queue that holds so many blocks. */
  RowQueue(int mostBlocks) {
    this.mostBlocks = mostBlocks;
  }

  /** Adds a block; waits while there is no room. Rows of a COPY that was refused are dropped. */
  synchronized void put(RowBlock block) {
    while (blocks.size() >= mostBlocks && !isStopped()) {
      await();
    }
    if (isStopped() || block.copy().error.isPresent()) {
      spare.push(block.bytes());
      return;
    }
    blocks.add(block);
    notifyAll();
  }

  /** All rows of a COPY were put; the last is in that line of the dump. */
  synchronized void read(RowCopy copy, long dumpLine) {
    copy.dumpLine = dumpLine;
    notifyAll();
  }

  /**
   * Returns the next block for the calling thread, which opens a part of its COPY unless that is
   * the current one.
   *
   * @param current the COPY of which the thread has a part open
   * @return empty when the current COPY has no more rows, or without one when nothing is left
   */
  synchronized Optional<RowBlock> take(Optional<RowCopy> current) {
    while (!isStopped()) {
      RowBlock next = blocks.peek();
      if (next != null && current.isPresent() && next.copy() != current.get()) {
        return Optional.empty();
      }
      if (next != null && (!next.follows() || next.copy().last == Thread.currentThread())) {
        next.copy().last = Thread.currentThread();
        next.copy().parts += current.isEmpty() ? 1 : 0;
        notifyAll();
        return Optional.of(blocks.remove());
      }
      boolean over = next == null && (current.isEmpty() ? isClosed() : current.get().dumpLine > 0);
      if (over) {
        return Optional.empty();
      }
      await();
    }
    return Optional.empty();
  }

  /** A part of a COPY has ended, its rows are not committed yet. */
  synchronized void partEnded(RowCopy copy, Optional<ServerError> error, RowLines lines) {
    copy.parts--;
    error.ifPresent(
        refusal -> {
          if (copy.error.isEmpty()) {
            refused.add(copy);
          }
          copy.refused(refusal, lines);
        });
    notifyAll();
  }

  /**
   * Waits until all parts of a COPY that has been read have ended.
   *
   * @return whether the server accepted all rows, so that they are to be committed
   */
  synchronized boolean isAccepted(RowCopy copy) {
    while (copy.parts > 0 && !isStopped()) {
      await();
    }
    return !isStopped() && copy.error.isEmpty();
  }

  /** Returns the COPYs that were refused so far. */
  synchronized List<RowCopy> refused() {
    return List.copyOf(refused);
  }

  /** Returns an array for a block. */
  synchronized byte[] array(int size) {
    return spare.isEmpty() ? new byte[size] : spare.pop();
  }

  /** Takes the array of a block back. */
  synchronized void giveBack(byte[] array) {
    spare.push(array);
  }
}
