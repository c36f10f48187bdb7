package dev.restorebot.engine.sandbox.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.docker.Labels;
import dev.restorebot.engine.sandbox.SandboxInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds all sandboxes of an engine by their labels: containers, and volumes without one. */
final class SandboxInventory {
  private final DockerConnection docker;

  SandboxInventory(DockerConnection docker) {
    this.docker = docker;
  }

  List<SandboxInfo> list() throws ProblemException {
    try {
      List<SandboxInfo> found = new ArrayList<>();
      Set<String> volumes = new HashSet<>();
      for (Container container : containers()) {
        SandboxInfo info = Labels.info(labels(container), port(container));
        found.add(info);
        volumes.add(info.volume());
      }
      for (InspectVolumeResponse volume : volumes()) {
        if (!volumes.contains(volume.getName())) {
          found.add(Labels.info(volume.getLabels(), 0));
        }
      }
      return found;
    } catch (RuntimeException e) {
      throw docker.errors().problem("list the sandboxes", e);
    }
  }

  /** A server that was started before there was a job has its job in its name only. */
  private static Map<String, String> labels(Container container) {
    Map<String, String> labels = new HashMap<>(container.getLabels());
    String[] names = container.getNames();
    boolean named = names != null && names.length > 0; // not while Docker removes it
    if (named && labels.getOrDefault(Labels.JOB, "").isEmpty()) {
      String name = names[0].substring(1); // without the slash
      labels.put(Labels.CONTAINER, name);
      labels.put(Labels.JOB, ContainerNames.job(name));
    }
    return labels;
  }

  private List<Container> containers() {
    return docker
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(Labels.JOB))
        .exec();
  }

  private List<InspectVolumeResponse> volumes() {
    List<InspectVolumeResponse> volumes =
        docker
            .client()
            .listVolumesCmd()
            .withFilter("label", List.of(Labels.JOB))
            .exec()
            .getVolumes();
    return volumes == null ? List.of() : volumes;
  }

  private static int port(Container container) {
    ContainerPort[] ports = container.getPorts();
    return ports == null
        ? 0
        : Arrays.stream(ports)
            .map(ContainerPort::getPublicPort)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(0);
  }
}
