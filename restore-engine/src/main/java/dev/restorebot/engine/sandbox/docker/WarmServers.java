package dev.restorebot.engine.sandbox.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.ContainerRemoval;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.docker.SandboxNetwork;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.sandbox.WarmPolicy;
import dev.restorebot.engine.sandbox.server.DatabaseCreator;
import dev.restorebot.engine.sandbox.server.Readiness;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Started, empty servers that wait for a job each. Thread-safe.
 *
 * <p>Docker's labels never change, so a warm server's name says whose it is: a job that takes it
 * gives it the job's name before anything else. A process that dies leaves either a warm server,
 * which its next start removes because no job has it, or one with the name of a job that the next
 * start ends.
 */
final class WarmServers {
  private static final Logger log = LoggerFactory.getLogger(WarmServers.class);

  /** The time for which a kind is kept ready after its last request. */
  private static final Duration LATELY = Duration.ofDays(7);

  /** The most kinds that are kept ready. */
  private static final int KINDS = 4;

  /** The longest silence of one that is taken: it was ready before. */
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

  private final DockerConnection docker;
  private final SandboxNetwork isolation;

  /** Held while servers are started and removed, so that this happens once at a time. */
  private final Object upkeep = new Object();

  /**
   * The time of the last request for each kind, the latest last. Guarded by this, like the servers.
   */
  private final Map<ServerKind, Instant> asked = new LinkedHashMap<>();

  private final List<Warm> servers = new ArrayList<>();
  private volatile Cancellation starts = Cancellation.none();

  /**
   * A server that waits.
   *
   * @param deadline when anybody may remove it, as its label says
   */
  private record Warm(ServerKind kind, StartedServer server, Instant deadline) {}

  WarmServers(DockerConnection docker, SandboxNetwork isolation) {
    this.docker = docker;
    this.isolation = isolation;
  }

  /**
   * Returns the sandbox of the request in a server that was ready. Empty when there is none, or it
   * does not work: then it is removed, and the request has to start its own.
   */
  Optional<Sandbox> take(ServerKind kind, SandboxRequest request, Cancellation cancellation)
      throws ProblemException {
    Optional<Warm> found = claim(kind, request);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    StartedServer warm = found.get().server();
    String name = ContainerNames.of(kind.plan().settings().prefix(), request.jobId());
    Optional<Sandbox> taken = Optional.empty();
    try {
      rename(warm, name);
      StartedServer server = warm.at(name, runningPort(name)); // Docker may have been restarted
      String unused = Readiness.await(server.endpoint(), ANSWERS_WITHIN, () -> {}, cancellation);
      taken = Optional.of(new SandboxSetup(docker, request).in(server, cancellation));
    } catch (ProblemException | RuntimeException e) {
      log.info("{} is not used: {}", warm.container(), e.getMessage());
    } finally {
      if (taken.isEmpty()) {
        // Whether it was renamed may not be known. What cannot be removed ends the job: it has the
        // name that the job's own server would get.
        new ContainerRemoval(docker).remove(warm.container(), "");
        new ContainerRemoval(docker).remove(name, warm.volume());
      }
    }
    cancellation.check();
    return taken;
  }

  private synchronized Optional<Warm> claim(ServerKind kind, SandboxRequest request) {
    asked.remove(kind);
    asked.put(kind, request.createdAt());
    Optional<Warm> found =
        servers.stream()
            .filter(each -> each.kind().equals(kind))
            .filter(each -> !request.deadline().isAfter(each.deadline()))
            .findFirst();
    found.ifPresent(servers::remove);
    return found;
  }

  private void rename(StartedServer server, String name) throws ProblemException {
    try {
      docker.client().renameContainerCmd(server.container()).withName(name).exec();
    } catch (RuntimeException e) {
      throw docker.errors().problem("rename the container " + server.container(), e);
    }
  }

  private int runningPort(String container) throws ProblemException {
    return port(container).orElseThrow(() -> new IllegalStateException("it does not run"));
  }

  /** Empty when it does not run. */
  private Optional<Integer> port(String container) throws ProblemException {
    try {
      return DockerStart.port(docker.client().inspectContainerCmd(container).exec());
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw docker.errors().problem("inspect the container " + container, e);
    }
  }

