package dev.restorebot.engine.load;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** Sessions that load blocks of rows until they are told that no more will come. */
final class ParallelRows implements Phase<RowCopy> {
  private static final int BLOCKS_WAITING = 2;

  private final RowQueue queue;
  private final WorkerThreads threads;

  /**
   * Starts loading.
   *
   * @param settings statements that make each session's settings
   */
  ParallelRows(LoadSessions sessions, List<String> settings, int jobs) {
    this.queue = new RowQueue(BLOCKS_WAITING * jobs);
    this.threads =
        new WorkerThreads("restore-rows", jobs, () -> load(sessions, settings), queue::stop);
  }

  private void load(LoadSessions sessions, List<String> settings) throws IOException, SQLException {
    LoadSession session = sessions.take(settings);
    new RowLoad(queue, session).run();
    if (!queue.isStopped()) {
      sessions.giveBack(session); // otherwise a COPY may be open in it
    }
  }

  RowQueue queue() {
    return queue;
  }

  @Override
  public boolean isStopped() {
    return queue.isStopped();
  }

  @Override
  public List<RowCopy> finish() throws IOException, SQLException {
    queue.close();
    threads.await();
    threads.close();
    return queue.refused();
  }

  @Override
  public void close() {
    queue.stop();
    threads.close();
  }
}
