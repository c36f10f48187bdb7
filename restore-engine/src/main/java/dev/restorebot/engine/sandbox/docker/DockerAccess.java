package dev.restorebot.engine.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.ContainerRemoval;
import dev.restorebot.engine.docker.ContainerState;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.docker.DockerExec;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.docker.ImagePull;
import dev.restorebot.engine.docker.Images;
import dev.restorebot.engine.docker.SandboxNetwork;
import dev.restorebot.engine.sandbox.ClientTools;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Provides the parts of the Docker adapter that disaster restores need. The owner closes it.
 * Thread-safe.
 */
public final class DockerAccess implements AutoCloseable {
  private final DockerConnection docker;
  private final SandboxNetwork isolation;
  private final DockerSettings settings;

  /** Connects on first use, as {@link DockerSandboxProvider} does. */
  public DockerAccess(DockerSettings settings) {
    this.settings = settings;
    this.docker = new DockerConnection(settings.dockerHost());
    this.isolation = new SandboxNetwork(docker, settings.prefix());
  }

  /** The engine's client. */
  public DockerClient client() {
    return docker.client();
  }

  /** Empty when the engine answers, or why not. */
  public Optional<Problem> unreachable() {
    return docker.unreachable();
  }

  /** From what the client threw to words; {@code doing} is like {@code stop the container}. */
  public ProblemException problem(String doing, RuntimeException error) {
    return docker.errors().problem(doing, error);
  }

  /**
   * Pulls an image from its registry.
   *
   * @return why it was not pulled, in the engine's words; empty when the engine says that it was
   */
  public Optional<String> pull(String image, ProgressListener progress, Cancellation cancellation) {
    return settings.pullAllowed()
        ? new ImagePull(docker.client(), image, progress).run(cancellation)
        : Optional.of("pulling is switched off (`sandbox.docker.pull`)");
  }

  /** The name of the network without a way out, made when it is missing. */
  public String isolatedNetwork() throws ProblemException {
    return isolation.network();
  }

  /**
   * Runs a shell script in a running container as the user that its server runs as. Its first
   * command must be {@code echo $$}, which is not part of the output.
   *
   * @return the exit code
   */
  public int run(
      String container,
      String script,
      List<String> parameters,
      Consumer<String> output,
      Cancellation cancellation)
      throws ProblemException {
    return new DockerExec(docker, container, serverUser(container), List.of("LC_ALL=C"))
        .run(script, parameters, Optional.empty(), output, cancellation);
  }

  /** The official image starts as root, and its server then runs as {@code postgres}. */
  private String serverUser(String container) throws ProblemException {
    try {
      String user = docker.client().inspectContainerCmd(container).exec().getConfig().getUser();
      return user == null || user.matches("(|0|root)(:.*)?") ? DockerExec.SUPERUSER : user;
    } catch (RuntimeException e) {
      throw problem("inspect the container " + container, e);
    }
  }

  /** Throws, with the reason, unless that container runs. */
  public void requireRunning(String container) throws ProblemException {
    new ContainerState(docker, container).requireRunning();
  }

  /** A server in a container of the caller's as a sandbox. */
  public Sandbox sandbox(SandboxInfo info, int cpus, Endpoint endpoint, String dataMount) {
    return new DockerSandbox(docker, info, cpus, endpoint, dataMount, DockerExec.SUPERUSER);
  }

  /**
   * Returns the client programs of an image of that major version, or a newer one. Their container
   * starts when the first runs.
   *
   * @param name the container's name
   * @throws ProblemException when there is no such image, with what to do
   */
  public ClientTools tools(
      int major, String name, Map<String, String> labels, Cancellation cancellation)
      throws ProblemException {
    Optional<Problem> unreachable = docker.unreachable();
    if (unreachable.isPresent()) {
      throw unreachable.get().exception();
    }
    return new ContainerTools(
        docker,
        new Images(docker, settings).choose(OptionalInt.of(major), told -> {}, cancellation),
        name,
        labels);
  }

  /** Removes a container and a volume; an empty name stands for none, a missing one is fine. */
  public void remove(String container, String volume) throws ProblemException {
    new ContainerRemoval(docker).remove(container, volume);
  }

  @Override
  public void close() {
    docker.close();
  }
}
