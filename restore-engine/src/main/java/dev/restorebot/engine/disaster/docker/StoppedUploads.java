package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ResolvedProject;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.disaster.UploadsVolume;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the volume of uploads by the project's files: some of its containers may be gone. */
record StoppedUploads(DockerAccess docker, TargetSettings settings) {
  /** Finds it, when one is configured. */
  Optional<UploadsVolume> find(ResolvedProject resolved) throws ProblemException {
    if (settings.uploadsVolume().isEmpty()) {
      return Optional.empty();
    }
    String key = settings.uploadsVolume().get();
    List<UploadsVolume.Mount> mounts = new ArrayList<>();
    for (String name : new TreeSet<>(resolved.services().keySet())) {
      resolved.services().get(name).mounts().stream()
          .filter(each -> each.type().equals("volume") && each.source().equals(key))
          .map(each -> new UploadsVolume.Mount(name, each.path()))
          .forEach(mounts::add);
    }
    String volume = resolved.volumes().getOrDefault(key, key);
    if (mounts.isEmpty()) {
      throw TargetRefusals.uploadsVolumes(key, List.of());
    }
    if (!new VolumeTool(docker, "", "plan").exists(volume)) {
      throw TargetRefusals.unsuitable(
          "The volume of uploads " + volume + " no longer exists.",
          "Create it empty (docker volume create " + volume + "), then try again.");
    }
    for (UploadsVolume.Mount mount : mounts) {
      if (!settings.stopServices().contains(mount.service())
          && !settings.databaseService().equals(mount.service())) {
        throw TargetRefusals.uploadsInUse(mount.service(), volume);
      }
    }
    return Optional.of(new UploadsVolume(volume, key, mounts));
  }
}
