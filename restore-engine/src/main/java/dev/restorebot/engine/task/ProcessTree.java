package dev.restorebot.engine.task;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process with all its children, to be ended together. Closing it ends what still runs. */
public final class ProcessTree implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 3;

  private final Process process;

  /** The tree whose root is that process. */
  public ProcessTree(Process process) {
    this.process = process;
  }

  /** Ends them politely and, after a few seconds, not. Returns at once. */
  public void end() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    for (ProcessHandle one : all) {
      var unused =
          one.onExit()
              .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .whenComplete(
                  (ended, late) -> {
                    if (late != null) {
                      one.destroyForcibly();
                    }
                  });
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      end();
    }
  }
}
