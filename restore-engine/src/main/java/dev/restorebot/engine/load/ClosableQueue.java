package dev.restorebot.engine.load;

/**
 * The common part of queues between the thread that reads a dump and the sessions that load it:
 * their end, and waiting for a change. Every method holds the queue's lock.
 */
abstract class ClosableQueue {
  private boolean closed;
  private boolean stopped;

  /** Ends it: nothing will be put any more. */
  final synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Ends it at once: nothing is to be begun any more. */
  final synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  final synchronized boolean isClosed() {
    return closed;
  }

  final synchronized boolean isStopped() {
    return stopped;
  }

  /** Waits for a change; every caller holds the lock and then looks again, in a loop. */
  @SuppressWarnings("WaitNotInLoop")
  final synchronized void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      throw WorkerThreads.interrupted();
    }
  }
}
