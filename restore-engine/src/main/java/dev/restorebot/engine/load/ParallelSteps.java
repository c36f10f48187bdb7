package dev.restorebot.engine.load;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sessions that run statements beside each other where their locks allow that. */
final class ParallelSteps implements Phase<PlainStep> {
  private final LockQueue<PlainStep> queue = new LockQueue<>();
  private final List<PlainStep> failed = new ArrayList<>();
  private final PlainTarget.Heard heard;
  private final WorkerThreads threads;

  /**
   * Starts running.
   *
   * @param settings statements that make each session's settings
   */
  ParallelSteps(LoadSessions sessions, List<String> settings, int jobs, PlainTarget.Heard heard) {
    this.heard = heard;
    this.threads =
        new WorkerThreads("restore-indexes", jobs, () -> run(sessions, settings), queue::stop);
  }

  private void run(LoadSessions sessions, List<String> settings) throws IOException, SQLException {
    LoadSession session = sessions.take(settings);
    for (var next = queue.take(); next.isPresent(); next = queue.take()) {
      PlainStep step = next.get().work();
      heard.started(step.line());
      if (session.execute(step.statement()).isPresent()) {
        session.requireConnected();
        failed(step);
      } else {
        heard.finished(step.line());
      }
      queue.done(next.get());
    }
    sessions.giveBack(session);
  }

  private synchronized void failed(PlainStep step) {
    failed.add(step);
  }

  void add(LockQueue.Step<PlainStep> step) {
    queue.put(step);
  }

  @Override
  public boolean isStopped() {
    return queue.isStopped();
  }

  @Override
  public List<PlainStep> finish() throws IOException, SQLException {
    queue.close();
    threads.await();
    threads.close();
    synchronized (this) {
      failed.sort(Comparator.comparingLong(PlainStep::line));
      return List.copyOf(failed);
    }
  }

  @Override
  public void close() {
    queue.stop();
    threads.close();
  }
}