  /** Does what {@code SandboxProvider.keepWarm} promises. */
  void keep(WarmPolicy policy) {
    if (policy.servers() == 0) {
      starts.cancel();
    }
    synchronized (upkeep) {
      starts = new Cancellation();
      List<ServerKind> kinds = kinds(policy);
      if (kinds.isEmpty() && waiting().isEmpty()) {
        return;
      }
      try {
        removeUnfit(policy, kinds);
        for (ServerKind kind : kinds) {
          if (startsOne(kind, policy)) {
            return; // a test may wait by now
          }
        }
      } catch (CancellationException e) {
        log.debug("warm servers are no longer wanted");
      } catch (ProblemException | RuntimeException e) {
        log.info("warm servers cannot be kept now: {}", e.getMessage());
      }
    }
  }

  /** Returns the kinds to keep ready, and forgets the others. */
  private synchronized List<ServerKind> kinds(WarmPolicy policy) {
    Instant lately = policy.now().minus(LATELY);
    asked.values().removeIf(last -> policy.servers() == 0 || last.isBefore(lately));
    while (asked.size() > KINDS) {
      asked.remove(asked.keySet().iterator().next());
    }
    return List.copyOf(asked.keySet());
  }

  private synchronized List<Warm> waiting() {
    return List.copyOf(servers);
  }

  private synchronized boolean claim(Warm one) {
    return servers.remove(one);
  }

  private synchronized void add(Warm one) {
    servers.add(one);
  }

  private synchronized void forget(ServerKind kind) {
    asked.remove(kind);
  }

  private long waiting(ServerKind kind) {
    return waiting().stream().filter(each -> each.kind().equals(kind)).count();
  }

  private void removeUnfit(WarmPolicy policy, List<ServerKind> kinds) {
    for (Warm each : waiting()) {
      keepOrRemove(
          each,
          kinds.contains(each.kind())
              && !policy.isOver(each.deadline())
              && waiting(each.kind()) <= policy.servers());
    }
  }

  /** It is claimed meanwhile: no job may take one that is about to be removed. */
  private void keepOrRemove(Warm one, boolean wanted) {
    if (!claim(one)) {
      return;
    }
    try {
      if (!wanted || !isAsItWas(one)) {
        log.info("removing {}: it is no longer ready for a test", one.server().container());
        remove(one.server());
        return;
      }
    } catch (ProblemException e) {
      log.info(
          "{} could not be checked; it is checked again in a minute: {}",
          one.server().container(),
          e.getMessage());
    }
    add(one);
  }

  /** Returns whether it runs, of the image that has its name now. */
  private boolean isAsItWas(Warm one) throws ProblemException {
    return port(one.server().container()).isPresent() && isPresent(one.kind());
  }

  private boolean isPresent(ServerKind kind) throws ProblemException {
    String name = kind.image().name();
    try {
      return docker.client().inspectImageCmd(name).exec().getId().equals(kind.image().id());
    } catch (NotFoundException e) {
      return false;
    } catch (RuntimeException e) {
      throw docker.errors().problem("look for the image " + name, e);
    }
  }

  /**
   * Starts one if there are too few. A kind that does not start is not tried again before the next
   * request for it.
   */
  private boolean startsOne(ServerKind kind, WarmPolicy policy) throws ProblemException {
    if (!isPresent(kind)) {
      forget(kind);
      return false;
    }
    if (waiting(kind) >= policy.servers()) {
      return false;
    }
    try {
      add(new Warm(kind, start(kind, policy), policy.deadline()));
      return true;
    } catch (ProblemException e) {
      forget(kind);
      throw e;
    }
  }

  private StartedServer start(ServerKind kind, WarmPolicy policy) throws ProblemException {
    SandboxRequest nobodys =
        new SandboxRequest(
            "",
            policy.owner(),
            false,
            policy.now(),
            policy.deadline(),
            OptionalInt.empty(),
            "",
            DatabaseNeeds::none,
            false,
            ServerChoice.USUAL);
    StartedServer server =
        new DockerStart(docker, kind.plan(), kind.image(), nobodys, ContainerNames.warmId())
            .run(isolation.network(), ProgressListener.none(), starts, WarmServers::withWarmMemory);
    log.info("{} is ready for the next test", server.container());
    return server;
  }

  private static StartedServer withWarmMemory(StartedServer server) throws ProblemException {
    DatabaseCreator.warmUp(server.endpoint());
    return server;
  }

  private void remove(StartedServer server) throws ProblemException {
    new ContainerRemoval(docker).remove(server.container(), server.volume());
  }
}
