package dev.restorebot.engine.sandbox.docker;

import com.github.dockerjava.api.model.Info;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.ChosenImage;
import dev.restorebot.engine.docker.ContainerRemoval;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.docker.Images;
import dev.restorebot.engine.docker.Labels;
import dev.restorebot.engine.docker.SandboxNetwork;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.WarmPolicy;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Runs each sandbox as a Docker container with a volume of its own.
 *
 * <p>The bot must reach 127.0.0.1 of the machine that the engine runs on: a bot that is itself in a
 * container needs the host's network.
 */
public final class DockerSandboxProvider implements SandboxProvider {

  private final DockerSettings settings;
  private final DockerConnection docker;
  private final SandboxNetwork isolation;
  private final WarmServers warm;

  /** Connects on first use; an engine that is down is no reason to fail here. */
  public DockerSandboxProvider(DockerSettings settings) {
    this.settings = settings;
    this.docker = new DockerConnection(settings.dockerHost());
    this.isolation = new SandboxNetwork(docker, settings.prefix());
    this.warm = new WarmServers(docker, isolation);
  }

  @Override
  public String runtime() {
    return Labels.RUNTIME;
  }

  @Override
  public Optional<Problem> unavailable() {
    return docker.unreachable();
  }

  @Override
  public Sandbox start(SandboxRequest request, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    Optional<Problem> unreachable = docker.unreachable();
    if (unreachable.isPresent()) {
      throw unreachable.get().exception();
    }
    cancellation.check();
    DockerSettings wanted = settings.with(request.server().image(), request.server().arguments());
    ChosenImage image =
        new Images(docker, wanted).choose(request.serverMajor(), progress, cancellation);
    cancellation.check();
    ContainerPlan plan = container(wanted);
    Optional<Sandbox> ready = warm.take(new ServerKind(plan, image), request, cancellation);
    if (ready.isPresent()) {
      return ready.get();
    }
    SandboxSetup setup = new SandboxSetup(docker, request);
    return new DockerStart(docker, plan, image, request, request.jobId())
        .run(isolation.network(), progress, cancellation, server -> setup.in(server, cancellation));
  }

  @Override
  public void keepWarm(WarmPolicy policy) {
    warm.keep(policy);
  }

  /**
   * Returns why a backup could not be restored with the image that is on the engine now; nothing is
   * fetched.
   *
   * @param image empty for that of all sandboxes
   * @param major the version of the backup's server; empty for the one that the settings name
   */
  public Optional<Problem> imageUnsuitable(Optional<String> image, OptionalInt major)
      throws ProblemException {
    return new Images(docker, settings.with(image, List.of())).unsuitable(major);
  }

  /** Returns the engine's data folder on its own machine. */
  public Path dataRoot() throws ProblemException {
    try {
      return Path.of(String.valueOf(docker.client().infoCmd().exec().getDockerRootDir()));
    } catch (RuntimeException e) {
      throw docker.errors().problem("describe its machine", e);
    }
  }

  /** As large as the settings say, and no larger than the engine's machine. */
  private ContainerPlan container(DockerSettings wanted) throws ProblemException {
    try {
      Info host = docker.client().infoCmd().exec();
      int cpus = host.getNCPU() == null ? 1 : Math.max(1, host.getNCPU());
      long memory = host.getMemTotal() == null ? Long.MAX_VALUE : host.getMemTotal();
      return new ContainerPlan(
          wanted,
          Math.min(cpus, Math.max(1, settings.cpus().orElse(cpus))),
          Math.min(memory, settings.memoryBytes()));
    } catch (RuntimeException e) {
      throw docker.errors().problem("describe its machine", e);
    }
  }

  @Override
  public Sandbox open(SandboxInfo sandbox) throws ProblemException {
    return DockerOpening.open(docker, sandbox);
  }

  @Override
  public List<SandboxInfo> list() throws ProblemException {
    return new SandboxInventory(docker).list();
  }

  @Override
  public int prepared() throws ProblemException {
    try {
      return PreparedVolume.count(docker);
    } catch (RuntimeException e) {
      throw docker.errors().problem("list the prepared data folders", e);
    }
  }

  @Override
  public void remove(SandboxInfo sandbox) throws ProblemException {
    new ContainerRemoval(docker).remove(sandbox.container(), sandbox.volume());
  }

  @Override
  public void close() {
    docker.close();
  }
}
