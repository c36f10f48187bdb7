package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Threads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The sandbox of a run, which is removed once. Used by one thread. */
final class RunSandbox {
  private final Sandbox sandbox;
  private Optional<CompletableFuture<Optional<Problem>>> removal = Optional.empty();

  RunSandbox(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** Begins to remove it, in a thread of its own. */
  void beginRemoval() {
    if (removal.isEmpty()) {
      removal =
          Optional.of(
              CompletableFuture.supplyAsync(
                  () -> SandboxRemoval.of(sandbox.info(), sandbox::remove),
                  task -> Threads.start(SandboxRemoval.THREAD, task)));
    }
  }

  /** Removes it, or waits for the removal that has begun. Returns what is left of it. */
  Optional<Problem> remove() {
    beginRemoval();
    return removal.orElseThrow().join();
  }
}
