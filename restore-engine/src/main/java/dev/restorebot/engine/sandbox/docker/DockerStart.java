package dev.restorebot.engine.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.model.Ports;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.ChosenImage;
import dev.restorebot.engine.docker.ContainerRemoval;
import dev.restorebot.engine.docker.ContainerScripts;
import dev.restorebot.engine.docker.ContainerState;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.docker.DockerExec;
import dev.restorebot.engine.docker.Labels;
import dev.restorebot.engine.docker.Volumes;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.Readiness;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.task.Threads;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts one server: volume, container, PostgreSQL. Takes all of it back when one fails. */
final class DockerStart {
  private static final Logger LOG = LoggerFactory.getLogger(DockerStart.class);

  /** A user without rights that every image has. */
  private static final String NOBODY = "nobody";

  /** Faults for which the prepared data folder is not to blame. */
  private static final Set<ProblemCode> UNRELATED =
      EnumSet.of(ProblemCode.TIMED_OUT, ProblemCode.DOCKER_UNREACHABLE);

  private final DockerConnection docker;
  private final ContainerPlan container;
  private final SandboxRequest request;
  private final String id;
  private final String name;
  private ChosenImage image;
  private Optional<ChosenImage> other = Optional.empty();

  /** The prepared data folder that it was started with. */
  private Optional<PreparedVolume> copied = Optional.empty();

  private boolean copies = true;

  private final Secret password = Secret.random();

  /** Makes something of a server that has started, as part of the start. */
  @FunctionalInterface
  interface Use<T> {
    /** Makes it. What fails takes the server back. */
    T of(StartedServer server) throws ProblemException;
  }

  /**
   * A start.
   *
   * @param request says what the labels say
   * @param id the job's in the names, or that of a warm server
   */
  DockerStart(
      DockerConnection docker,
      ContainerPlan container,
      ChosenImage image,
      SandboxRequest request,
      String id) {
    this.docker = docker;
    this.container = container;
    this.image = image;
    this.request = request;
    this.id = ContainerNames.part(id);
    this.name = ContainerNames.of(container.settings().prefix(), id);
  }

  /**
   * Starts it. Where the image's own folder or user does not suit, it is started once more with its
   * data elsewhere: images of other makers keep data in other places, as other users. Where it does
   * not start on a copy of the prepared data folder, it is started once more without.
   */
  <T> T run(String network, ProgressListener progress, Cancellation cancellation, Use<T> use)
      throws ProblemException {
    try {
      return once(network, progress, cancellation, use);
    } catch (ProblemException e) {
      if (other.isEmpty() && (copied.isEmpty() || UNRELATED.contains(e.problem().code()))) {
        throw e;
      }
      cancellation.check();
      LOG.info("{} does not start as it is: {}", image.name(), e.getMessage());
      if (other.isPresent()) {
        image = other.get();
      } else {
        copied.get().discard();
        copies = false;
      }
      return run(network, progress, cancellation, use);
    }
  }

  private <T> T once(
      String network, ProgressListener progress, Cancellation cancellation, Use<T> use)
      throws ProblemException {
    other = Optional.empty();
    Map<String, String> labels = new LinkedHashMap<>(Labels.of(request, image, name));
    String volume =
        new Volumes(docker, container.settings().prefix()).create(request.createdAt(), id, labels);
    labels.put(Labels.VOLUME, volume);
    String created = "";
    try {
      cancellation.check();
      PreparedVolume prepared = new PreparedVolume(docker, image);
      Optional<String> ready = copies ? prepared.ready() : Optional.empty();
      copied = ready.map(volumeName -> prepared);
      create(network, ready, labels);
      created = name;
      progress.progress(Progress.of(0.3, "starting PostgreSQL " + image.serverVersion()));
      T made = use.of(await(volume, cancellation));
      if (copies && ready.isEmpty()) {
        Thread unused = Threads.start("prepared-volume", prepared::make);
      }
      return made;
    } catch (ProblemException | RuntimeException e) {
      other = otherWay(created, e);
      takeBack(created, volume, e);
      throw e;
    }
  }

  /** The way to start it that is left, when that is why it did not start. */
  private Optional<ChosenImage> otherWay(String created, Exception failure) {
    String said = String.valueOf(failure.getMessage());
    if (image.user().equals(DockerExec.SUPERUSER) && said.contains("unable to find user")) {
      return Optional.of(image.elsewhere(NOBODY));
    }
    boolean mayMove = !image.elsewhere(image.user()).equals(image) && !created.isEmpty();
    try {
      return mayMove && new ContainerState(docker, name).hasEndedWith(ContainerScripts.NOT_WRITABLE)
          ? Optional.of(image.elsewhere(image.user()))
          : Optional.empty();
    } catch (ProblemException | RuntimeException e) {
      LOG.info("how {} ended is not known: {}", name, e.getMessage());
      return Optional.empty(); // it is removed all the same
    }
  }

  private void create(String network, Optional<String> prepared, Map<String, String> labels)
      throws ProblemException {
    try {
      container.create(docker, name, network, image, password, prepared, labels);
    } catch (ConflictException e) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "A container named " + name + " already exists.",
              "docker rm -f -v " + name)
          .exception(e);
    } catch (RuntimeException e) {
      throw docker.errors().problem("create the container " + name, e);
    }
  }

  private StartedServer await(String volume, Cancellation cancellation) throws ProblemException {
    int port = startAndFindPort();
    Endpoint endpoint =
        new Endpoint(DockerConnection.LOOPBACK, port, DockerExec.SUPERUSER, password);
    ContainerState state = new ContainerState(docker, name);
    String version =
        Readiness.await(
            endpoint, container.settings().startTimeout(), state::requireRunning, cancellation);
    return new StartedServer(name, volume, container.cpus(), image, endpoint, version);
  }

  private int startAndFindPort() throws ProblemException {
    try {
      docker.client().startContainerCmd(name).exec();
      InspectContainerResponse running = docker.client().inspectContainerCmd(name).exec();
      Optional<Integer> port = port(running);
      if (port.isPresent()) {
        return port.get();
      }
    } catch (RuntimeException e) {
      throw docker.errors().problem("start the container " + name, e);
    }
    new ContainerState(docker, name).requireRunning();
    throw new Problem(
            ProblemCode.SANDBOX_FAILED,
            "Docker published no port for the container " + name + ".",
            "docker port " + name)
        .exception();
  }

  /**
   * The port of this machine at which a container's server listens; empty while it does not run.
   */
  static Optional<Integer> port(InspectContainerResponse running) {
    Ports.Binding[] bound =
        running.getNetworkSettings().getPorts().getBindings().get(ContainerPlan.PORT);
    return bound == null || bound.length == 0
        ? Optional.empty()
        : Optional.of(Integer.parseInt(bound[0].getHostPortSpec()));
  }

  /** Nothing may stay behind; if something does, the failure's hint says how to remove it. */
  private void takeBack(String created, String volume, Exception failure) throws ProblemException {
    try {
      new ContainerRemoval(docker).remove(created, volume);
    } catch (ProblemException left) {
      left.addSuppressed(failure);
      if (failure instanceof ProblemException first) {
        Problem problem = first.problem();
        String hint = problem.hint() + " Then remove what is left: " + left.problem().hint();
        throw new Problem(problem.code(), problem.message(), hint).exception(left);
      }
      throw left;
    }
  }
}
