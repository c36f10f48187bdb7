package dev.restorebot.engine.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.model.Ports;
import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.ChosenImage;
import dev.restorebot.engine.docker.ContainerRemoval;
import dev.restorebot.engine.docker.ContainerScripts;
import dev.restorebot.engine.docker.ContainerState;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.docker.DockerExec;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.docker.Labels;
import dev.restorebot.engine.docker.Volumes;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.server.DatabaseCreator;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.MissingRoles;
import dev.restorebot.engine.sandbox.server.NewDatabase;
import dev.restorebot.engine.sandbox.server.Readiness;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts one sandbox: volume, container, server, database. Takes all of it back when one fails. */
final class DockerStart {
  private static final Logger LOG = LoggerFactory.getLogger(DockerStart.class);

  /** A user without rights that every image has. */
  private static final String NOBODY = "nobody";

  private final DockerConnection docker;
  private final DockerSettings settings;
  private final ContainerPlan container;
  private final SandboxRequest request;
  private ChosenImage image;
  private Optional<ChosenImage> other = Optional.empty();
  private final String job;
  private final String name;
  private final Secret password = Secret.random();

  DockerStart(
      DockerConnection docker,
      DockerSettings settings,
      ContainerPlan container,
      SandboxRequest request,
      ChosenImage image) {
    this.docker = docker;
    this.settings = settings;
    this.container = container;
    this.request = request;
    this.image = image;
    this.job = request.jobId().replaceAll("[^A-Za-z0-9_.-]", "-");
    this.name = settings.prefix() + "-restore-test-" + job;
  }

  /**
   * Starts it. Where the image's own folder or user does not suit, it is started once more with its
   * data elsewhere: images of other makers keep data in other places, as other users.
   */
  Sandbox run(String network, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    try {
      return once(network, progress, cancellation);
    } catch (ProblemException e) {
      if (other.isEmpty()) {
        throw e;
      }
      LOG.info("{} does not start as it is: {}", image.name(), e.getMessage());
      image = other.get();
      return run(network, progress, cancellation);
    }
  }

  private Sandbox once(String network, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    other = Optional.empty();
    Map<String, String> labels = new LinkedHashMap<>(Labels.of(request, image, name));
    String volume = new Volumes(docker, settings.prefix()).create(request.createdAt(), job, labels);
    labels.put(Labels.VOLUME, volume);
    String created = "";
    try {
      cancellation.check();
      create(network, labels);
      created = name;
      progress.progress(Progress.of(0.3, "starting PostgreSQL " + image.serverVersion()));
      return await(labels, cancellation);
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

  private void create(String network, Map<String, String> labels) throws ProblemException {
    try {
      container.create(docker, name, network, image, password, labels);
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

  private Sandbox await(Map<String, String> labels, Cancellation cancellation)
      throws ProblemException {
    int port = startAndFindPort();
    Endpoint endpoint =
        new Endpoint(DockerConnection.LOOPBACK, port, DockerExec.SUPERUSER, password);
    ContainerState state = new ContainerState(docker, name);
    String version =
        Readiness.await(endpoint, settings.startTimeout(), state::requireRunning, cancellation);
    DatabaseNeeds needs = request.needs().get();
    cancellation.check();
    NewDatabase database =
        DatabaseCreator.create(endpoint, request.database(), needs.locale(), Optional.empty());
    List<NamedRole> roles = roles(endpoint, needs);
    cancellation.check();
    return new DockerSandbox(
        docker,
        info(labels, port, version, database, roles),
        container.cpus(),
        endpoint,
        image.dataMount(),
        image.user());
  }

  private List<NamedRole> roles(Endpoint admin, DatabaseNeeds needs) throws ProblemException {
    try {
      return MissingRoles.create(admin, needs.roles(), true);
    } catch (SQLException e) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The roles that the backup names could not be created in the sandbox.",
              "Run the test again. The reason is in the bot's log.")
          .exception(e);
    }
  }

  private int startAndFindPort() throws ProblemException {
    try {
      docker.client().startContainerCmd(name).exec();
      InspectContainerResponse running = docker.client().inspectContainerCmd(name).exec();
      Ports.Binding[] bound =
          running.getNetworkSettings().getPorts().getBindings().get(ContainerPlan.PORT);
      if (bound != null && bound.length > 0) {
        return Integer.parseInt(bound[0].getHostPortSpec());
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

  private SandboxInfo info(
      Map<String, String> labels,
      int port,
      String version,
      NewDatabase database,
      List<NamedRole> roles) {
    Map<String, String> facts = new LinkedHashMap<>(labels);
    List<String> notes = new ArrayList<>(image.notes());
    notes.addAll(database.notes());
    notes.addAll(MissingRoles.notes(roles));
    facts.put(Labels.DATABASE, database.name());
    facts.put(Labels.VERSION, version);
    facts.put(Labels.NOTES, String.join("\n", notes));
    return Labels.info(facts, port);
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
