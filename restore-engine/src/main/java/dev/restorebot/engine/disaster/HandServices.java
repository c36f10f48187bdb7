package dev.restorebot.engine.disaster;

import dev.restorebot.engine.disaster.HandWork.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Services that people stop and start by hand. Nothing can ask whether they run, so what a lead
 * confirmed last counts.
 */
final class HandServices implements ApplicationServices {
  private final Disaster disaster;

  HandServices(Disaster disaster) {
    this.disaster = disaster;
  }

  /** All of them, unless a lead has confirmed that they are stopped. */
  @Override
  public List<String> running() {
    return last(Task.STOP).isPresent() ? List.of() : disaster.plan().target().stopServices();
  }

  /**
   * Returns if they are known to be stopped.
   *
   * @throws NeededException when people have to stop them first
   */
  @Override
  public void stop(List<String> services) {
    require(Task.STOP, services);
  }

  /**
   * Returns if they are known to be started.
   *
   * @throws NeededException when people have to start them first
   */
  @Override
  public void start(List<String> services, Path overrideFile) {
    require(Task.START, services);
  }

  private void require(Task task, List<String> services) {
    if (!services.isEmpty() && last(task).isEmpty()) {
      throw new NeededException(new HandWork(task, services, disaster.state(), false));
    }
  }

  private Optional<HandWork> last(Task task) {
    return disaster.progress().handWork().filter(work -> work.task() == task && work.done());
  }

  /** The run has to wait for people. */
  static final class NeededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient HandWork work;

    NeededException(HandWork work) {
      super(work.words());
      this.work = work;
    }

    HandWork work() {
      return work;
    }
  }
}
