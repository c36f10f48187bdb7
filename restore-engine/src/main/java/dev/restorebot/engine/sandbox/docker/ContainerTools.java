package dev.restorebot.engine.sandbox.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.ChosenImage;
import dev.restorebot.engine.docker.ContainerRemoval;
import dev.restorebot.engine.docker.ContainerScripts;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.docker.DockerExec;
import dev.restorebot.engine.sandbox.ClientTools;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.server.PsqlRelease;
import dev.restorebot.engine.sandbox.server.SandboxPath;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The client programs of an image, in a container on the host's network, so that they reach what
 * this machine reaches. The container starts when the first program runs.
 */
final class ContainerTools implements ClientTools {
  private static final String FOLDER = "/tmp/restore-bot";

  /** Variables of libpq that name files, of which the container has copies. */
  private static final List<String> FILES = List.of("PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY");

  private final DockerConnection docker;
  private final ChosenImage image;
  private final String name;
  private final Map<String, String> labels;
  private final SandboxPath files = new SandboxPath(FOLDER);
  private final Map<String, String> copies = new LinkedHashMap<>();
  private boolean started;

  ContainerTools(
      DockerConnection docker, ChosenImage image, String name, Map<String, String> labels) {
    this.docker = docker;
    this.image = image;
    this.name = name;
    this.labels = Map.copyOf(labels);
  }

  @Override
  public String source() {
    return "the image " + image.name();
  }

  @Override
  public String version() {
    return image.serverVersion();
  }

  @Override
  public boolean psqlIsFit() throws ProblemException {
    List<String> said = new ArrayList<>();
    int code =
        run(
            new ToolCall(List.of("psql", "--version"), Optional.empty(), said::add),
            Map.of(),
            Cancellation.none());
    return code == 0
        && PsqlRelease.parse(String.join(" ", said)).filter(PsqlRelease::psqlIsFit).isPresent();
  }

  @Override
  public int run(ToolCall call, Map<String, String> environment, Cancellation cancellation)
      throws ProblemException {
    List<String> variables = new ArrayList<>(List.of("LC_ALL=C"));
    for (Map.Entry<String, String> each : environment.entrySet()) {
      variables.add(
          each.getKey()
              + "="
              + (FILES.contains(each.getKey())
                  ? copied(each.getKey(), each.getValue(), cancellation)
                  : each.getValue()));
    }
    return ContainerPrograms.run(exec(variables), image.name(), call, cancellation);
  }

  private String copied(String variable, String file, Cancellation cancellation)
      throws ProblemException {
    String known = copies.get(file);
    if (known != null) {
      return known;
    }
    try (InputStream content = Files.newInputStream(Path.of(file))) {
      String path = put(variable, content, cancellation);
      copies.put(file, path);
      return path;
    } catch (IOException e) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The file " + file + " of the TLS connection cannot be read.",
              "Check its name and its permissions: restore-bot's user must be able to read it.")
          .exception(e);
    }
  }

  @Override
  public String put(String file, InputStream content, Cancellation cancellation)
      throws ProblemException {
    String path = files.resolve(file);
    String folder = path.substring(0, path.lastIndexOf('/'));
    int code =
        exec(List.of())
            .run(
                "umask 077; " + ContainerScripts.PUT,
                List.of(path, folder, path + ".part"),
                Optional.of(content),
                line -> {},
                cancellation);
    if (code != 0) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "A file could not be copied into the container " + name + ".",
              "Check the disk of Docker (docker system df), then try again.")
          .exception();
    }
    return path;
  }

  @Override
  public void delete(String path) throws ProblemException {
    var unused =
        exec(List.of())
            .run(
                ContainerScripts.RUN,
                List.of("rm", "-rf", files.own(path)),
                Optional.empty(),
                line -> {},
                Cancellation.none());
  }

  private synchronized DockerExec exec(List<String> environment) throws ProblemException {
    if (!started) {
      remove(docker, name);
      try {
        start();
      } catch (RuntimeException e) {
        throw docker.errors().problem("start the container of the client programs", e);
      }
      started = true;
    }
    return new DockerExec(docker, name, DockerExec.SUPERUSER, environment);
  }

  private void start() {
    docker
        .client()
        .createContainerCmd(image.name())
        .withName(name)
        .withUser(DockerExec.SUPERUSER)
        .withEntrypoint("sleep", "2147483647")
        .withLabels(labels)
        .withHostConfig(
            HostConfig.newHostConfig()
                .withInit(true)
                .withNetworkMode("host")
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges")))
        .exec();
    docker.client().startContainerCmd(name).exec();
  }

  /** Removes the container of that name, with what was put into it; a missing one is fine. */
  static void remove(DockerConnection docker, String name) throws ProblemException {
    new ContainerRemoval(docker).remove(name, "");
  }

  @Override
  public synchronized void close() throws ProblemException {
    if (started) {
      remove(docker, name);
      started = false;
    }
  }
}
