package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** A Compose project's containers, found by their labels. */
final class ProjectContainers {
  /** A service that ends and is started again and again is stopped and started like the others. */
  private static final Set<String> RUNNING = Set.of("running", "restarting");

  private final DockerAccess docker;
  private final String project;

  ProjectContainers(DockerAccess docker, String project) {
    this.docker = docker;
    this.project = project;
  }

  /** All of them that belong to a service, running or not; {@code compose run} makes others. */
  List<Container> all() throws ProblemException {
    List<Container> found = present();
    if (found.isEmpty() && !labelled(Map.of(ComposeLabels.STACK, project)).isEmpty()) {
      throw TargetRefusals.swarm(project);
    }
    if (found.isEmpty()) {
      throw TargetRefusals.noProject(project, projects());
    }
    return found;
  }

  /** The same, without refusing a project that has none. */
  List<Container> present() throws ProblemException {
    return labelled(Map.of(ComposeLabels.PROJECT, project));
  }

  /** The one container of a service. */
  Container single(String service) throws ProblemException {
    List<Container> all = all();
    List<Container> mine = all.stream().filter(c -> service(c).equals(service)).toList();
    if (mine.isEmpty()) {
      throw TargetRefusals.noService(project, service, services(all));
    }
    if (mine.size() > 1) {
      throw TargetRefusals.replicas(service, mine.size());
    }
    return mine.get(0);
  }

  InspectContainerResponse inspect(String id) throws ProblemException {
    try {
      return docker.client().inspectContainerCmd(id).exec();
    } catch (RuntimeException e) {
      throw docker.problem("inspect a container of " + project, e);
    }
  }

  static List<String> services(List<Container> containers) {
    return containers.stream().map(ProjectContainers::service).distinct().sorted().toList();
  }

  static List<String> running(List<Container> containers) {
    return services(containers.stream().filter(c -> RUNNING.contains(c.getState())).toList());
  }

  static String service(Container container) {
    return container.getLabels().getOrDefault(ComposeLabels.SERVICE, "");
  }

  /** The project as that container's labels tell it. */
  ComposeProject project(Container container) {
    return project(project, container);
  }

  static ComposeProject project(String project, Container container) {
    Map<String, String> labels = container.getLabels();
    return new ComposeProject(
        project,
        Path.of(labels.getOrDefault(ComposeLabels.WORKING_DIR, "/")),
        paths(labels.get(ComposeLabels.CONFIG_FILES)),
        paths(labels.get(ComposeLabels.ENV_FILES)),
        List.of());
  }

  private static List<Path> paths(String list) {
    return list == null
        ? List.of()
        : Arrays.stream(list.split(",")).filter(path -> !path.isBlank()).map(Path::of).toList();
  }

  private List<String> projects() throws ProblemException {
    return labelled(Map.of()).stream()
        .map(c -> c.getLabels().get(ComposeLabels.PROJECT))
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .toList();
  }

  private List<Container> labelled(Map<String, String> labels) throws ProblemException {
    try {
      var list = docker.client().listContainersCmd().withShowAll(true);
      if (!labels.isEmpty()) {
        list.withLabelFilter(labels);
      }
      Stream<Container> found = list.exec().stream();
      return found
          .filter(c -> c.getLabels() != null)
          .filter(c -> !"True".equalsIgnoreCase(c.getLabels().get(ComposeLabels.ONE_OFF)))
          .toList();
    } catch (RuntimeException e) {
      throw docker.problem("list the containers of " + project, e);
    }
  }
}
