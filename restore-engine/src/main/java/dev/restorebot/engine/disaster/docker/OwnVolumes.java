package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.util.Map;
import java.util.UUID;

/** Volumes that are made for a plan, and known again by their labels; or folders, as these are. */
final class OwnVolumes {
  private final DockerAccess docker;
  private final DisasterPlan plan;

  OwnVolumes(DockerAccess docker, DisasterPlan plan) {
    this.docker = docker;
    this.plan = plan;
  }

  /**
   * Docker answers a request to create an existing volume with success; a nonce tells.
   *
   * @param key its name in the project's files
   */
  void create(String name, String role, String key) throws ProblemException {
    if (DataVolume.isFolder(name)) {
      new OwnFolders(docker, plan).create(name);
      return;
    }
    String nonce = UUID.randomUUID().toString();
    Map<String, String> labels =
        Map.of(
            ComposeLabels.DISASTER,
            plan.id(),
            ComposeLabels.ROLE,
            role,
            ComposeLabels.FOR_PROJECT,
            plan.target().project().name(),
            ComposeLabels.VOLUME_KEY,
            key,
            ComposeLabels.CREATED,
            plan.createdAt().toString(),
            ComposeLabels.NONCE,
            nonce);
    try {
      docker.client().createVolumeCmd().withName(name).withLabels(labels).exec();
      if (nonce.equals(labels(name).get(ComposeLabels.NONCE))) {
        return;
      }
    } catch (RuntimeException e) {
      throw docker.problem("create the volume " + name, e);
    }
    throw new Problem(
            ProblemCode.VOLUME_EXISTS,
            "A volume called " + name + " already exists. It was not changed.",
            "Find out what it belongs to: docker volume inspect "
                + name
                + ". Then request the restore again; the new plan uses another name.")
        .exception();
  }

  /** Returns true when there is such a volume and this plan made it. */
  boolean has(String volume) throws ProblemException {
    if (DataVolume.isFolder(volume)) {
      return new OwnFolders(docker, plan).has(volume);
    }
    try {
      return plan.id().equals(labels(volume).get(ComposeLabels.DISASTER));
    } catch (NotFoundException e) {
      return false;
    } catch (RuntimeException e) {
      throw docker.problem("inspect the volume " + volume, e);
    }
  }

  private Map<String, String> labels(String volume) {
    Map<String, String> labels = docker.client().inspectVolumeCmd(volume).exec().getLabels();
    return labels == null ? Map.of() : labels;
  }
}
