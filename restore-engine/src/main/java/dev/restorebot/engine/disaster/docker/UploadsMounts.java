package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.disaster.UploadsVolume;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the volume that a project's uploads really lie on, and the services that have it. */
final class UploadsMounts {
  private final DataMounts mounts;
  private final ProjectContainers containers;
  private final TargetSettings settings;

  UploadsMounts(DataMounts mounts, ProjectContainers containers, TargetSettings settings) {
    this.mounts = mounts;
    this.containers = containers;
    this.settings = settings;
  }

  /** The volume of that name in the project's files. */
  UploadsVolume find(String key, List<Container> all) throws ProblemException {
    Map<String, String> keys = new HashMap<>();
    TreeSet<String> volumes = new TreeSet<>();
    List<UploadsVolume.Mount> found = new ArrayList<>();
    for (Container each : all) {
      InspectContainerResponse container = containers.inspect(each.getId());
      for (InspectContainerResponse.Mount mount : DataMounts.of(container)) {
        String name = mount.getName();
        if (name == null || name.isEmpty() || mount.getDestination() == null) {
          continue;
        }
        if (!keys.containsKey(name)) {
          keys.put(name, mounts.key(name, settings.project()));
        }
        if (keys.get(name).equals(key)) {
          volumes.add(name);
          found.add(
              new UploadsVolume.Mount(
                  ProjectContainers.service(each), mount.getDestination().getPath()));
        }
      }
    }
    if (volumes.size() != 1) {
      throw TargetRefusals.uploadsVolumes(key, volumes);
    }
    mounts.requirePlain(volumes.first());
    // Docker lists the newest container first, but an approval is for the plan whatever that order.
    found.sort(
        Comparator.comparing(UploadsVolume.Mount::service)
            .thenComparing(UploadsVolume.Mount::path));
    UploadsVolume volume = new UploadsVolume(volumes.first(), key, found);
    requireThatTheyStop(volume, all);
    return volume;
  }

  /** They get new containers in the swap, so they must be off, and one each. */
  private void requireThatTheyStop(UploadsVolume volume, List<Container> all)
      throws ProblemException {
    for (String service : volume.services()) {
      long count = all.stream().filter(c -> ProjectContainers.service(c).equals(service)).count();
      if (count > 1) {
        throw TargetRefusals.uploadsReplicas(service, count);
      }
      boolean stops =
          settings.stopServices().contains(service) || service.equals(settings.databaseService());
      if (!stops) {
        throw TargetRefusals.uploadsInUse(service, volume.name());
      }
    }
  }
}
