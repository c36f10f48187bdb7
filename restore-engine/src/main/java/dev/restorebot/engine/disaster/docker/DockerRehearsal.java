package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.PageGetter;
import dev.restorebot.engine.disaster.rehearsal.IsolatedProject;
import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers;
import dev.restorebot.engine.disaster.rehearsal.RehearsalNames;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.TimeLimit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The containers of rehearsals in Docker. */
public final class DockerRehearsal implements RehearsalContainers {
  private static final long KIB = 1024;
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);
  private static final String FREE =
      """
      echo $$
      df -Pk / | while read -r fs size used free rest; do echo "$free"; done
      """;

  private final DockerAccess docker;

  /** Works through that access, which its owner closes. */
  public DockerRehearsal(DockerAccess docker) {
    this.docker = docker;
  }

  @Override
  public Production look(DisasterPlan plan, List<String> services, List<String> volumes)
      throws ProblemException {
    return new ProductionUse(docker, plan).of(services, volumes);
  }

  @Override
  public void copy(RehearsalNames names, List<IsolatedProject.Copy> copies)
      throws ProblemException {
    ProjectContainers project = new ProjectContainers(docker, names.project());
    for (IsolatedProject.Copy copy : copies) {
      try {
        docker
            .client()
            .copyArchiveToContainerCmd(project.single(copy.service()).getId())
            .withRemotePath(Files.isDirectory(copy.from()) ? copy.to() : "/")
            .withTarInputStream(new ByteArrayInputStream(CopiedFiles.tar(copy.from(), copy.to())))
            .exec();
      } catch (IOException e) {
        throw new Problem(
                ProblemCode.SANDBOX_FAILED,
                "The rehearsal could not read " + copy.from() + " of the project's folder.",
                "Let restore-bot read it, or take " + copy.service() + " out of the rehearsal.")
            .exception(e);
      } catch (RuntimeException e) {
        throw docker.problem("copy " + copy.to() + " into the rehearsal's " + copy.service(), e);
      }
    }
  }

  @Override
  public long freeDisk(RehearsalNames names) throws ProblemException {
    List<String> lines = new ArrayList<>();
    String probe =
        new ProjectContainers(docker, names.project()).single(RehearsalNames.PROBE).getId();
    try (TimeLimit limit = new TimeLimit(LONGEST_LOOK, Cancellation.none())) {
      int unused = docker.run(probe, FREE, List.of(), lines::add, limit.cancellation());
    }
    return lines.stream()
        .map(String::strip)
        .filter(line -> line.matches("\\d+"))
        .mapToLong(line -> Long.parseLong(line) * KIB)
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                        ProblemCode.SANDBOX_FAILED,
                        "`df` in the database's image did not report the free disk space.",
                        "Use an image of the database that contains bash and df.")
                    .exception());
  }

  @Override
  public List<Seen> look(RehearsalNames names) throws ProblemException {
    ProjectContainers project = new ProjectContainers(docker, names.project());
    List<Seen> all = new ArrayList<>();
    for (Container container : project.all()) {
      String service = ProjectContainers.service(container);
      if (!service.equals(RehearsalNames.PROBE)) {
        all.add(seen(service, project.inspect(container.getId())));
      }
    }
    return all;
  }

  private static Seen seen(String service, InspectContainerResponse container) {
    InspectContainerResponse.ContainerState state = container.getState();
    Long code = state.getExitCodeLong();
    return new Seen(
        service,
        String.valueOf(state.getStatus()),
        code == null ? 0 : code,
        state.getHealth() == null || "none".equals(state.getHealth().getStatus())
            ? ""
            : state.getHealth().getStatus(),
        Boolean.TRUE.equals(state.getOOMKilled()),
        container.getRestartCount() == null ? 0 : container.getRestartCount(),
        Boolean.TRUE.equals(state.getRunning())
            ? Optional.of(Instant.parse(state.getStartedAt()))
            : Optional.empty());
  }

  @Override
  public PageGetter pages(
      RehearsalNames names, IsolatedProject project, Cancellation cancellation) {
    return new ContainerPages(docker, names, project, cancellation);
  }

  @Override
  public void remove(RehearsalNames names, List<String> volumes) throws ProblemException {
    try {
      for (String label : List.of(RehearsalNames.LABEL, ComposeLabels.DISASTER)) {
        for (Container each :
            docker
                .client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(label, names.id()))
                .exec()) {
          docker.remove(each.getId(), "");
        }
      }
      List<String> labelled = List.of(RehearsalNames.LABEL + "=" + names.id());
      for (Network each : docker.client().listNetworksCmd().withFilter("label", labelled).exec()) {
        removeNetwork(each.getId());
      }
      for (var each :
          docker.client().listVolumesCmd().withFilter("label", labelled).exec().getVolumes()) {
        docker.remove("", each.getName());
      }
      for (String volume : volumes) {
        if (isMade(names, volume)) {
          docker.remove("", volume);
        }
      }
    } catch (RuntimeException e) {
      throw docker.problem("remove the rehearsal " + names.id(), e);
    }
  }

  private void removeNetwork(String id) {
    try {
      docker.client().removeNetworkCmd(id).exec();
    } catch (NotFoundException gone) {
      // somebody removed it at the same time
    }
  }

  private boolean isMade(RehearsalNames names, String volume) {
    try {
      Map<String, String> labels = docker.client().inspectVolumeCmd(volume).exec().getLabels();
      return labels != null && names.id().equals(labels.get(ComposeLabels.DISASTER));
    } catch (NotFoundException gone) {
      return false;
    }
  }
}
