package dev.restorebot.bot.demo;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandboxes of the demo, of which one is production's server. Closing it removes all of them.
 * Thread-safe.
 */
final class DemoSandboxes implements SandboxProvider {
  private static final Logger log = LoggerFactory.getLogger(DemoSandboxes.class);

  private final SandboxProvider sandboxes;
  private final Set<String> owners = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean open = new AtomicBoolean(true);

  /** Takes over the sandboxes: closing this closes them. */
  DemoSandboxes(SandboxProvider sandboxes) {
    this.sandboxes = sandboxes;
  }

  /** Removes those of an owner. */
  void remove(String owner) {
    try {
      for (SandboxInfo each : sandboxes.list()) {
        if (each.owner().equals(owner)) {
          sandboxes.remove(each);
        }
      }
    } catch (ProblemException e) {
      log.warn("sandboxes of the demo stay: {} {}", e.getMessage(), e.problem().hint());
    }
  }

  @Override
  public String runtime() {
    return sandboxes.runtime();
  }

  @Override
  public Optional<Problem> unavailable() {
    return sandboxes.unavailable();
  }

  @Override
  public Sandbox start(SandboxRequest request, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    owners.add(request.owner());
    return sandboxes.start(request, progress, cancellation);
  }

  @Override
  public Sandbox open(SandboxInfo sandbox) throws ProblemException {
    return sandboxes.open(sandbox);
  }

  @Override
  public List<SandboxInfo> list() throws ProblemException {
    return sandboxes.list();
  }

  @Override
  public void remove(SandboxInfo sandbox) throws ProblemException {
    sandboxes.remove(sandbox);
  }

  @Override
  public void close() {
    if (open.getAndSet(false)) {
      owners.forEach(this::remove);
      sandboxes.close();
    }
  }
}
